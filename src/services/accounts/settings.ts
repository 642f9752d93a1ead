import type { AccountSettings } from '../../domain/account-settings.ts';
import { requireScope } from '../../domain/principal.ts';
import { monthOf } from '../../domain/usage.ts';
import type { Context } from '../deps.ts';

export interface AccountState extends AccountSettings {
  readonly accountId: string;
  /** What the account was charged this month (UTC), both modes together. */
  readonly spentUsdCents: number;
}

export async function readAccount(context: Context): Promise<AccountState> {
  const { deps, principal } = context;
  requireScope(principal, 'read');
  return stateOf(context, await deps.accountSettings.of(principal.accountId));
}

/** Changes what is decided for calls submitted from now on, in both modes. */
export async function changeAccount(
  context: Context,
  changes: Partial<AccountSettings>,
): Promise<AccountState> {
  const { deps, principal } = context;
  requireScope(principal, 'admin');
  const { accountId } = principal;
  const settings = await deps.accountSettings.change(accountId, changes);
  deps.log.info('account.changed', { account: accountId, ...changes, by: principal.keyId });
  return stateOf(context, settings);
}

async function stateOf({ deps, principal }: Context, settings: AccountSettings): Promise<AccountState> {
  const { accountId } = principal;
  const spentUsdCents = await deps.spentUsdCents(accountId, monthOf(deps.clock.now()));
  return { ...settings, accountId, spentUsdCents };
}
