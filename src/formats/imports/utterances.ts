import type { Word } from '../../domain/transcript.ts';
import type { DraftUtterance } from './transcript-format.ts';

export interface SpokenWord extends Word {
  readonly speaker: string;
  readonly channel: number | null;
}

/** A pause that ends an utterance, milliseconds; after the end of a sentence a shorter one does. */
const PAUSE_MS = 1_500;
const SENTENCE_PAUSE_MS = 500;

/** Utterances from single words: one ends where the speaker changes or pauses. Each channel is read by itself. */
export function groupWords(words: readonly SpokenWord[]): DraftUtterance[] {
  const channels = Map.groupBy(words, ({ channel }) => channel);
  return [...channels.values()].flatMap((some) => stretches(some).map(toUtterance));
}

function stretches(words: readonly SpokenWord[]): SpokenWord[][] {
  const found: SpokenWord[][] = [];
  for (const word of words.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = found.at(-1);
    const before = last?.at(-1);
    if (last && before && before.speaker === word.speaker && !isPause(before, word)) last.push(word);
    else found.push([word]);
  }
  return found;
}

function isPause(before: SpokenWord, after: SpokenWord): boolean {
  const gapMs = after.startMs - before.endMs;
  return gapMs > (/[.?!…]["'”’)]*$/.test(before.text) ? SENTENCE_PAUSE_MS : PAUSE_MS);
}

function toUtterance(words: readonly SpokenWord[]): DraftUtterance {
  const [first, last] = [words[0], words.at(-1)];
  const known = words.map(({ confidence }) => confidence).filter((one) => one !== null);
  return {
    speaker: first?.speaker ?? 'speaker_0',
    channel: first?.channel ?? null,
    startMs: first?.startMs ?? 0,
    endMs: last?.endMs ?? 0,
    text: words.map(({ text }) => text).join(' '),
    confidence: known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : null,
    words: words.map(({ text, startMs, endMs, confidence }) => ({ text, startMs, endMs, confidence })),
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
      last.endMs = Math.max(last.endMs, cue.endMs);
      last.characters += cue.text.trim().length + 1;
    } else breaths.push({ first: cue, cues: [cue], endMs: cue.endMs, characters: cue.text.length });
  }
  return breaths.map(join);
}

function goesOn({ first, endMs, characters }: Breath, cue: DraftUtterance): boolean {
  const isSameSpeaker = first.speaker === cue.speaker;
  const isSoon = cue.startMs >= first.startMs && cue.startMs - endMs <= GAP_MS;
  const isShort = characters + cue.text.length <= LONGEST_CHARACTERS;
  return isSameSpeaker && isSoon && isShort && cue.endMs - first.startMs <= LONGEST_MS;
}

function join({ first, cues, endMs }: Breath): DraftUtterance {
  if (cues.length === 1) return first;
  const texts = cues.map(({ text }) => text.trim()).filter((text) => text !== '');
  return { ...first, endMs, text: texts.join(' '), words: cues.flatMap(({ words = [] }) => words) };
}
