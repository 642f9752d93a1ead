import { OFFERS_HELP, OFFERS_MORE, WILLING } from '../text/courtesy-phrases.ts';
import type { Reading, Spoken } from '../text/reading.ts';
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
  for (const { spoken, turn } of agentTurns(reading)) {
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

/** Which of the agent's turns the utterance is in, from 1; `null` where it is not the agent's. */
export function agentTurnOf(reading: Reading, utterance: number): number | null {
  return agentTurns(reading).find(({ spoken }) => spoken.index === utterance)?.turn ?? null;
}

function agentTurns({ spoken }: Reading): { spoken: Spoken; turn: number }[] {
  let turn = 0;
  return spoken.flatMap((one, position) => {
    if (one.role !== 'agent') return [];
    if (spoken[position - 1]?.speaker !== one.speaker) turn += 1;
    return [{ spoken: one, turn }];
  });
}
