import { SignJWT } from 'jose';

/** The variables of a deployment that trusts the issuer of `tokenFor`; the keys are still to be said. */
export const trusted = { JWT_ISSUER: 'https://login.acme.test', JWT_AUDIENCE: 'debrief' };

/** The request headers with a token for an account, good for five minutes. */
export async function tokenFor(
  accountId: string,
  claims: Readonly<Record<string, unknown>>,
  key: CryptoKey | Uint8Array,
  header: { alg: string; kid?: string } = { alg: 'HS256' },
): Promise<{ authorization: string }> {
  const standard = { iss: trusted.JWT_ISSUER, aud: trusted.JWT_AUDIENCE, account_id: accountId };
  const token = new SignJWT({ ...standard, ...claims }).setProtectedHeader(header);
  return { authorization: `Bearer ${await token.setExpirationTime('5m').sign(key)}` };
}
