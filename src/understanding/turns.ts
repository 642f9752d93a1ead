import type { ParsedTranscript, ParsedUtterance } from '../text/parsed-transcript.ts';
import { modelWords, type ModelTurn } from './features.ts';

/** What one speaker says until another speaks. */
export interface Turn extends ModelTurn {
  readonly utterances: readonly ParsedUtterance[];
}

/** The turns of a transcript in order. A speaker without a role is neither side where one has; else nobody is known yet. */
export function turnsOf({ utterances }: ParsedTranscript): Turn[] {
  const decided = utterances.some(({ role }) => role !== 'unknown');
  const runs: ParsedUtterance[][] = [];
  for (const utterance of utterances) {
    const run = runs.at(-1);
    if (run?.[0]?.speaker === utterance.speaker) run.push(utterance);
    else runs.push([utterance]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (first === undefined) return [];
    const role = decided && first.role === 'unknown' ? 'other' : first.role;
    const words = modelWords(run.map(({ utterance }) => utterance.text).join(' '));
    return { speaker: first.speaker, role, words, utterances: run };
  });
}
