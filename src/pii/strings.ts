import { findQuantities } from './quantities.ts';
import { type Word, type Speech, textOf, type Track } from './speech.ts';
import { type Symbol, symbolAt } from './symbols.ts';

/** A string of digits and letters as it was spoken, in one go or in pieces, with hesitations and the other side's "okay" between. */
export interface SpokenString {
  /** Lower case letters and digits. */
  readonly chars: string;
  readonly digits: string;
  readonly symbols: readonly Symbol[];
  /** The symbols, and what stands between two of them in one utterance. */
  readonly words: readonly Word[];
}

/** What may stand between two symbols of one string in one utterance. */
const WITHIN = new Set(
  (
    'dash hyphen minus dot point space slash comma plus hash pound star asterisk underscore uh um uhm er erm hm hmm ah and ' +
    'then next so okay ok yeah sorry no wait actually oops again extension capital uppercase lowercase letter'
  ).split(' '),
);
/** What may lead on to the next piece in another utterance. */
const BETWEEN = new Set([
  ...WITHIN,
  ...(
    "yes yep right sure alright got it correct that is it's that's its then's like area code followed by the last first " +
    'final four digits numbers number are was be'
  ).split(' '),
]);
const MOST_BETWEEN = 5;
const MOST_BETWEEN_UTTERANCES = 8;
/** A pause longer than this ends a string. */
const PAUSE_MS = 25_000;
/** More words than this by others between two pieces end a string. */
const MOST_WORDS_OF_OTHERS = 14;
const ENDS_SENTENCE = /[?!;\n]|(?<!\.)\.(?!\.)/u;

/** Whoever says one of these between two pieces asks for something else. */
const NEXT_QUESTION =
  /(?<![^ ])(?:number|code|cvv|cvc|zip|zipcode|postcode|expir\p{L}*|social|ssn|account|card|phone|birth|name|address|email|e-mail|order|policy|anything else)(?![^ ])/u;

/**
 * Every string of a track, in order; what is a quantity belongs to none. One that goes on after another question counts as
 * one string too: "and the rest of the number?".
 */
export function findStrings(speech: Speech, track: Track): SpokenString[] {
  const quantities = findQuantities(track);
  const symbols = new Map<number, Symbol>();
  for (const [at, word] of track.entries()) {
    const symbol = quantities.has(word) ? null : symbolAt(track, at);
    if (symbol !== null) symbols.set(at, symbol);
  }
  if (symbols.size === 0) return [];
  return [false, true].flatMap((patient) => joinSymbols(speech, track, symbols, quantities, patient));
}

function joinSymbols(
  speech: Speech,
  track: Track,
  symbolsAt: ReadonlyMap<number, Symbol>,
  quantities: ReadonlySet<Word>,
  patient: boolean,
): SpokenString[] {
  const found: SpokenString[] = [];
  let symbols: Symbol[] = [];
  let between = 0;
  const finish = (): void => {
    const spoken = stringOf(speech, symbols);
    if (spoken !== null) found.push(spoken);
    symbols = [];
    between = 0;
  };
  for (let at = 0; at < track.length;) {
    const word = track[at];
    const last = symbols.at(-1)?.words.at(-1);
    if (word === undefined) break;
    const symbol = symbolsAt.get(at) ?? null;
    if (last !== undefined && !(reaches(speech, last, word, patient) && !isParted(track, at, symbol, last)))
      finish();
    if (symbol !== null) {
      symbols.push(symbol);
      between = 0;
    } else if (last !== undefined) {
      between += 1;
      const sameUtterance = last.utterance === word.utterance;
      const most = sameUtterance ? MOST_BETWEEN : MOST_BETWEEN_UTTERANCES;
      const joins = (sameUtterance ? WITHIN : BETWEEN).has(word.text) && !quantities.has(word);
      if (!joins || between > most) finish();
    }
    at += symbol?.words.length ?? 1;
  }
  finish();
  return found;
}

/** The end of a sentence parts two strings, unless the next begins right behind it with more than one symbol. */
function isParted(track: Track, at: number, symbol: Symbol | null, last: Word): boolean {
  const word = track[at];
  if (word === undefined || word.utterance !== last.utterance || !ENDS_SENTENCE.test(word.gap)) return false;
  if (symbol === null || word.place !== last.place + 1) return true;
  return symbol.chars.length < 3 && symbolAt(track, at + symbol.words.length) === null;
}

/** Whether a string can go on from one word to another: the pause is short, and nobody else speaks at length. */
function reaches({ utterances }: Speech, from: Word, to: Word, patient: boolean): boolean {
  if (from.utterance === to.utterance) return true;
  if (to.utteranceStartMs - from.utteranceEndMs > PAUSE_MS) return false;
  const others = utterances
    .slice(from.utterance + 1, to.utterance)
    .filter((words) => words[0]?.speaker !== to.speaker);
  if (!patient && others.some((words) => NEXT_QUESTION.test(textOf(words)))) return false;
  return others.reduce((sum, words) => sum + words.length, 0) <= MOST_WORDS_OF_OTHERS;
}

/** Letters that count beside digits only are cut off at either end where no other symbol is near. */
function stringOf(speech: Speech, all: readonly Symbol[]): SpokenString | null {
  const symbols = isLettersAlone(all) ? all.filter(({ beside }) => !beside || all.length > 2) : all;
  const [first] = symbols;
  if (first === undefined) return null;
  const words = symbols.flatMap(({ words }, at) => {
    const before = symbols[at - 1]?.words.at(-1);
    const [start] = words;
    if (before === undefined || start === undefined || before.utterance !== start.utterance) return words;
    return [...(speech.utterances[start.utterance] ?? []).slice(before.place + 1, start.place), ...words];
  });
  const lead = keyBeside(speech, first.words[0], -1);
  const trail = keyBeside(speech, symbols.at(-1)?.words.at(-1), 1);
  const chars = symbols.reduce((joined, symbol, at) => append(joined, symbol, symbols[at - 1]), '');
  return { chars, digits: chars.replaceAll(/\D/gu, ''), symbols, words: [...lead, ...words, ...trail] };
}

/** A key of a keypad spoken before or behind the digits. */
function keyBeside({ utterances }: Speech, word: Word | undefined, step: 1 | -1): Word[] {
  const beside = utterances[word?.utterance ?? -1]?.[(word?.place ?? 0) + step];
  return beside !== undefined && /^(?:star|hash|asterisk|hashtag)$/u.test(beside.text) ? [beside] : [];
}

function isLettersAlone(symbols: readonly Symbol[]): boolean {
  return symbols.every(({ letters }) => letters);
}

/** "forty one" adds 41, "four one" too, "four zero one" three digits. */
function append(chars: string, symbol: Symbol, before: Symbol | undefined): string {
  const joins = symbol.single && !symbol.numeral && symbol.chars.length === 1 && before?.endsInTens === true;
  return joins && /[1-9]/u.test(symbol.chars) ? chars.slice(0, -1) + symbol.chars : chars + symbol.chars;
}
