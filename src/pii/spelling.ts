import { closeBy, type Speech, type Track, turnBefore, type Word } from './speech.ts';

/** A word said letter by letter: "m i l l e r", "m-i-l-l-e-r", "M as in Mike, I, double L". */
export interface Spelled {
  /** Lower case, in one word. */
  readonly word: string;
  /** Places in the track, the first and the one after the last. */
  readonly from: number;
  readonly to: number;
}

const LETTER = /^\p{L}$/u;
const HYPHENATED = /^\p{L}(?:[-.]\p{L}){1,}$/u;
const DOUBLES = /^(?:double|triple)$/u;
const FEWEST_LETTERS = 3;
/** Letters that are words of their own end a spelling unless more letters follow. */
const WORDS_TOO = /^[ai]$/u;

/** Everything that is spelled out in a track, in order. */
export function findSpelled(track: Track): Spelled[] {
  const found: Spelled[] = [];
  for (let from = 0; from < track.length;) {
    const spelled = spelledAt(track, from);
    if (spelled !== null) found.push(spelled);
    from = spelled?.to ?? from + 1;
  }
  return found;
}

function spelledAt(track: Track, from: number): Spelled | null {
  let word = '';
  let to = from;
  for (let at = from; at < track.length;) {
    const step = letterAt(track, at);
    if (step === null || (to > from && !closeBy(track[to - 1], track[at]))) break;
    word += step.letters;
    at += step.words;
    to = at;
  }
  if (to > from && WORDS_TOO.test(track[to - 1]?.text ?? '') && word.length <= FEWEST_LETTERS) return null;
  return word.length >= FEWEST_LETTERS ? { word, from, to } : null;
}

/** The letters at a place, and how many words say them: "m as in mike" is one letter in four words. */
function letterAt(track: Track, at: number): { letters: string; words: number } | null {
  const text = track[at]?.text ?? '';
  const next = track[at + 1]?.text ?? '';
  if (DOUBLES.test(text) && LETTER.test(next))
    return { letters: next.repeat(text === 'double' ? 2 : 3), words: 2 };
  if (HYPHENATED.test(text)) return { letters: text.replaceAll(/[-.]/gu, ''), words: 1 };
  if (!LETTER.test(text)) return null;
  if (next === 'as' && /^(?:in|for)$/u.test(track[at + 2]?.text ?? '')) return { letters: text, words: 4 };
  if (/^(?:for|like|is|as)$/u.test(next) && startsWith(track[at + 2], text))
    return { letters: text, words: 3 };
  if (startsWith(track[at + 1], text) && LETTER_WORD.test(next)) return { letters: text, words: 2 };
  return { letters: text, words: 1 + modifierLength(track, at + 1) };
}

/** "with two dots", "with a fada", "again": how a letter is written. */
function modifierLength(track: Track, at: number): number {
  const [first = '', second = '', third = ''] = [0, 1, 2].map((step) => track[at + step]?.text ?? '');
  if (/^(?:again|accent|umlaut|fada|acute|grave|hyphen|apostrophe|dash)$/u.test(first) && LETTER.test(second))
    return 1;
  return first === 'with' && /^(?:a|an|the|two)$/u.test(second) && !LETTER.test(third) ? 3 : 0;
}

const LETTER_WORD =
  /^(?:alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|juliett|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|whisky|x-ray|xray|yankee|zulu)$/u;

function startsWith(word: Word | undefined, letter: string): boolean {
  return word !== undefined && word.text.length > 2 && word.text.startsWith(letter);
}

const SPELLS = /(?<![^ ])(?:spell|spells|spelled|spelt|spelling|names?|surname)(?![^ ])/u;

/** Letters after words such as "spell" or "surname" are a name, even one that is nowhere written out. */
export function spellsAName(speech: Speech, first: Word | undefined): boolean {
  if (first === undefined) return false;
  const own = speech.utterances[first.utterance] ?? [];
  const before = own.slice(Math.max(0, first.place - 8), first.place).map(({ text }) => text);
  const asked = turnBefore(speech, first.utterance);
  return (
    SPELLS.test(before.join(' ')) ||
    SPELLS.test(asked) ||
    /(?<![^ ])(?:\p{L} \p{L} \p{L}|\p{L}(?:-\p{L}){2,})(?![^ ])/u.test(asked)
  );
}
