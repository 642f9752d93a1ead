import type { ParsedTranscript, ParsedUtterance } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import type { CallFacts } from './call-facts.ts';
import { OFFERS_HELP, OFFERS_MORE, WILLING } from './courtesy.ts';
import { findPurposes } from './needs.ts';

/** Where the purpose of the call becomes explicit on the agent's side. */
interface PurposeDeclaration {
  readonly sentence: Sentence;
  /** The agent's turn, from 1. */
  readonly turn: number;
}

/**
 * The agent's first sentence that says what the call is for: the reason for calling, or where the customer called, an
 * offer to help or taking up the need. Turns are runs of the agent's utterances between two of somebody else.
 */
export function findPurpose(reading: ParsedTranscript, story: CallFacts): PurposeDeclaration | null {
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
export function agentTurnOf(reading: ParsedTranscript, utterance: number): number | null {
  return agentTurns(reading).find(({ spoken }) => spoken.index === utterance)?.turn ?? null;
}

function agentTurns({ utterances: spoken }: ParsedTranscript): { spoken: ParsedUtterance; turn: number }[] {
  let turn = 0;
  return spoken.flatMap((one, position) => {
    if (one.role !== 'agent') return [];
    if (spoken[position - 1]?.speaker !== one.speaker) turn += 1;
    return [{ spoken: one, turn }];
  });
}
