import type { Conversation } from '../analysis/metrics/conversation.ts';
import { phrases, type Sentence } from '../text/sentences.ts';
import type { CallFacts } from '../understanding/call-facts.ts';
import { models } from '../understanding/model.ts';
import type { AnalysisInput } from '../understanding/tone.ts';

/** How laborious the call was for the customer, and what made it so. */
interface Effort {
  /** 0 (none) to 5 (very high), one decimal. */
  readonly score: number;
  /** What was measured of its causes, each 0 to 1; they explain the score and do not add up to it. */
  readonly parts: readonly { readonly name: string; readonly points: number }[];
  readonly sentences: readonly Sentence[];
}

/** The customer has lost the thread. */
const CONFUSED = phrases(
  "(?:i )?(?:don't|do not|didn't) (?:understand|follow|get it|catch)(?: .*)?",
  'what do you mean(?: .*)?',
  "(?:i'm|i am)(?: a bit| a little| really)? (?:confused|lost)(?: .*)?",
  '(?:can|could) you (?:repeat|say) (?:that|it)(?: .*)?',
  'who is this',
  'what was that',
);
const REPEATED = phrases(
  '(?:second|third|fourth|fifth|another) time(?: .*)?',
  '(?:already|just) (?:told|gave|said|called|explained|sent)(?: .*)?',
  '(?:called|told|gave|asked)(?: .*)? (?:before|already|twice|again)',
  "(?:nobody|no one|never|still haven't|still waiting|still does not|still doesn't)(?: .*)?",
  'again and again',
);
const ASKED_AGAIN = phrases(
  '(?:can|could|would) you (?:please )?(?:repeat|say|spell)(?: .*)?',
  'what was (?:that|your)(?: .*)? again',
  '(?:sorry|pardon)(?: me)? (?:what|could you|can you)(?: .*)?',
);
const HOLD_MS = { none: 0, full: 120_000 };
const WAITING_PERCENT = { none: 25, full: 75 };
const TURNS = { none: 6, full: 30 };

const MOST_EFFORT = 5;

/**
 * Customer effort (after Dixon, Freeman & Toman, Stop trying to delight your customers, 2010) as listeners rate it, learned
 * from the words of calls and what is done in them, with what shows it: repeating oneself, hold and waiting, being passed
 * on or refused, annoyance, length.
 */
export function measureEffort(
  { trusted, trustedConversation }: AnalysisInput & { readonly trustedConversation: Conversation },
  facts: CallFacts,
): Effort {
  const customer = trusted.sentences.filter(({ role }) => role === 'customer');
  const agent = trusted.sentences.filter(({ role }) => role === 'agent');
  const repeated = [
    ...customer.filter(({ norm }) => REPEATED.test(norm) || CONFUSED.test(norm)),
    ...agent.filter(({ norm }) => ASKED_AGAIN.test(norm)),
  ];
  const passedOn = facts.acts.find('agent', 'transfer');
  const annoyed = facts.acts.find('customer', 'displeased');
  const [share = 0] = models().effort.probabilities(facts.acts.callFeatures);
  const points = [
    { name: 'repeating', points: ramp(repeated.length, 0, 2) },
    { name: 'hold', points: ramp(trustedConversation.hold.totalMs, HOLD_MS.none, HOLD_MS.full) },
    {
      name: 'waiting',
      points: ramp(trustedConversation.silenceRatio, WAITING_PERCENT.none, WAITING_PERCENT.full),
    },
    { name: 'passed_on', points: ramp(passedOn.length, 0, 1) },
    { name: 'refused', points: ramp(facts.refusals.length, 0, 2) },
    { name: 'annoyance', points: ramp(annoyed.length, 0, 3) },
    { name: 'unresolved', points: facts.outcome.kind === 'unresolved' ? 1 : 0 },
    { name: 'length', points: ramp(trustedConversation.turnCount, TURNS.none, TURNS.full) },
  ];
  return {
    score: Math.round(share * MOST_EFFORT * 10) / 10,
    parts: points
      .filter((part) => part.points > 0)
      .map(({ name, points }) => ({ name, points: Math.round(points * 100) / 100 })),
    sentences: [...new Set([...repeated, ...passedOn, ...facts.refusals, ...annoyed])],
  };
}

/** `value` as a share of the way from `none` (0) to `full` (1). */
function ramp(value: number, none: number, full: number): number {
  const share = (value - none) / (full - none);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
