import type { Role, Transcript, Utterance } from '../../domain/transcript.ts';
import { splitSentences, type Sentence } from './sentences.ts';
import { tokenise, type Token } from './tokens.ts';

/** An utterance with at least one word, its words and its sentences. Marks of noise are not words. */
export interface Spoken {
  readonly index: number;
  readonly speaker: string;
  readonly role: Role;
  readonly startMs: number;
  /** Never before `startMs`. */
  readonly endMs: number;
  readonly utterance: Utterance;
  readonly tokens: readonly Token[];
  readonly sentences: readonly Sentence[];
}

/** The transcript as read once and shared by every computation. */
export interface Reading {
  /** Whether computations that need English may run. */
  readonly english: boolean;
  /** In order of `startMs`, then `endMs`, then `index`, whatever order the transcript has. */
  readonly spoken: readonly Spoken[];
  readonly sentences: readonly Sentence[];
}

/** Reads a transcript of any quality: utterances without words are left out, times put in order. */
export function readTranscript(transcript: Transcript): Reading {
  const english = isEnglish(transcript.language);
  const spoken = transcript.utterances
    .map((utterance) => readUtterance(utterance, english))
    .filter((utterance) => utterance.tokens.length > 0)
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs || a.index - b.index);
  return { english, spoken, sentences: spoken.flatMap((utterance) => utterance.sentences) };
}

/** Whether a BCP 47 tag names English. */
export function isEnglish(language: string): boolean {
  return /^en(?:$|[-_])/iu.test(language);
}

function readUtterance(utterance: Utterance, english: boolean): Spoken {
  const tokens = tokenise(utterance.text);
  const { index, speaker, role, startMs } = utterance;
  const endMs = Math.max(startMs, utterance.endMs);
  const sentences = splitSentences(utterance, english, tokens);
  return { index, speaker, role, startMs, endMs, utterance, tokens, sentences };
}
