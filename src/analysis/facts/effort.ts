import { ramp } from '../sales/signal.ts';
import type { SectionInput } from '../section.ts';
import { phrases } from '../text/phrases.ts';
import { CONFUSED } from '../text/selling-phrases.ts';
import { ESCALATION } from '../text/resolution-phrases.ts';
import type { Sentence } from '../text/sentences.ts';
import type { Story } from './story.ts';

/** What made the call laborious for the customer; each part adds up to 1, the score is capped at 5. */
export interface Effort {
  /** 0 (none) to 5 (very high), one decimal. */
  readonly score: number;
  readonly parts: readonly { readonly name: string; readonly points: number }[];
  readonly sentences: readonly Sentence[];
}

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

/**
 * Customer effort (after Dixon, Freeman & Toman, Stop trying to delight your customers, 2010) estimated from what
 * happens in the call: repeating oneself, hold and waiting, being passed on or refused, annoyance, length.
 */
export function measureEffort({ reading, tone, conversation }: SectionInput, story: Story): Effort {
  const customer = reading.sentences.filter(({ role }) => role === 'customer');
  const agent = reading.sentences.filter(({ role }) => role === 'agent');
  const repeated = [
    ...customer.filter(({ norm }) => REPEATED.test(norm) || CONFUSED.test(norm)),
    ...agent.filter(({ norm }) => ASKED_AGAIN.test(norm)),
  ];
  const passedOn = agent.filter(({ norm }) => ESCALATION.test(norm));
  const annoyed = customer.filter((sentence) => tone.ofSentence(sentence) <= -0.3);
  const points = [
    { name: 'repeating', points: ramp(repeated.length, 0, 2) },
    { name: 'hold', points: ramp(conversation.hold.totalMs, HOLD_MS.none, HOLD_MS.full) },
    { name: 'waiting', points: ramp(conversation.silenceRatio, WAITING_PERCENT.none, WAITING_PERCENT.full) },
    { name: 'passed_on', points: ramp(passedOn.length, 0, 1) },
    { name: 'refused', points: ramp(story.refusals.length, 0, 2) },
    { name: 'annoyance', points: ramp(annoyed.length, 0, 3) },
    { name: 'unresolved', points: story.outcome.kind === 'unresolved' ? 1 : 0 },
    { name: 'length', points: ramp(conversation.turnCount, TURNS.none, TURNS.full) },
  ];
  const sum = points.reduce((total, part) => total + part.points, 0);
  return {
    score: Math.min(5, Math.round(sum * 10) / 10),
    parts: points
      .filter((part) => part.points > 0)
      .map(({ name, points }) => ({ name, points: Math.round(points * 100) / 100 })),
    sentences: [...new Set([...repeated, ...passedOn, ...story.refusals, ...annoyed])],
  };
}
