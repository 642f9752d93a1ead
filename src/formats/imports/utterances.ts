import type { DraftUtterance, DraftWord } from './transcript-format.ts';

export interface SpokenWord extends DraftWord {
  readonly channel?: number | null;
}

/** A pause that ends an utterance, milliseconds; after the end of a sentence a shorter one does. */
const PAUSE_MS = 1_500;
const SENTENCE_PAUSE_MS = 500;

/** Utterances from single words: one ends where the speaker changes or pauses. Each channel is read by itself. */
export function groupWords(words: readonly SpokenWord[]): DraftUtterance[] {
  const channels = Map.groupBy(placed(words), ({ channel }) => channel ?? null);
  return [...channels].flatMap(([channel, some]) =>
    stretches(some).map((stretch) => toUtterance(stretch, channel)),
  );
}

type PlacedWord = SpokenWord & { readonly startMs: number; readonly endMs: number };

/** A word without a time is said right after the one before; one without a speaker by who spoke before. */
function placed(words: readonly SpokenWord[]): PlacedWord[] {
  let [clockMs, speaker]: [number, string | null] = [0, null];
  return words.map((word) => {
    const startMs = word.startMs ?? clockMs;
    clockMs = Math.max(startMs, word.endMs ?? startMs);
    speaker = word.speaker ?? speaker;
    return { ...word, speaker, startMs, endMs: clockMs };
  });
}

function stretches(words: readonly PlacedWord[]): PlacedWord[][] {
  const found: PlacedWord[][] = [];
  for (const word of words.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = found.at(-1);
    const before = last?.at(-1);
    if (last && before && before.speaker === word.speaker && !isPause(before, word)) last.push(word);
    else found.push([word]);
  }
  return found;
}

function isPause(before: PlacedWord, after: PlacedWord): boolean {
  const gapMs = after.startMs - before.endMs;
  return gapMs > (/[.?!…]["'”’)]*$/u.test(before.text) ? SENTENCE_PAUSE_MS : PAUSE_MS);
}

function toUtterance(words: readonly PlacedWord[], channel: number | null): DraftUtterance {
  const known = words.flatMap(({ confidence }) => confidence ?? []);
  return {
    speaker: words[0]?.speaker ?? null,
    channel,
    startMs: words[0]?.startMs ?? null,
    endMs: words.at(-1)?.endMs ?? null,
    text: words.map(({ text }) => text.trim()).join(' '),
    confidence: known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : null,
    words,
  };
}

const GAP_MS = 1_000;
const LONGEST_MS = 60_000;
const LONGEST_CHARACTERS = 2_000;

/** Cues that become one utterance. */
interface Breath {
  readonly first: DraftUtterance;
  readonly cues: DraftUtterance[];
  endMs: number;
  characters: number;
}

/** Cues are cut to be read on a screen: those that one speaker says in one breath become one utterance again. */
export function joinCues(cues: readonly DraftUtterance[]): DraftUtterance[] {
  const breaths: Breath[] = [];
  for (const cue of cues) {
    const last = breaths.at(-1);
    if (last && goesOn(last, cue)) {
      last.cues.push(cue);
      last.endMs = Math.max(last.endMs, cue.endMs ?? 0);
      last.characters += cue.text.trim().length + 1;
    } else breaths.push({ first: cue, cues: [cue], endMs: cue.endMs ?? 0, characters: cue.text.length });
  }
  return breaths.map(join);
}

function goesOn({ first, endMs, characters }: Breath, cue: DraftUtterance): boolean {
  if (first.startMs === null || cue.startMs === null || cue.endMs === null || first.endMs === null)
    return false;
  const isSameSpeaker = first.speaker === cue.speaker && first.channel === cue.channel;
  const isSoon = cue.startMs >= first.startMs && cue.endMs >= cue.startMs && cue.startMs - endMs <= GAP_MS;
  const isShort = characters + cue.text.length <= LONGEST_CHARACTERS;
  return isSameSpeaker && isSoon && isShort && cue.endMs - first.startMs <= LONGEST_MS;
}

function join({ first, cues, endMs }: Breath): DraftUtterance {
  if (cues.length === 1) return first;
  const texts = cues.map(({ text }) => text.trim()).filter((text) => text !== '');
  return { ...first, endMs, text: texts.join(' '), words: cues.flatMap(({ words = [] }) => words) };
}
