import type { Analysis } from './analysis.ts';
import { addCosts } from './prices.ts';

/** What a finished step costs, US cents with up to four decimals. */
export interface StepCosts {
  readonly speechCostUsdCents?: number;
  readonly judgementCostUsdCents?: number;
}

type Charged = Pick<Analysis, 'costUsdCents' | 'speechCostUsdCents' | 'chargedAt'>;
/** An analysis that was stored before costs were told apart has the total alone. */
type ChargedBefore = Pick<Charged, 'costUsdCents'> & Partial<Charged>;

/** What an analysis is charged once a step that cost this is completed, which is once for each step and run of it. */
export function charge(analysis: ChargedBefore, costs: StepCosts, nowMs: number): Charged {
  const { speechCostUsdCents, judgementCostUsdCents } = costs;
  const isFree = speechCostUsdCents === undefined && judgementCostUsdCents === undefined;
  const { costUsdCents, speechCostUsdCents: speechBefore = null, chargedAt = null } = analysis;
  if (isFree) return { costUsdCents, speechCostUsdCents: speechBefore, chargedAt };
  const added = addCosts(speechCostUsdCents ?? 0, judgementCostUsdCents ?? 0);
  return {
    costUsdCents: addCosts(costUsdCents ?? 0, added),
    speechCostUsdCents: addCosts(speechBefore ?? 0, speechCostUsdCents ?? 0),
    chargedAt: nowMs,
  };
}
