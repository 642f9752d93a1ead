import type { AgentReport } from '../domain/analysis-list.ts';
import { requireScope } from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import type { Context } from './deps.ts';

const DAY_MS = 86_400_000;
const DAYS_SHOWN = 30;
const MOST_DAYS = 366;

interface AgentReports {
  /** First and last day asked for, inclusive: `2026-11-22`, UTC. */
  readonly from: string;
  readonly to: string;
  readonly agents: readonly AgentReport[];
}

/** The figures of each agent over at most 366 days, by default the last thirty. Throws `invalid_request`. */
export async function reportAgents(
  { deps, principal }: Context,
  period: { from?: string | undefined; to?: string | undefined },
): Promise<AgentReports> {
  requireScope(principal, 'read');
  const to = period.to ?? dayOf(deps.clock.now());
  const from = period.from ?? dayOf(Date.parse(to) - (DAYS_SHOWN - 1) * DAY_MS);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) throw new Fault('invalid_request', 'Field "from" must not be after "to".', { field: 'from' });
  if (days > MOST_DAYS) {
    throw new Fault('invalid_request', `Field "from": a report covers at most ${MOST_DAYS} days.`, {
      field: 'from',
    });
  }
  const agents = await deps.analyses(principal).agentReports(from, to);
  return { from, to, agents };
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
