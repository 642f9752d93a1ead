import type { Heard } from '../text/heard.ts';
import type { Reading } from '../text/reading.ts';
import {
  AGREED,
  ANSWER_PHRASES,
  DISSATISFIED,
  DONE_PHRASES,
  ESCALATION,
  REFUSAL,
  SATISFIED,
} from '../text/resolution-phrases.ts';
import type { Sentence } from '../text/sentences.ts';
import { findCommitments } from './commitments.ts';

type OutcomeKind = 'resolved' | 'unresolved' | 'follow_up' | 'escalated' | 'unknown';

/** How the call ended, and the sentences that show it, the most telling first. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly sentences: readonly Sentence[];
}

/** The end of a call, where satisfaction and dissatisfaction are voiced: its last customer sentences. */
const ENDING_SENTENCES = 6;
const CLOSING_TONE = -0.2;
const PLEASED_TONE = 0.5;

/** What the agent did or answered, the most telling first. */
export function findResolutions(reading: Reading): Sentence[] {
  const agent = reading.sentences.filter(({ role, question }) => role === 'agent' && !question);
  const found = new Set<Sentence>();
  for (const pattern of [...DONE_PHRASES, ...ANSWER_PHRASES]) {
    for (const sentence of agent) {
      if (pattern.test(sentence.norm) && !REFUSAL.test(sentence.norm)) found.add(sentence);
    }
  }
  return [...found];
}

/** What the agent says cannot be done, in order. */
export function findRefusals(reading: Reading): Sentence[] {
  return reading.sentences.filter(({ role, norm }) => role === 'agent' && REFUSAL.test(norm));
}

/**
 * Decides how a call ended: a customer who leaves displeased is unresolved, whatever was done; then a hand-over,
 * a promise for later, and what was done or answered, in that order of strength.
 */
export function decideOutcome({ reading, tone }: Heard): Outcome {
  const of = (role: string): Sentence[] => reading.sentences.filter((sentence) => sentence.role === role);
  const ending = of('customer').slice(-ENDING_SENTENCES);
  const displeased = ending.filter(({ norm }) => DISSATISFIED.test(norm));
  const satisfied = ending.filter(({ norm }) => SATISFIED.test(norm));
  const mood = ending.reduce((sum, sentence) => sum + tone.ofSentence(sentence), 0);
  const refusals = findRefusals(reading);
  if (displeased.length > 0 && (satisfied.length === 0 || mood < CLOSING_TONE)) {
    return { kind: 'unresolved', sentences: [...displeased.toReversed(), ...refusals] };
  }
  const escalations = of('agent').filter(({ norm }) => ESCALATION.test(norm));
  if (escalations.length > 0) return { kind: 'escalated', sentences: escalations };
  const resolutions = findResolutions(reading);
  if (resolutions.length > 0 && satisfied.length > 0) {
    return { kind: 'resolved', sentences: [...satisfied.slice(-1), ...resolutions] };
  }
  const agreed = of('customer').filter(({ norm }) => AGREED.test(norm));
  const promises = findCommitments(reading).filter(({ tentative }) => !tentative);
  const mine = promises.filter(({ assignee }) => assignee === 'agent').map(({ sentence }) => sentence);
  if (mine.length > 0) return { kind: 'follow_up', sentences: [...mine, ...agreed.slice(-1)] };
  if (satisfied.length > 0 && mood > PLEASED_TONE)
    return { kind: 'resolved', sentences: [...satisfied.slice(-1), ...refusals] };
  if (resolutions.length > 0 && mood >= 0) return { kind: 'resolved', sentences: resolutions };
  if (promises.length > 0) return { kind: 'follow_up', sentences: promises.map(({ sentence }) => sentence) };
  if (refusals.length > 0) return { kind: 'unresolved', sentences: refusals };
  if (satisfied.length > 0) return { kind: 'resolved', sentences: satisfied };
  return { kind: 'unknown', sentences: [] };
}
