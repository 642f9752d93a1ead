import type { AudioChunk } from './audio-chunk.ts';
import {
  excerpt,
  findSeam,
  type Overlap,
  separator,
  type Token,
  tokensOf,
  TOLERANCE_MS,
} from './chunk-overlap.ts';
import { type KnownSpeakers, learnSpeakers, linkSpeakers } from './link-speakers.ts';
import type { Transcript, Utterance } from './transcript.ts';

/** The transcript of one chunk of a recording. */
export interface ChunkTranscript {
  readonly chunk: Pick<AudioChunk, 'startMs' | 'endMs'>;
  /** Times from the start of the chunk. Roles, where they are known, help to recognise the speakers of the next chunk. */
  readonly transcript: Transcript;
}

interface Merged {
  readonly utterances: readonly Utterance[];
  readonly speakers: KnownSpeakers;
  readonly endMs: number;
}

/** Longest gap between two pieces of an utterance that was cut. */
const JOINED_MS = 1000;

/**
 * One transcript from those of overlapping chunks, at least one, given in order. Times count from the start of the recording;
 * words that two chunks share are kept once, channel by channel; speakers of mono recordings are linked; roles are unknown.
 * Chunks added later never change the utterances that `settledCount` counts. `durationMs`: of the recording.
 */
export function mergeTranscripts(parts: readonly ChunkTranscript[], durationMs: number): Transcript {
  const nothing: Merged = { utterances: [], speakers: new Map(), endMs: 0 };
  const { utterances } = parts.reduce(append, nothing);
  return {
    language: mostFrequent(parts, ({ language }) => language),
    durationMs,
    engine: mostFrequent(parts, ({ engine }) => engine),
    wordTimes: leastKnown(parts),
    utterances: utterances.map((utterance, index) => ({ ...utterance, index, role: 'unknown' })),
  };
}

/** How many utterances, from the first on, no longer change, whatever the chunk that begins at `nextStartMs` has. */
export function settledCount(utterances: readonly Utterance[], nextStartMs: number): number {
  const open = utterances.findIndex(({ endMs }) => endMs > nextStartMs - TOLERANCE_MS);
  return open === -1 ? utterances.length : open;
}

function append(merged: Merged, { chunk, transcript }: ChunkTranscript, index: number): Merged {
  const overlap = { startMs: chunk.startMs, endMs: index === 0 ? chunk.startMs : merged.endMs };
  const shifted = transcript.utterances.map((utterance) => shift(utterance, chunk.startMs));
  const isOpen = ({ endMs }: Utterance) => endMs > overlap.startMs - TOLERANCE_MS;
  const near = merged.utterances.filter(isOpen);
  const added = relabelled(merged.speakers, near, shifted, overlap);
  const channels = new Set([...near, ...added].map(({ channel }) => channel));
  const joined = [...channels].flatMap((channel) =>
    join(near.filter(ofChannel(channel)), added.filter(ofChannel(channel)), overlap),
  );
  return {
    utterances: [...merged.utterances.filter((utterance) => !isOpen(utterance)), ...joined].toSorted(
      (a, b) => a.startMs - b.startMs || a.endMs - b.endMs,
    ),
    speakers: learnSpeakers(merged.speakers, added),
    endMs: chunk.endMs,
  };
}

function ofChannel(channel: number | null) {
  return (utterance: Utterance) => utterance.channel === channel;
}

function relabelled(
  known: KnownSpeakers,
  near: readonly Utterance[],
  next: readonly Utterance[],
  overlap: Overlap,
): Utterance[] {
  if (known.size === 0) return [...next];
  const mono = ofChannel(null);
  const links = linkSpeakers(known, near.filter(mono), next.filter(mono), overlap);
  return next.map((utterance) =>
    mono(utterance)
      ? { ...utterance, speaker: links.get(utterance.speaker) ?? utterance.speaker }
      : utterance,
  );
}

/** The utterances of one channel from an earlier and a later chunk, with shared words once. */
function join(left: readonly Utterance[], right: readonly Utterance[], overlap: Overlap): Utterance[] {
  const tokens = { left: tokensOf(left), right: tokensOf(right) };
  const seam = findSeam(tokens.left, tokens.right, overlap);
  const earlier = kept(left, tokens.left.slice(0, seam.left));
  const later = kept(right, tokens.right.slice(seam.right));
  const last = earlier.at(-1);
  const [first, ...rest] = later;
  const isCut = wasCut(last, left) || wasCut(first, right);
  if (!last || !first || !isCut || !belong(last, first)) return [...earlier, ...later];
  return [...earlier.slice(0, -1), continued(last, first), ...rest];
}

/** The utterances with these of their words alone. */
function kept(utterances: readonly Utterance[], tokens: readonly Token[]): Utterance[] {
  const byUtterance = Map.groupBy(tokens, ({ utterance }) => utterance);
  return utterances.flatMap((utterance, position) => {
    const own = byUtterance.get(position)?.toSorted((a, b) => a.from - b.from);
    const [first, last] = [own?.[0], own?.at(-1)];
    return first && last ? [excerpt(utterance, first, last)] : [];
  });
}

function wasCut(utterance: Utterance | undefined, originals: readonly Utterance[]): boolean {
  return utterance !== undefined && !originals.includes(utterance);
}

function belong(last: Utterance, first: Utterance): boolean {
  return last.speaker === first.speaker && first.startMs - last.endMs < JOINED_MS;
}

function continued(last: Utterance, first: Utterance): Utterance {
  return {
    ...last,
    endMs: Math.max(last.endMs, first.endMs),
    text: last.text + separator(last.text) + first.text,
    confidence: blend(last, first),
    words: [...last.words, ...first.words],
  };
}

/** Weighted by length. */
function blend(one: Utterance, other: Utterance): number | null {
  if (one.confidence === null || other.confidence === null) return one.confidence ?? other.confidence;
  const [first, second] = [one.text.length, other.text.length];
  return (one.confidence * first + other.confidence * second) / Math.max(1, first + second);
}

function shift(utterance: Utterance, byMs: number): Utterance {
  const words = utterance.words.map((word) => ({
    ...word,
    startMs: word.startMs + byMs,
    endMs: word.endMs + byMs,
  }));
  return { ...utterance, startMs: utterance.startMs + byMs, endMs: utterance.endMs + byMs, words };
}

/** The value that most of the text has; that of the first part where there is no text. */
function mostFrequent(parts: readonly ChunkTranscript[], of: (transcript: Transcript) => string): string {
  const weights = new Map<string, number>();
  for (const { transcript } of parts) {
    const length = transcript.utterances.reduce((sum, { text }) => sum + text.length, 0);
    weights.set(of(transcript), (weights.get(of(transcript)) ?? 0) + length);
  }
  return [...weights].reduce((most, next) => (next[1] > most[1] ? next : most), ['', -1])[0];
}

function leastKnown(parts: readonly ChunkTranscript[]): Transcript['wordTimes'] {
  const withText = parts.filter(({ transcript }) => transcript.utterances.length > 0);
  const kinds = new Set(
    (withText.length > 0 ? withText : parts).map(({ transcript }) => transcript.wordTimes),
  );
  return kinds.has('none') ? 'none' : kinds.has('estimated') ? 'estimated' : 'measured';
}
