import { sha256, sha256Hex, toBase64 } from '../adapters/crypto/digest.ts';
import { createEncryptor } from '../adapters/crypto/encryptor.ts';
import type { Tenant } from '../domain/tenant.ts';
import { Fault } from '../domain/errors.ts';
import type { KeptAnswer } from '../domain/idempotency.ts';
import type { Deps } from './deps.ts';

const CONTEXT = 'idempotency';

/**
 * Names the object of an idempotency key. The same text in another account or mode is another key; the key itself is not
 * stored, only its hash.
 */
export function idempotencyKeyName({ accountId, livemode }: Tenant, key: string): Promise<string> {
  return sha256Hex(`${accountId}\n${livemode ? 'live' : 'test'}\n${key}`);
}

/** Encrypts the body of an answer with `secret`, which is not stored. */
export async function encryptAnswer(
  { randomBytes }: Pick<Deps, 'randomBytes'>,
  answer: KeptAnswer,
  secret: string,
): Promise<KeptAnswer> {
  const encryptor = createEncryptor(await keyFrom(secret), randomBytes);
  return { ...answer, body: await encryptor.encrypt(answer.body, CONTEXT), sealed: true };
}

/** The answer with its body in clear. Throws `idempotency_conflict` where it was encrypted for another credential. */
export async function decryptAnswer(answer: KeptAnswer, secret: string): Promise<KeptAnswer> {
  if (!answer.sealed) return answer;
  const encryptor = createEncryptor(await keyFrom(secret), () => new Uint8Array());
  try {
    return { ...answer, body: await encryptor.decrypt(answer.body, CONTEXT), sealed: false };
  } catch (error) {
    const message =
      'The first answer shows a secret and is repeated only to the credential that asked for it.';
    throw new Fault('idempotency_conflict', message, {}, error);
  }
}

/** A credential has at least 128 random bits, so one hash of it is a key that cannot be guessed. */
async function keyFrom(secret: string): Promise<string> {
  return toBase64(await sha256(`debrief idempotency\n${secret}`));
}
