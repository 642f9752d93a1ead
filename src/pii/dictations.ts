import { type DigitWord, digitWordAt } from './digit-words.ts';
import { type Word, type Speech, textOf, type Track } from './speech.ts';

/** A string of digits as it was dictated, in one go or in pieces, with hesitations and the other side's "okay" between. */
export interface Dictation {
  readonly digits: string;
  readonly numbers: readonly DigitWord[];
  /** The numbers, and what stands between two of them in one utterance. */
  readonly words: readonly Word[];
}

/** What may stand between two numbers of one string in one utterance. */
const WITHIN = new Set(
  (
    'dash hyphen minus dot point space slash comma plus hash pound uh um uhm er erm hm hmm ah and then next so okay ok ' +
    'yeah sorry no wait actually oops again extension ' +
    'b c d e f g h j k l m n p q r s t u v w x y z'
  ).split(' '),
);
/** What may lead on to the next piece in another utterance. */
const BETWEEN = new Set(
  (
    'dash hyphen minus dot point space slash comma plus hash pound uh um uhm er erm hm hmm ah and then next so okay ok ' +
    'yeah yes yep right sure alright got it correct sorry no wait actually oops again that is ' +
    "it's that's its then's like area code followed by the last first final four digits numbers number are was be " +
    'b c d e f g h j k l m n p q r s t u v w x y z'
  ).split(' '),
);
const MOST_BETWEEN = 5;
const MOST_BETWEEN_UTTERANCES = 8;
/** A pause longer than this ends a dictation. */
const PAUSE_MS = 25_000;
/** More words than this by others between two pieces end a dictation. */
const MOST_WORDS_OF_OTHERS = 14;
const NATO =
  /^(?:alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|juliett|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|xray|x-ray|yankee|zulu)$/u;
const LETTER = /^\p{L}$/u;
const MOST_LETTERS = 4;

/** Whoever says one of these between two pieces asks for something else. */
const NEXT_QUESTION =
  /(?<![^ ])(?:number|code|cvv|cvc|zip|zipcode|postcode|expir\p{L}*|social|ssn|account|card|phone|birth|name|address|email|e-mail|order|policy|anything else)(?![^ ])/u;

/**
 * Every string of digits of a track, in order. Where `patient`, one that goes on after another question counts as
 * one string too: "and the rest of the number?".
 */
export function findDictations(speech: Speech, track: Track, patient = false): Dictation[] {
  const found: Dictation[] = [];
  let numbers: DigitWord[] = [];
  let between = 0;
  const finish = (): void => {
    if (numbers.length > 0) found.push(dictationOf(speech, numbers));
    numbers = [];
    between = 0;
  };
  for (const [at, word] of track.entries()) {
    const last = numbers.at(-1);
    if (last !== undefined && !reaches(speech, last.word, word, patient)) finish();
    const number = digitWordAt(track, at);
    if (number !== null) {
      numbers.push(number);
      between = 0;
    } else if (last !== undefined) {
      between += 1;
      const sameUtterance = last.word.utterance === word.utterance;
      const most = sameUtterance ? MOST_BETWEEN : MOST_BETWEEN_UTTERANCES;
      const joins = (sameUtterance ? WITHIN : BETWEEN).has(word.text) || NATO.test(word.text);
      if (!joins || between > most) finish();
    }
  }
  finish();
  return found;
}

/** Whether a dictation can go on from one word to another: the pause is short, and nobody else speaks at length. */
function reaches({ all }: Speech, from: Word, to: Word, patient: boolean): boolean {
  if (from.utterance === to.utterance) return true;
  if (to.utteranceStartMs - from.utteranceEndMs > PAUSE_MS) return false;
  const others: Word[] = [];
  for (let at = from.at + 1; at < to.at && others.length <= MOST_WORDS_OF_OTHERS; at += 1) {
    const word = all[at];
    const isBetween = word !== undefined && ![from.utterance, to.utterance].includes(word.utterance);
    if (isBetween && word.speaker !== to.speaker) others.push(word);
  }
  if (others.length > MOST_WORDS_OF_OTHERS) return false;
  const utterances = [...Map.groupBy(others, ({ utterance }) => utterance).values()];
  return patient || !utterances.some((words) => NEXT_QUESTION.test(textOf(words)));
}

function dictationOf(speech: Speech, numbers: readonly DigitWord[]): Dictation {
  const digits = numbers.map((number, at) => digitsOf(number, numbers[at + 1])).join('');
  const words = numbers.flatMap(({ word }, at) => {
    const before = numbers[at - 1]?.word;
    const own = speech.utterances[word.utterance] ?? [];
    const from = before?.utterance === word.utterance ? before.place + 1 : firstLetter(own, word.place);
    return own.slice(from, word.place + 1);
  });
  const last = numbers.at(-1)?.word;
  const trailing =
    last === undefined ? [] : lettersAfter(speech.utterances[last.utterance] ?? [], last.place);
  return { digits, numbers, words: [...words, ...trailing] };
}

/** "forty one" is 41, "four one" too, "four zero one" three digits: a unit takes the place of the zero before it. */
function digitsOf(number: DigitWord, next: DigitWord | undefined): string {
  const isCompleted =
    number.endsInTens && next !== undefined && next.single && !next.numeral && next.digits !== '0';
  return isCompleted ? number.digits.slice(0, -1) : number.digits;
}

/** Letters said one by one in front of the first number belong to it: "a b four four seven one". */
function firstLetter(own: Track, place: number): number {
  let from = place;
  while (place - from < MOST_LETTERS && isLetter(own[from - 1])) from -= 1;
  const lone = place - from === 1 && /^[ai]$/u.test(own[from]?.text ?? '');
  return lone ? place : from;
}

function lettersAfter(own: Track, place: number): Word[] {
  const letters: Word[] = [];
  for (const word of own.slice(place + 1, place + 1 + MOST_LETTERS)) {
    if (!isLetter(word)) break;
    letters.push(word);
  }
  const [first] = letters;
  return letters.length === 1 && /^[aip]$/u.test(first?.text ?? '') ? [] : letters;
}

function isLetter(word: Word | undefined): boolean {
  return (
    word !== undefined &&
    (LETTER.test(word.text) || NATO.test(word.text) || /^\p{Lu}{2}$/u.test(word.written))
  );
}
