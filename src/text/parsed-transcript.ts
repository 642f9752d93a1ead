import { isEnglish } from '../domain/language.ts';
import type { Role, Transcript, Utterance } from '../domain/transcript.ts';
import { type Sentence, splitSentences } from './sentences.ts';
import { type Token, tokenise } from './tokens.ts';

/** An utterance with at least one word, its words and its sentences. Marks of noise are not words. */
export interface ParsedUtterance {
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
export interface ParsedTranscript {
  /** Whether computations that need English may run. */
  readonly english: boolean;
  /** In order of `startMs`, then `endMs`, then `index`, whatever order the transcript has. */
  readonly utterances: readonly ParsedUtterance[];
  readonly sentences: readonly Sentence[];
}

/** Reads a transcript of any quality: utterances without words are left out, times put in order. */
export function parseTranscript(transcript: Transcript): ParsedTranscript {
  const english = isEnglish(transcript.language);
  const spoken = transcript.utterances
    .map((utterance) => parseUtterance(utterance, english))
    .filter((utterance) => utterance.tokens.length > 0)
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs || a.index - b.index);
  return { english, utterances: spoken, sentences: spoken.flatMap((utterance) => utterance.sentences) };
}

function parseUtterance(utterance: Utterance, english: boolean): ParsedUtterance {
  const tokens = tokenise(utterance.text);
  const { index, speaker, role, startMs } = utterance;
  const endMs = Math.max(startMs, utterance.endMs);
  const sentences = splitSentences(utterance, english, tokens);
  return { index, speaker, role, startMs, endMs, utterance, tokens, sentences };
}

/**
 * Short words by which a listener shows attention without taking the floor (Yngve, On getting a word in
 * edgewise, 1970).
 */
const BACKCHANNEL_WORDS = new Set(
  "mm mhm mm-hmm mmhmm hm hmm uh-huh uhuh huh yeah yes yep yup ya ok okay right sure alright oh ah i see got it wow really gotcha exactly true cool great good nice perfect that's fine understood".split(
    ' ',
  ),
);
const LONGEST_BACKCHANNEL_WORDS = 3;

/** Whether an utterance is nothing but listener feedback: at most three words, all of them of the list. */
export function isBackchannel(spoken: ParsedUtterance): boolean {
  return (
    spoken.tokens.length <= LONGEST_BACKCHANNEL_WORDS &&
    spoken.tokens.every((token) => BACKCHANNEL_WORDS.has(token.text))
  );
}
