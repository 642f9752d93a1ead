import { requireLive, requireScope } from '../domain/api-key.ts';
import { monthOf, monthsBefore, type UsageMonth } from '../domain/billing.ts';
import { Fault } from '../domain/errors.ts';
import type { AccountSettings } from '../domain/tenant.ts';
import type { Context } from './deps.ts';

export interface AccountState extends AccountSettings {
  readonly accountId: string;
  /** What the account was charged this month (UTC), both modes together. */
  readonly spentUsdCents: number;
}

export async function readAccount(context: Context): Promise<AccountState> {
  const { deps, principal } = context;
  requireScope(principal, 'read');
  return stateOf(context, await deps.accountSettings.get(principal.accountId));
}

/** Changes the settings for calls that are submitted from now on, in both modes. Throws `key_environment_mismatch`. */
export async function changeAccount(
  context: Context,
  changes: Partial<AccountSettings>,
): Promise<AccountState> {
  const { deps, principal } = context;
  requireScope(principal, 'admin');
  requireLive(principal);
  const { accountId, keyId } = principal;
  const settings = await deps.accountSettings.update(accountId, changes);
  deps.log.info('account.changed', { account: accountId, ...changes, by: keyId });
  return stateOf(context, settings);
}

async function stateOf({ deps, principal }: Context, settings: AccountSettings): Promise<AccountState> {
  const { accountId } = principal;
  const spentUsdCents = await deps.spentUsdCents(accountId, monthOf(deps.clock.now()));
  return { ...settings, accountId, spentUsdCents };
}

const MONTHS_SHOWN = 12;

interface Usage {
  /** First and last month asked for, inclusive: `2026-11`, UTC. */
  readonly from: string;
  readonly to: string;
  readonly months: readonly UsageMonth[];
}

/** The analyses that completed in each month, oldest month first; by default the last twelve. Throws `invalid_request`. */
export async function readUsage(
  { deps, principal }: Context,
  period: { from?: string | undefined; to?: string | undefined },
): Promise<Usage> {
  requireScope(principal, 'read');
  const to = period.to ?? monthOf(deps.clock.now());
  const from = period.from ?? monthsBefore(to, MONTHS_SHOWN - 1);
  if (from > to)
    throw new Fault('invalid_request', 'Field "from" must not be after "to".', { field: 'from' });
  const months = await deps.analyses(principal).usage(from, to);
  return { from, to, months };
}
