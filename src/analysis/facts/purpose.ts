import { OFFERS_HELP, OFFERS_MORE, WILLING } from '../text/courtesy-phrases.ts';
import type { Reading } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';
import { findPurposes } from './needs.ts';
import type { Story } from './story.ts';

/** Where the purpose of the call becomes explicit on the agent's side. */
export interface PurposeDeclaration {
  readonly sentence: Sentence;
  /** The agent's turn, from 1. */
  readonly turn: number;
}

/**
 * The agent's first sentence that says what the call is for: the reason for calling, or where the customer called, an
 * offer to help or taking up the need. Turns are runs of the agent's utterances between two of somebody else.
 */
export function findPurpose(reading: Reading, story: Story): PurposeDeclaration | null {
  const purposes = new Set(findPurposes(reading).map(({ sentence }) => sentence));
  const afterNeed = story.need === null || story.outbound ? Infinity : story.need.sentence.startMs;
  let turn = 0;
  let speaker = '';
  for (const spoken of reading.spoken) {
    if (spoken.role === 'agent' && speaker !== spoken.speaker) turn += 1;
    speaker = spoken.speaker;
    if (spoken.role !== 'agent') continue;
    const sentence = spoken.sentences.find(
      (said) =>
        purposes.has(said) ||
        OFFERS_HELP.test(said.norm) ||
        (said.startMs > afterNeed && WILLING.test(said.norm) && !OFFERS_MORE.test(said.norm)),
    );
    if (sentence !== undefined) return { sentence, turn };
  }
  return null;
}
