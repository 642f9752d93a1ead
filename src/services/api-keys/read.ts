import type { ApiKeyRecord } from '../../domain/api-key.ts';
import { Fault } from '../../domain/fault.ts';
import { decodeCursor, encodeCursor } from '../../domain/page-cursor.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

export interface ApiKeyPage {
  readonly keys: readonly ApiKeyRecord[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The keys of the caller's account and mode, newest first, revoked ones too. Throws `invalid_request`. */
export async function listApiKeys(
  { deps, principal }: Context,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<ApiKeyPage> {
  requireScope(principal, 'admin');
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const found = await deps.keyRing(principal.accountId, principal.livemode).list(limit + 1, after);
  const keys = found.slice(0, limit);
  const last = keys.at(-1);
  return { keys, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
}

/** Throws `api_key_not_found`. */
export async function readApiKey({ deps, principal }: Context, id: string): Promise<ApiKeyRecord> {
  requireScope(principal, 'admin');
  const key = await deps.keyRing(principal.accountId, principal.livemode).find(id);
  if (!key) throw new Fault('api_key_not_found', undefined, { id });
  return key;
}
