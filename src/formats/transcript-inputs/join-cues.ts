import type { DraftUtterance } from './draft.ts';

const GAP_MS = 1_000;
const LONGEST_MS = 60_000;
const LONGEST_CHARACTERS = 2_000;

/** Cues are cut to be read on a screen: those that one speaker says in one breath become one utterance again. */
export function joinCues(cues: readonly DraftUtterance[]): DraftUtterance[] {
  const joined: DraftUtterance[] = [];
  for (const cue of cues) {
    const last = joined.at(-1);
    if (last && goesOn(last, cue)) joined[joined.length - 1] = join(last, cue);
    else joined.push(cue);
  }
  return joined;
}

function goesOn(last: DraftUtterance, cue: DraftUtterance): boolean {
  const isSameSpeaker = last.speaker === cue.speaker;
  const isSoon = cue.startMs >= last.startMs && cue.startMs - last.endMs <= GAP_MS;
  const isShort = last.text.length + cue.text.length <= LONGEST_CHARACTERS;
  return isSameSpeaker && isSoon && isShort && cue.endMs - last.startMs <= LONGEST_MS;
}

function join(last: DraftUtterance, cue: DraftUtterance): DraftUtterance {
  return {
    ...last,
    endMs: Math.max(last.endMs, cue.endMs),
    text: `${last.text.trim()} ${cue.text.trim()}`,
    words: [...(last.words ?? []), ...(cue.words ?? [])],
  };
}
