import { ACKNOWLEDGES, OBJECTION_PHRASES, REASONS, type ObjectionKind } from '../text/objection-phrases.ts';
import { DISMISSIVE } from '../text/courtesy-phrases.ts';
import { AGREED, SATISFIED } from '../text/resolution-phrases.ts';
import type { Heard } from '../text/heard.ts';
import { GREETING_OR_GOODBYE } from '../text/tone-phrases.ts';
import type { Tone } from '../text/tone.ts';
import type { Sentence } from '../text/sentences.ts';

/** A customer holding back, and how the agent answers. */
export interface Objection {
  readonly kind: ObjectionKind;
  readonly sentence: Sentence;
  /** What the agent says next, up to the customer's next but one turn. */
  readonly answer: readonly Sentence[];
  readonly acknowledged: Sentence | null;
  readonly explored: Sentence | null;
  readonly reasoned: Sentence | null;
  /** The customer's words that accept the answer; null where they do not. */
  readonly accepted: Sentence | null;
}

/** How many sentences after an objection belong to its handling. */
const HANDLING_SENTENCES = 14;
const ACCEPTING_TONE = 0.35;

/** Every objection of the call in order; one turn of the customer counts once. */
export function findObjections({ reading, tone }: Heard): Objection[] {
  const { sentences } = reading;
  const objections: Objection[] = [];
  let lastUtterance = -1;
  for (const [at, sentence] of sentences.entries()) {
    if (sentence.role !== 'customer' || sentence.question || sentence.utterance === lastUtterance) continue;
    const kind = OBJECTION_PHRASES.find(({ pattern }) => pattern.test(sentence.norm))?.kind;
    if (kind === undefined) continue;
    lastUtterance = sentence.utterance;
    objections.push({
      kind,
      sentence,
      ...handling(sentence.utterance, sentences.slice(at + 1, at + 1 + HANDLING_SENTENCES), tone),
    });
  }
  return objections;
}

function isObjection({ role, question, norm }: Sentence): boolean {
  return role === 'customer' && !question && OBJECTION_PHRASES.some(({ pattern }) => pattern.test(norm));
}

function handling(
  utterance: number,
  following: readonly Sentence[],
  tone: Tone,
): Omit<Objection, 'kind' | 'sentence'> {
  const next = following.findIndex((sentence) => sentence.utterance !== utterance && isObjection(sentence));
  const window = next < 0 ? following : following.slice(0, next);
  const answer = window.filter(({ role }) => role === 'agent');
  const find = (pattern: RegExp): Sentence | null => answer.find(({ norm }) => pattern.test(norm)) ?? null;
  const accepted = window.find(
    (sentence) =>
      sentence.role === 'customer' &&
      !sentence.question &&
      (AGREED.test(sentence.norm) ||
        SATISFIED.test(sentence.norm) ||
        /(?:(?<!think (?:it|that|this) )makes sense|^yes it does|good point|fair enough)/u.test(
          sentence.norm,
        ) ||
        (tone.ofSentence(sentence) >= ACCEPTING_TONE && !GREETING_OR_GOODBYE.test(sentence.norm))),
  );
  return {
    answer,
    acknowledged: find(ACKNOWLEDGES),
    explored: answer.find(({ question, norm }) => question && !DISMISSIVE.test(norm)) ?? null,
    reasoned: find(REASONS),
    accepted: accepted ?? null,
  };
}
