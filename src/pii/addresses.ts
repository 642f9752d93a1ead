import { FUNCTION_WORDS } from '../text/content-words.ts';
import { isEnglishWord, isPlaceOrFirm } from '../text/english-words.ts';
import {
  ADDRESS_ASKED,
  AMBIGUOUS_STREET,
  foreignStreetAt,
  HOME,
  HOUSE_ON,
  isPlace,
  lastPlace,
  LIVES_AT,
  LIVES_IN,
  LONGEST_SPAN,
  NO_STREET,
  ORDINAL,
  POSTCODE,
  spanFrom,
  STATE,
  STREET,
  UNIT,
} from './address-words.ts';
import { isCapitalised, isOrdinaryWord, isUnlisted } from './name-words.ts';
import {
  closeBy,
  findRepeats,
  leadingTo,
  type Mark,
  type Speech,
  textOf,
  type Track,
  type Word,
  wordsBefore,
} from './speech.ts';
import { findQuantities } from './strings.ts';
import { isDigitWord } from './symbols.ts';
import type { CallTopics } from './topics.ts';

const LONGEST_STREET_NAME = 4;
const LONGEST_HOUSE_NUMBER = 6;
const LONGEST_PLACE = 9;
const ADDRESS_GAP_MS = 8_000;

/** Postal addresses: streets with their number, what follows of them, post boxes, postcodes, answers to "where do you live". */
export function findAddresses(speech: Speech, topics: CallTopics): Mark[] {
  const found = speech.tracks.flatMap((track) =>
    track.flatMap((_word, at) => [
      ...streetAt(speech, track, at),
      ...foreignStreetAt(track, at),
      ...unitAt(track, at),
      ...postcodeAt(speech, track, at),
      ...boxAt(speech, track, at),
    ]),
  );
  const lived = speech.all.flatMap((word) => livedIn(speech, word));
  const answers = speech.utterances.flatMap((words, utterance) => answeredAddress(topics, words, utterance));
  const streets = found.map((words) => words.filter(({ text }) => !/\d/u.test(text)));
  const certain = [...found, ...lived, ...answers].filter((words) => words.length > 0);
  const beside = new Set(certain.map(([word]) => word?.utterance));
  const districts = [...beside].flatMap((utterance) => districtsIn(speech.utterances[utterance ?? -1] ?? []));
  const all = [...certain, ...districts, ...repeated(speech, streets)];
  return all.filter((words) => words.length > 0).map((words) => ({ kind: 'address', words }));
}

/** "SW1V", "Dublin 6W", "no wait seventeen" where another part of the address is spoken: a name with a short number, a correction. */
function districtsIn(words: Track): Word[][] {
  return words.flatMap((word, at) => {
    const number = words[at + 1];
    if (/^[a-z]{1,2}\d{1,2}[a-z]?$/u.test(word.text)) return [[word]];
    if (number === undefined || number.gap.trim() !== '') return [];
    if (/^(?:wait|no|not|sorry|actually)$/u.test(word.text) && isDigitWord(words, at + 1)) return [[number]];
    const named = isCapitalised(word.written) && isPlace(word.text);
    return named && /^\d{1,2}[a-z]?$/u.test(number.text) ? [[word, number]] : [];
  });
}

/** A street whose kind ("road") stands at this place: name and number before it, unit, city, state and postcode after it. */
function streetAt(speech: Speech, track: Track, at: number): Word[][] {
  const word = track[at];
  if (word === undefined) return [];
  const sure = STREET.test(word.text);
  if (!sure && !AMBIGUOUS_STREET.test(word.text)) return [];
  const from = streetStart(track, at);
  if (from === null) return [];
  const first = track[from] ?? word;
  const asked = ADDRESS_ASKED.test(leadingTo(speech, first, 20));
  const numbered = isDigitWord(track, from);
  const named = at - from - numberLength(track, from) > 0;
  const capital = isCapitalised(word.written) && word.cased;
  const house = capital && isCapitalised(first.written) && HOUSE_ON.test(wordsBefore(speech, first, 6));
  const known = track.slice(from, at).some(({ text }) => isUnlisted(text) || isPlaceOrFirm(text));
  const believable = sure
    ? named && (numbered || asked || capital || known)
    : named && ((numbered && (asked || capital)) || house || (asked && capital));
  if (!believable) return [];
  const end = Math.max(
    placeEnd(speech, track, at + 1, asked),
    word.cased ? at + 1 + spanFrom(track, at + 1, false).length : 0,
  );
  return [track.slice(word.cased ? namesBefore(track, from) : from, end)];
}

/** "Windy Ridge, Back Lane": the names with capitals that lead to a street, parted by commas. */
function namesBefore(track: Track, street: number): number {
  let from = street;
  for (let at = street; at > 0 && street - at < LONGEST_HOUSE_NAME; at -= 1) {
    const [word, next] = [track[at - 1], track[at]];
    if (word === undefined || next === undefined || word.utterance !== next.utterance) break;
    if (!/^,?\s*$/u.test(next.gap) || !isCapitalised(word.written) || !isPlaceName(word)) break;
    if (at === street && !/,/u.test(next.gap)) break;
    from = at - 1;
  }
  return from;
}

const LONGEST_HOUSE_NAME = 4;

function isPlaceName({ text, written, opens }: Word): boolean {
  return !/^I(?:['’]|$)/u.test(written) && !NO_STREET.test(text) && !(opens && isOrdinaryWord(text));
}

function numberLength(track: Track, from: number): number {
  let length = 0;
  while (isDigitWord(track, from + length)) length += 1;
  return length;
}

/** Where the street begins that ends before this place: its number, or else its name; null where there is neither. */
function streetStart(track: Track, at: number): number | null {
  let from = at;
  while (at - from < LONGEST_STREET_NAME && isStreetName(track, from - 1, at)) from -= 1;
  const nameStart = from;
  while (nameStart - from < LONGEST_HOUSE_NUMBER && from > 0 && isNear(track[from - 1], track[at])) {
    const text = track[from - 1]?.text ?? '';
    const joins = /^(?:and|oh|o|hundred)$/u.test(text) && isDigitWord(track, from - 2);
    if (!isDigitWord(track, from - 1) && !joins) break;
    from -= 1;
  }
  return from === at ? null : from;
}

function isStreetName(track: Track, at: number, end: number): boolean {
  const word = track[at];
  if (word === undefined || !isNear(word, track[end]) || /[.?!;]/u.test(track[at + 1]?.gap ?? ''))
    return false;
  if (ORDINAL.test(word.text)) return true;
  if (isDigitWord(track, at) || NO_STREET.test(word.text)) return false;
  if (word.cased && isCapitalised(word.written) && !word.opens) return !/^I(?:['’]|$)/u.test(word.written);
  return (
    !FUNCTION_WORDS.has(word.text) || /^(?:north|south|east|west|saint|st|the|old|new|of)$/u.test(word.text)
  );
}

/** Where the rest of an address ends: unit, city, state and postcode, as far as they follow. */
function placeEnd(speech: Speech, track: Track, from: number, asked: boolean): number {
  let end = from;
  let plain = 0;
  for (let at = from; at < from + LONGEST_PLACE; at += 1) {
    const word = track[at];
    if (word === undefined || word.speaker !== track[from - 1]?.speaker || !isNear(track[at - 1], word))
      break;
    const afterUnit = UNIT.test(track[at - 1]?.text ?? '') && at > from;
    const stateAhead = stateWithin(track, at, 3);
    const numeric = isDigitWord(track, at) || /^(?:dash|hyphen)$/u.test(word.text);
    const placed =
      (word.cased ? isCapitalised(word.written) && !/[.?!]/u.test(word.gap) : asked) && isPlace(word.text);
    if (UNIT.test(word.text) || STATE.test(word.text) || numeric || afterUnit || stateAhead) end = at + 1;
    else if (placed && plain < 3) {
      plain += 1;
      end = at + 1;
    } else if (
      !/^(?:in|and|uh|um|the|number|zip|code|zipcode|postcode|postal|is|apartment|that's|it's)$/u.test(
        word.text,
      )
    )
      break;
  }
  return end;
}

function stateWithin(track: Track, at: number, most: number): boolean {
  const ahead = track.slice(at, at + most + 1);
  const state = ahead.findIndex(
    ({ text, written }) => STATE.test(text) && (text.length > 2 || /^\p{Lu}{2}$/u.test(written)),
  );
  return (
    state > 0 &&
    ahead
      .slice(0, state)
      .every(({ text, gap }, place) => isPlace(text) && (place === 0 || !/[.?!]/u.test(gap)))
  );
}

/** Postcodes: after their name, after a state, and British and Canadian ones by their form. */
function postcodeAt(speech: Speech, track: Track, at: number): Word[][] {
  const word = track[at];
  if (word === undefined) return [];
  const pair = `${word.text} ${track[at + 1]?.text ?? ''}`;
  if (POSTCODE.test(pair)) return [track.slice(at, at + 2)];
  if (POSTCODE.test(word.text)) return [[word]];
  if (/^\d{5}(?:-\d{4})?$/u.test(word.text) && STATE.test(track[at - 1]?.text ?? ''))
    return [track.slice(at - 1, at + 1)];
  if (!isDigitWord(track, at) || isDigitWord(track, at - 1)) return [];
  if (!/(?<![^ ])(?:zip|zipcode|zip code|post ?code|postal code)(?![^ ])/u.test(leadingTo(speech, word, 8)))
    return [];
  const code = track.slice(at, at + numberLength(track, at));
  return code.length > 2 || /\d{3}/u.test(word.text) ? [code] : [];
}

function boxAt(speech: Speech, track: Track, at: number): Word[][] {
  if (!/^p(?:\.?o)?$/u.test(track[at]?.text ?? '')) return [];
  const texts = [at, at + 1, at + 2].map((place) => track[place]?.text ?? '');
  const length = texts[0] === 'po' || texts[0] === 'p.o' ? 2 : texts[0] === 'p' && texts[1] === 'o' ? 3 : 0;
  if (length === 0 || texts[length - 1] !== 'box') return [];
  return [track.slice(at, placeEnd(speech, track, at + length + numberLength(track, at + length), false))];
}

/** "Flat 3B, 12 Mill Lane": a unit with its number, and what follows of the address. */
function unitAt(track: Track, at: number): Word[][] {
  const word = track[at];
  if (word === undefined || !isDigitWord(track, at + 1)) return [];
  const numbered = word.text === 'number' && /^(?:in|at)$/u.test(track[at - 1]?.text ?? '');
  if (!HOME.test(word.text) && !numbered) return [];
  return [spanFrom(track, at, false)];
}

/** "I live in Springfield", "garaged at 27 Banksia Court". */
function livedIn(speech: Speech, word: Word): Word[][] {
  const own = speech.utterances[word.utterance] ?? [];
  const before = textOf(own.slice(Math.max(0, word.place - 5), word.place));
  if (LIVES_AT.test(before) && !/^(?:at|in|on|to)$/u.test(word.text)) {
    const span = spanFrom(own, word.place, true);
    return span.some((_one, at) => isDigitWord(span, at)) ? [span] : [];
  }
  if (!LIVES_IN.test(before)) return [];
  const place: Word[] = [];
  for (const next of own.slice(word.place, word.place + 5)) {
    const fits = word.cased ? isCapitalised(next.written) : isPlace(next.text);
    if (!fits || (place.length > 0 && /[.?!;]/u.test(next.gap))) break;
    place.push(next);
    if (STATE.test(next.text)) break;
  }
  return [place.slice(0, word.cased ? 5 : 2)];
}

/** How far into an answer its address may begin. */
const ANSWER_REACH = 10;

/** An answer to "what is your address", "and the town?", "where should we send it?", however the place is called. */
function answeredAddress(topics: CallTopics, words: Track, utterance: number): Word[][] {
  const asked = topics.askedBy(utterance);
  if (!asked.some((topic) => topic === 'address' || topic === 'postcode')) return [];
  const quantities = findQuantities(words);
  const first = asked[0] === 'address' || asked[0] === 'postcode';
  const found: Word[][] = [];
  for (
    let at = 0;
    at < Math.min(words.length, ANSWER_REACH + (found.length > 0 ? LONGEST_SPAN : 0));
    at += 1
  ) {
    const word = words[at];
    if (
      word === undefined ||
      quantities.has(word) ||
      /^(?:same|old|new|right|wrong|that|this|other)$/u.test(words[at - 1]?.text ?? '') ||
      !beginsPlace(words, at, first)
    )
      continue;
    const span = spanFrom(words, at, true);
    if (answersWithPlace(words, span)) found.push([...span, ...lastPlace(words, span)]);
    at += Math.max(0, span.length - 1);
  }
  return found;
}

/** A name of a place alone is an answer where nothing follows in its clause; a number alone where hardly anything else is spoken. */
function answersWithPlace(words: Track, span: Track): boolean {
  const last = span.at(-1);
  const next = words[(last?.place ?? 0) + 1];
  if (last === undefined || !span.some((_one, place) => namesPlace(span, place))) return false;
  const numbered = span.some((_one, place) => isDigitWord(span, place));
  if (span.length === 1 && numbered) return words.length <= LONGEST_LONE_ANSWER;
  if (numbered || span.some(({ text }) => STREET.test(text))) return true;
  const asksBack =
    /^(?:and|is|what|where|do|does|are|can|which|how|why)$/u.test(words[0]?.text ?? '') &&
    last.written !== last.text;
  if (last.cased) return !(asksBack && span.length === 1);
  return (
    next === undefined || /[,.;!]/u.test(next.gap) || /^(?:and|so|but|please|actually|yeah)$/u.test(next.text)
  );
}

function beginsPlace(words: Track, at: number, first: boolean): boolean {
  const word = words[at];
  if (word === undefined) return false;
  if (isDigitWord(words, at) || HOME.test(word.text) || /^(?:number|box|po)$/u.test(word.text)) return true;
  if (!first || isOrdinaryWord(word.text) || !isPlace(word.text) || NO_PLACE.test(word.text)) return false;
  return word.cased ? isCapitalised(word.written) : at <= LEADING_WORDS;
}

const NO_PLACE =
  /^(?:live|lives|living|based|located|staying|ahead|plan|cvv|cvc|address|house|shipping|delivery|correct)$/u;
const LEADING_WORDS = 4;
/** A number alone is an answer where hardly anything else is spoken. */
const LONGEST_LONE_ANSWER = 5;

function namesPlace(span: Track, at: number): boolean {
  const word = span[at];
  if (word === undefined) return false;
  if (isDigitWord(span, at)) return true;
  const shown = (word.cased && !word.opens) || !isEnglishWord(word.text) || span.length > 1;
  return isPlace(word.text) && !isOrdinaryWord(word.text) && shown;
}

/** Repetitions of the street without its number. */
function repeated(speech: Speech, streets: readonly (readonly Word[])[]): Word[][] {
  const names = streets.map((street) => {
    const kind = street.findIndex(({ text }) => STREET.test(text) || AMBIGUOUS_STREET.test(text));
    return street.slice(0, kind + 1).map(({ text }) => text);
  });
  return findRepeats(
    speech.all,
    names.filter((name) => name.length > 1),
  );
}

function isNear(from: Word | undefined, to: Word | undefined): boolean {
  return closeBy(from, to, ADDRESS_GAP_MS);
}
