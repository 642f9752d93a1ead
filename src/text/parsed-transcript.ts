import { detect } from 'tinyld/light';
import { countEnglishWords, isEnglish, UNDETERMINED } from '../domain/language.ts';
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

/** From this share of English words on, nobody else needs to be asked: in other languages it is at most a fifth. */
const ENGLISH_SHARE = 0.3;
/** Below it a line in Latin letters may be of another language. */
const FOREIGN_SHARE = 0.15;
/** Shorter lines ("ok", "no", a name) follow the language of the call. */
const FOREIGN_WORDS = 3;
/** In an English call, fewer lines and words than these are names, spelled letters or misheard, not another language. */
const BILINGUAL_LINES = 3;
const BILINGUAL_WORDS = 15;
/** A line says what it is in within so many characters. The cost of the detection grows with them. */
const READ_CHARACTERS = 160;
/** Of the words whose language is known, so many must be English for a call to be english by them. */
const ENOUGH_ENGLISH = 0.3;
/** Fewer words in Latin letters could be names. */
const CLEAR_WORDS = 8;
/** A language is named where so many of the words agree on it. */
const NAMED_SHARE = 0.6;

/** A call for those who read English. */
export interface EnglishPart {
  /** The whole call with the language that it is in: the stated one where the words do not clearly say otherwise. */
  readonly transcript: Transcript;
  /** The same without what is said in another language; places in it and times stay what they are. */
  readonly english: Transcript;
}

/**
 * What of a call that is said to be English is so. What is in another language is not read as English; short lines follow
 * the call, and without enough English it is named by the other language, or `und`. Linear in the length of the call.
 */
export function englishPart(transcript: Transcript): EnglishPart {
  const { language: stated, utterances } = transcript;
  if (!isEnglish(stated)) return { transcript, english: transcript };
  const counts = new Map<string, number>();
  const foreign = new Set<number>();
  let clear = false;
  for (const [at, { text }] of utterances.entries()) {
    const { language, words, byScript } = languageOf(text);
    if (language === null) continue;
    clear ||= byScript;
    counts.set(language, (counts.get(language) ?? 0) + words);
    if (language !== 'en') foreign.add(at);
  }
  const known = [...counts.values()].reduce((sum, words) => sum + words, 0);
  const english = counts.get('en') ?? 0;
  clear ||= known - english >= CLEAR_WORDS;
  if (foreign.size === 0 || !clear) return { transcript, english: transcript };
  if (english < known * ENOUGH_ENGLISH) {
    const [top = UNDETERMINED, words = 0] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [];
    const other = { ...transcript, language: words >= known * NAMED_SHARE ? top : UNDETERMINED };
    return { transcript: other, english: other };
  }
  if (foreign.size < BILINGUAL_LINES || known - english < BILINGUAL_WORDS)
    return { transcript, english: transcript };
  const blanked = utterances.map((utterance, at) =>
    foreign.has(at) ? { ...utterance, text: ' '.repeat(utterance.text.length) } : utterance,
  );
  return { transcript, english: { ...transcript, utterances: blanked } };
}

/** A language by its tag, null where the line is too short or too mixed to tell, and how many words say so. */
function languageOf(text: string): { language: string | null; words: number; byScript: boolean } {
  const { words, english, otherScript } = countEnglishWords(text);
  const read = { words, byScript: false };
  if (words === 0) return { ...read, language: null };
  // Scripts without spaces: two letters stand for a word.
  if (otherScript * 2 > words)
    return {
      language: detected(text) ?? UNDETERMINED,
      words: Math.max(words, Math.ceil(text.length / 5)),
      byScript: true,
    };
  if (english >= words * ENGLISH_SHARE) return { ...read, language: 'en' };
  if (words < FOREIGN_WORDS || english > words * FOREIGN_SHARE) return { ...read, language: null };
  return { ...read, language: detected(text) };
}

function detected(text: string): string | null {
  return detect(text.slice(0, READ_CHARACTERS)) || null;
}
