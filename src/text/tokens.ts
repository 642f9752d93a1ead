import { PLACEHOLDER } from '../domain/submission.ts';

/** One word as written, with its place in the utterance's text (`text.slice(start, end)`). */
export interface Token {
  /** Lower case, straight apostrophes, without surrounding punctuation. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Marks of sounds and unclear speech such as `[noise]` and `<unk>`: not words. A placeholder stands for words. */
const NON_SPEECH = new RegExp(`(?!${PLACEHOLDER.source})\\[[^\\]\\n]{0,40}\\]|<[^>\\n]{0,40}>`, 'gu');
/** White space, a dash, a slash and an ellipsis part words; a hyphen, an apostrophe or a dot inside does not. */
const CHUNK = new RegExp(
  `${PLACEHOLDER.source}|(?:(?!${PLACEHOLDER.source})[^\\s\\u2013\\u2014\\u2026/])+`,
  'gu',
);
const CORE = /[\p{L}\p{N}\p{M}]+/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/** The text with marks of noise and unclear speech blanked out; every offset stays what it was. */
export function blankNonSpeech(text: string): string {
  return text.replace(NON_SPEECH, (mark) => ' '.repeat(mark.length));
}

/** Words of a text, in order. Scripts written without spaces are cut by the Unicode word rules. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: chunk, index } of blankNonSpeech(text).matchAll(CHUNK)) {
    if (PLACEHOLDER.test(chunk)) {
      tokens.push(token(chunk, index));
      continue;
    }
    const cores = [...chunk.matchAll(CORE)];
    const [first] = cores;
    const last = cores.at(-1);
    if (first === undefined || last === undefined) continue;
    const word = chunk.slice(first.index, last.index + last[0].length);
    if (UNSPACED.test(word)) {
      for (const part of segmentUnspaced(word, index + first.index)) tokens.push(part);
    } else tokens.push(token(word, index + first.index));
  }
  return tokens;
}

/** The words of a text in lower case, in order. */
export function wordsOf(text: string): string[] {
  return tokenise(text).map((word) => word.text);
}

function token(word: string, start: number): Token {
  return { text: word.toLowerCase().replaceAll('\u2019', "'"), start, end: start + word.length };
}

function segmentUnspaced(run: string, offset: number): Token[] {
  const words = new Intl.Segmenter('und', { granularity: 'word' }).segment(run);
  return [...words].filter((part) => part.isWordLike).map((part) => token(part.segment, offset + part.index));
}
