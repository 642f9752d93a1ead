import { sha256, sha256Hex, toBase64, toHex, toUuid } from '../adapters/crypto/digest.ts';
import { createEncryptor } from '../adapters/crypto/encryptor.ts';
import type { Tenant } from '../domain/tenant.ts';
import { Fault } from '../domain/errors.ts';
import { KEY_KEPT_MS, type KeptAnswer, type KeyedRequest, type Made } from '../domain/idempotency.ts';
import type { Context, Deps } from './deps.ts';

const CONTEXT = 'idempotency';

/**
 * Names the object of an idempotency key. The same text in another account or mode is another key; the key itself is not
 * stored, only its hash.
 */
export function idempotencyKeyName({ accountId, livemode }: Tenant, key: string): Promise<string> {
  return sha256Hex(`${accountId}\n${livemode ? 'live' : 'test'}\n${key}`);
}

/** `name`: of the key's object. `fingerprint`: of the request, as it is stored with its answer. */
export function openKeyedRequest(
  { clock, derive }: Pick<Deps, 'clock' | 'derive'>,
  name: string,
  fingerprint: () => Promise<string | null>,
): KeyedRequest {
  const today = Math.floor(clock.now() / KEY_KEPT_MS);
  const idOn = async (made: Made, day: number) => toUuid(await derive(`${made}\n${name}\n${day}`));
  return {
    name,
    shown: new Set(),
    ids: (made) => Promise.all([idOn(made, today), idOn(made, today - 1)]),
    async digest() {
      const hash = await fingerprint();
      return hash && toHex(await derive(`request\n${name}\n${hash}`));
    },
  };
}

/** The id for what the request makes: the same one for the same idempotency key. */
export async function newIdFor({ deps, keyed }: Context, made: Made): Promise<string> {
  return keyed ? (await keyed.ids(made))[0] : deps.newId();
}

/** What an earlier request with the same key made, although its answer was lost. `find` answers `null` where there is none. */
export async function findMade<Thing>(
  { deps, keyed }: Context,
  made: Made,
  find: (id: string) => Promise<Thing | null>,
  createdAtOf: (thing: Thing) => number,
): Promise<Thing | null> {
  if (!keyed) return null;
  const [today, yesterday] = await Promise.all((await keyed.ids(made)).map(find));
  if (today) return today;
  return yesterday && createdAtOf(yesterday) > deps.clock.now() - KEY_KEPT_MS ? yesterday : null;
}

/** Throws `idempotency_mismatch` unless this is the request whose digest was kept. */
export async function requireSameRequest({ keyed }: Context, kept: string | undefined): Promise<void> {
  if (!kept || (await keyed?.digest()) !== kept) throw new Fault('idempotency_mismatch');
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
