import { DECLINES, IDENTITY_QUESTION } from '../text/identity-phrases.ts';
import type { Reading } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';
import type { NameMention } from './names.ts';

/** When and how it becomes known who the customer is. */
export interface Identity {
  /** The agent's sentences that ask for something identifying, in order. */
  readonly questions: readonly Sentence[];
  /** The customer's sentence that first establishes who they are; null where none does. */
  readonly established: Sentence | null;
  readonly basis: 'answered' | 'self_identified' | null;
}

/** Finds identity questions, their answers, and customers who give their name unasked; whatever comes first counts. */
export function findIdentity(reading: Reading, names: readonly NameMention[]): Identity {
  const questions: Sentence[] = [];
  let answer: Sentence | null = null;
  let open = false;
  for (const sentence of reading.sentences) {
    if (sentence.role === 'agent' && IDENTITY_QUESTION.test(sentence.norm)) {
      questions.push(sentence);
      open = true;
    } else if (sentence.role === 'customer' && open) {
      if (!sentence.question && !DECLINES.test(sentence.norm)) answer ??= sentence;
      open = false;
    }
  }
  const self = names.find(({ who, sentence }) => who === 'self' && sentence.role === 'customer')?.sentence;
  if (self !== undefined && (answer === null || self.startMs <= answer.startMs)) {
    return { questions, established: self, basis: 'self_identified' };
  }
  return { questions, established: answer, basis: answer === null ? null : 'answered' };
}
