import { decodeProtectedHeader, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { z } from 'zod';
import { Fault } from '../../domain/errors.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Clock } from '../clock.ts';
import { describeError, type Log } from '../log.ts';

const CLOCK_SKEW_SECONDS = 60;
const SHARED_SECRET_ALGORITHMS = ['HS256'];
const KEY_SET_ALGORITHMS = ['RS256', 'ES256'];

/** The claims of a valid token. `account_id`, or else `sub`, names the account. */
interface TokenClaims extends Tenant {
  readonly scopes: readonly string[];
}

export interface TokenVerifier {
  /** Throws `invalid_token`, `token_expired` and `token_keys_unavailable`. */
  verify(token: string): Promise<TokenClaims>;
}

/** The issuer whose tokens are accepted, and the keys: `secret` for HS256, `keySet` for RS256 and ES256. */
export interface TokenTrust {
  readonly issuer: string;
  readonly audience: string;
  readonly secret: Uint8Array | null;
  readonly keySet: JWTVerifyGetKey | null;
}

const Claims = z
  .object({
    sub: z.string().min(1).optional(),
    account_id: z.string().min(1).optional(),
    livemode: z.boolean().default(false),
    scope: z.string().default(''),
  })
  .transform(({ sub, account_id: named, livemode, scope }, context) => {
    const accountId = named ?? sub;
    if (accountId !== undefined) return { accountId, livemode, scopes: scope.split(' ') };
    context.addIssue('names no account');
    return z.NEVER;
  });

export function createTokenVerifier(trust: TokenTrust, clock: Clock, log: Log): TokenVerifier {
  return {
    async verify(token) {
      try {
        return Claims.parse(await readPayload(token, trust, clock.now()));
      } catch (error) {
        const fault = toFault(error);
        if (fault.code === 'token_keys_unavailable')
          log.error('token.keys_unavailable', describeError(error));
        throw fault;
      }
    },
  };
}

/** The key follows from the algorithm, so that a public key is never taken for a shared secret. */
async function readPayload(token: string, trust: TokenTrust, nowMs: number): Promise<unknown> {
  const { issuer, audience, secret, keySet } = trust;
  const { alg = '' } = readHeader(token);
  const options: JWTVerifyOptions = {
    issuer,
    audience,
    clockTolerance: CLOCK_SKEW_SECONDS,
    requiredClaims: ['exp'],
    currentDate: new Date(nowMs),
  };
  if (secret && SHARED_SECRET_ALGORITHMS.includes(alg)) {
    return (await jwtVerify(token, secret, { ...options, algorithms: SHARED_SECRET_ALGORITHMS })).payload;
  }
  if (keySet && KEY_SET_ALGORITHMS.includes(alg)) {
    return (await jwtVerify(token, keySet, { ...options, algorithms: KEY_SET_ALGORITHMS })).payload;
  }
  throw new Fault('invalid_token', undefined, { reason: 'algorithm' });
}

function readHeader(token: string): { alg?: string | undefined } {
  try {
    return decodeProtectedHeader(token);
  } catch (error) {
    throw new Fault('invalid_token', undefined, { reason: 'malformed' }, error);
  }
}

/** The caller learns which claim is wrong, but of a wrong signature nothing more. */
function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof z.ZodError) return new Fault('invalid_token', undefined, { reason: 'claims' }, error);
  if (error instanceof errors.JWTExpired) return new Fault('token_expired', undefined, {}, error);
  if (error instanceof errors.JWTClaimValidationFailed)
    return new Fault('invalid_token', undefined, { reason: 'claims', claim: error.claim }, error);
  if (isAboutTheKeySet(error)) return new Fault('token_keys_unavailable', undefined, {}, error);
  return new Fault('invalid_token', undefined, { reason: 'signature' }, error);
}

/** Errors that say nothing of the token: fetching or reading the keys failed. */
function isAboutTheKeySet(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code);
}
