import { Fault } from '../../domain/fault.ts';
import type { Context } from '../deps.ts';
import { readApiKey } from './read.ts';

/**
 * Revokes a key; revoking it again changes nothing. Throws `api_key_not_found`, and `last_admin_key` where nobody could
 * make another key afterwards: that is decided by the write itself, so two keys cannot revoke each other.
 */
export async function revokeApiKey(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  const before = await readApiKey(context, id);
  if (before.revokedAt !== null) return;
  const keys = deps.keyRing(principal.accountId, principal.livemode);
  const revoked = await keys.revoke(id, deps.clock.now());
  deps.apiKeys.forget(id);
  if (revoked) deps.log.info('api_key.revoked', { key: id, by: principal.keyId });
  else if ((await keys.find(id))?.revokedAt === null) throw new Fault('last_admin_key', undefined, { id });
}
