import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

export interface AccountSettings {
  readonly accountId: string;
  /** Days; 0: until the callback is over. */
  readonly retentionDays: number;
}

export async function readAccount({ deps, principal }: Context): Promise<AccountSettings> {
  requireScope(principal, 'read');
  const { accountId } = principal;
  return { accountId, retentionDays: await deps.retentionDefaults.of(accountId) };
}

/** Changes how long analyses are kept that are submitted from now on. */
export async function changeRetention(
  { deps, principal }: Context,
  retentionDays: number,
): Promise<AccountSettings> {
  requireScope(principal, 'admin');
  const { accountId } = principal;
  await deps.retentionDefaults.set(accountId, retentionDays);
  deps.log.info('account.retention_changed', { account: accountId, retentionDays, by: principal.keyId });
  return { accountId, retentionDays };
}
