import { SCALES, SMALL_NUMBERS } from '../text/numbers.ts';
import { type Speech, textOf, type Track, type Word } from './speech.ts';
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
  const isKey =
    /^(?:star|hash|asterisk|hashtag)$/u.test(beside?.text ?? '') || (step < 0 && beside?.text === 'plus');
  return beside !== undefined && isKey ? [beside] : [];
}

function isLettersAlone(symbols: readonly Symbol[]): boolean {
  return symbols.every(({ letters }) => letters);
}

/** "forty one" adds 41, "four one" too, "four zero one" three digits. */
function append(chars: string, symbol: Symbol, before: Symbol | undefined): string {
  const joins = symbol.single && !symbol.numeral && symbol.chars.length === 1 && before?.endsInTens === true;
  return joins && /[1-9]/u.test(symbol.chars) ? chars.slice(0, -1) + symbol.chars : chars + symbol.chars;
}

const UNIT =
  /^(?:dollars?|bucks|pounds?|quid|euros?|rupees|naira|rand|shillings?|cedis?|pesos?|yen|yuan|dirhams?|francs?|kroner|kronor|zloty|lakhs?|crores?|cents?|pence|percent|%|per|minutes?|mins?|seconds?|secs?|hours?|hrs?|days?|nights?|weeks?|months?|years?|times?|people|persons|users?|agents?|seats?|calls?|customers?|employees|miles?|feet|foot|ft|inch|inches|yards?|square|degrees?|kilometers?|kilometres?|km|kilograms?|kilos?|kg|grams?|milligrams?|mg|mil|ml|litres?|liters?|met(?:er|re)s?|millimet(?:er|re)s?|centimet(?:er|re)s?|cm|mm|gigs?|gigabytes?|megabytes?|megs?|megabits?|meg|mb|gb|watts?|volts?|amps?|items?|units?|licen[cs]es|boxes|pieces|pages|points|o'clock|am|pm|a\.m|p\.m|each|bedrooms?|stories|grand|usd|gbp|eur|business|working|quarters?|mph|mpg|stone|lbs?|pairs?|sheets?|pins?|tablets?|stars?|options?|questions?|hundredths?|year-old|percent|kids|children|others?|left|of|or|by|past|stops?|panel|bags?|packs?|rooms?|floors?|payments?|instalments?|installments?|apiece|letters|lines|tickets?|nights|copies|slots?|o'clock)$/u;
/** Words that are a unit and may also go on after a string: they count behind one or two numbers alone. */
const WEAK_UNIT =
  /^(?:of|or|by|past|left|each|per|other|others|left|point|points|options?|stops?|business|working|panel|rooms?|floors?)$/u;
const CURRENCY_BEFORE = /[$£€₹¥]$/u;
const MONEY = /^(?:dollars?|bucks|pounds?|quid|euros?|rupees)$/u;
/** Longest number in words: "one hundred and twenty three thousand four hundred and fifty six". */
const LONGEST = 11;

/** The words that are numbers of something, by what stands beside them: money, lengths, counts, times of day. */
export function findQuantities(track: Track): ReadonlySet<Word> {
  const found = new Set<Word>();
  for (const [at, word] of track.entries()) {
    if (UNIT.test(word.text) && word.place > 0) {
      const before = numberBefore(track, at);
      const most = WEAK_UNIT.test(word.text) ? 2 : LONGEST;
      if (
        (before.length <= most || before.some(({ text }) => SCALES.has(text))) &&
        !endsString(track, at - before.length, before)
      )
        for (const one of before) found.add(one);
      if (MONEY.test(word.text) && before.length > 0)
        for (const one of numberFrom(track, at + 1, 2)) found.add(one);
    }
    for (const one of decimalAt(track, at)) found.add(one);
    for (const one of timeAt(track, at)) found.add(one);
    if (CURRENCY_BEFORE.test(word.gap)) for (const one of numberFrom(track, at, LONGEST)) found.add(one);
  }
  return found;
}

const BEFORE_TIME = /^(?:at|by|until|till|til|around|about|before|after|from|to)$/u;
const BEHIND_TIME =
  /^(?:in the (?:morning|afternoon|evening)|tonight|tomorrow|today|this|on \p{L}+day|sharp|departure|train|flight|slot|appointment|to (?!the|my|your|a)\p{L}+)(?![^ ])/u;

/** "ten thirty tomorrow", "at twelve fifty", "one oh five in the afternoon": a time of day. */
function timeAt(track: Track, at: number): Word[] {
  const utterance = track[at]?.utterance;
  if (!isNumberLike(track[at]) || (track[at - 1]?.utterance === utterance && isNumberLike(track[at - 1])))
    return [];
  let length = 1;
  while (
    length <= 3 &&
    track[at + length]?.utterance === utterance &&
    /^oh?$/u.test(track[at + length]?.text ?? '')
  )
    length += 1;
  while (length <= 4 && track[at + length]?.utterance === utterance && isNumberLike(track[at + length]))
    length += 1;
  const time = track.slice(at, at + length);
  const [hour, ...rest] = time.flatMap(({ text }) => text.split('-'));
  const minutes = rest.filter((text) => !/^oh?$/u.test(text));
  const [hours, value] = [valueOf([hour ?? '']), valueOf(minutes)];
  const zero = minutes.length < rest.length;
  const fits =
    hours >= 1 &&
    hours <= 12 &&
    minutes.length > 0 &&
    isCardinal(minutes) &&
    value < 60 &&
    (zero ? value < 10 : value >= 10);
  if (!fits) return [];
  const behind = textOf(
    track.slice(at + length, at + length + 3).filter((word) => word.utterance === utterance),
  );
  const before = track[at - 1]?.utterance === utterance ? (track[at - 1]?.text ?? '') : '';
  return BEFORE_TIME.test(before) || BEHIND_TIME.test(behind) ? time : [];
}

/** "seventy four point six": one number with a fraction of a digit or two. */
function decimalAt(track: Track, at: number): Word[] {
  if (track[at]?.text !== 'point' || at === 0) return [];
  const before = numberBefore(track, at);
  const behind = numberFrom(track, at + 1, 2);
  const next = track[at + 1 + behind.length];
  const goesOn =
    /^(?:point|dot|oh|double|triple|\d.*)$/u.test(next?.text ?? '') || SMALL_NUMBERS.has(next?.text ?? '');
  const leads = /^(?:zero|oh|o|0\d*)$/u.test(before[0]?.text ?? '') && before.length > 1;
  return before.length === 0 || before.length > 3 || behind.length === 0 || goesOn || leads
    ? []
    : [...before, ...track.slice(at, at + 1), ...behind];
}

/** The longest number in words that ends right before this place. */
function numberBefore(track: Track, end: number): Word[] {
  const utterance = track[end]?.utterance;
  if (!isNumberLike(track[end - 1])) return [];
  for (let length = LONGEST; length > 0; length -= 1) {
    const words = track.slice(Math.max(0, end - length), end);
    const whole =
      words.length === length &&
      words.every((word, at) => word.utterance === utterance && (at === 0 || !/[,.;?!]/u.test(word.gap)));
    if (whole && !/[,.;?!]/u.test(track[end]?.gap ?? '') && isAmount(words.map(({ text }) => text)))
      return words;
  }
  return [];
}

function isNumberLike(word: Word | undefined): boolean {
  const text = word?.text ?? '';
  return /^\d|^an?$|-/u.test(text) || SMALL_NUMBERS.has(text) || SCALES.has(text);
}

/** The longest number in words that begins at this place. */
function numberFrom(track: Track, from: number, most: number): Word[] {
  if (!isNumberLike(track[from])) return [];
  for (let length = most; length > 0; length -= 1) {
    const words = track.slice(from, from + length);
    const whole = words.every((word, at) => at === 0 || word.gap.trim() === '');
    if (words.length === length && whole && isAmount(words.map(({ text }) => text))) return words;
  }
  return [];
}

/** A lone digit behind others said one by one is the last of them. */
function endsString(track: Track, from: number, words: readonly Word[]): boolean {
  const [only] = words;
  const before = track[from - 1];
  if (words.length !== 1 || only === undefined || before === undefined || before.utterance !== only.utterance)
    return false;
  return SINGLE.test(only.text) && SINGLE.test(before.text) && only.gap.trim() === '';
}

const SINGLE = /^(?:\d|zero|one|two|three|four|five|six|seven|eight|nine|oh)$/u;

/** Whether words are one number as amounts are said: "sixty four", "one thousand and five", "nineteen ninety nine", "4,150". */
export function isAmount(words: readonly string[]): boolean {
  return isCardinal(words) || (words.length >= 2 && words.length <= 5 && isPrice(words));
}

/** "nineteen ninety nine", "five fifty": two or three numbers below a hundred, the last with two digits. */
function isPrice(words: readonly string[]): boolean {
  for (let cut = 1; cut < words.length; cut += 1) {
    const [head, tail] = [words.slice(0, cut), words.slice(cut)];
    const cents = valueOf(tail);
    const whole = isCardinal(head) || isElided(head);
    if (whole && isCardinal(tail) && !/^(?:zero|oh)$/u.test(head.join(' ')) && cents >= 10 && cents < 100)
      return true;
  }
  return false;
}

/** "one forty nine": a hundred is left out. */
function isElided([first = '', ...rest]: readonly string[]): boolean {
  const [hundreds, tens] = [valueOf([first]), valueOf(rest)];
  return hundreds >= 1 && hundreds < 10 && rest.length > 0 && isCardinal(rest) && tens >= 10 && tens < 100;
}

function valueOf(words: readonly string[]): number {
  return words
    .flatMap((word) => word.split('-'))
    .reduce((sum, word) => sum + (SMALL_NUMBERS.get(word) ?? Number(word)), 0);
}

/** "one thousand two hundred and twenty five", "sixty four", "a hundred", "4,150.50". */
export function isCardinal(words: readonly string[]): boolean {
  const [first = '', ...rest] = words;
  if (rest.length === 0 && /^\d[\d,]*(?:\.\d+)?$/u.test(first)) return true;
  let group = 0;
  let previous = '';
  for (const word of words.flatMap((text) => text.split('-'))) {
    const value = SMALL_NUMBERS.get(word) ?? (/^\d{1,3}$/u.test(word) ? Number(word) : undefined);
    if (word === 'and') {
      if (!SCALES.has(previous)) return false;
    } else if (/^(?:a|an)$/u.test(word)) {
      if (previous !== '' && previous !== 'and') return false;
    } else if (SCALES.has(word)) {
      if (previous === '' || previous === 'and') return false;
      group = 0;
    } else {
      if (value === undefined || (group > 0 && !(group >= 20 && group % 10 === 0 && value > 0 && value < 10)))
        return false;
      if (previous === 'a') return false;
      group += value;
    }
    previous = word;
  }
  return previous !== '' && previous !== 'and' && previous !== 'a';
}
