import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { monthOf, monthsBefore, type UsageMonth } from '../../domain/usage.ts';
import type { Context } from '../deps.ts';

const MONTHS_SHOWN = 12;

export interface Usage {
  /** First and last month asked for, inclusive: `2026-11`, UTC. */
  readonly from: string;
  readonly to: string;
  readonly months: readonly UsageMonth[];
}

/** What completed in each month, oldest first; by default in the last twelve. Throws `invalid_request`. */
export async function readUsage(
  { deps, principal }: Context,
  period: { from?: string | undefined; to?: string | undefined },
): Promise<Usage> {
  requireScope(principal, 'read');
  const to = period.to ?? monthOf(deps.clock.now());
  const from = period.from ?? monthsBefore(to, MONTHS_SHOWN - 1);
  if (from > to)
    throw new Fault('invalid_request', 'Field "from" must not be after "to".', { field: 'from' });
  const months = await deps.accountHandle(principal.accountId, principal.livemode).usage(from, to);
  return { from, to, months };
}
