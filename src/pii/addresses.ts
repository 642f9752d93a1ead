import { COMMON_VERBS, FUNCTION_WORDS } from '../text/content-words.ts';
import { digitWordAt } from './digit-words.ts';
import { isCapitalised } from './name-words.ts';
import {
  closeBy,
  findRepeats,
  type Word,
  leadingTo,
  type Mark,
  type Speech,
  textOf,
  type Track,
  turnBefore,
} from './speech.ts';

const LONGEST_STREET_NAME = 4;
const LONGEST_HOUSE_NUMBER = 6;
const LONGEST_PLACE = 9;
const ADDRESS_GAP_MS = 8_000;

/** Postal addresses: streets with their number, what follows of them, post boxes, postcodes, answers to "where do you live". */
export function findAddresses(speech: Speech): Mark[] {
  const found = speech.tracks.flatMap((track) =>
    track.flatMap((_word, at) => [
      ...streetAt(speech, track, at),
      ...postcodeAt(speech, track, at),
      ...boxAt(speech, track, at),
    ]),
  );
  const lived = speech.all.flatMap((word) => livedIn(speech, word));
  const answers = speech.utterances.flatMap((words, utterance) => answeredAddress(speech, words, utterance));
  const streets = found.map((words) => words.filter(({ text }) => !/\d/u.test(text)));
  const all = [...found, ...lived, ...answers, ...repeated(speech, streets)];
  return all.filter((words) => words.length > 0).map((words) => ({ kind: 'address', words }));
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
  const numbered = digitWordAt(track, from) !== null;
  const named = at - from - numberLength(track, from) > 0;
  const capital = isCapitalised(word.written) && speech.cased;
  const believable = sure ? named && (numbered || asked || capital) : named && numbered && (asked || capital);
  if (!believable) return [];
  return [track.slice(from, placeEnd(speech, track, at + 1, asked))];
}

function numberLength(track: Track, from: number): number {
  let length = 0;
  while (digitWordAt(track, from + length) !== null) length += 1;
  return length;
}

/** Where the street begins that ends before this place: its number, or else its name; null where there is neither. */
function streetStart(track: Track, at: number): number | null {
  let from = at;
  while (at - from < LONGEST_STREET_NAME && isStreetName(track, from - 1, at)) from -= 1;
  const nameStart = from;
  while (nameStart - from < LONGEST_HOUSE_NUMBER && from > 0 && isNear(track[from - 1], track[at])) {
    const text = track[from - 1]?.text ?? '';
    const joins = /^(?:and|oh|o|hundred)$/u.test(text) && digitWordAt(track, from - 2) !== null;
    if (digitWordAt(track, from - 1) === null && !joins) break;
    from -= 1;
  }
  return from === at ? null : from;
}

function isStreetName(track: Track, at: number, end: number): boolean {
  const word = track[at];
  if (word === undefined || !isNear(word, track[end]) || /[.?!;]/u.test(track[at + 1]?.gap ?? ''))
    return false;
  if (
    /^(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\p{L}*(?:teenth|tieth))$/u.test(
      word.text,
    )
  )
    return true;
  if (digitWordAt(track, at) !== null || NO_STREET.test(word.text)) return false;
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
    const numeric = digitWordAt(track, at) !== null || /^(?:dash|hyphen)$/u.test(word.text);
    const placed =
      (speech.cased ? isCapitalised(word.written) && !sentenceEnds(word) : asked) && isPlace(word.text);
    if (UNIT.test(word.text) || STATE.test(word.text) || numeric || afterUnit || stateAhead) end = at + 1;
    else if (placed && plain < 3) {
      plain += 1;
      end = at + 1;
    } else if (
      !/^(?:in|and|uh|um|the|zip|code|zipcode|postcode|postal|is|apartment|that's|it's)$/u.test(word.text)
    )
      break;
  }
  return end;
}

function sentenceEnds(word: Word): boolean {
  return /[.?!]/u.test(word.gap);
}

function isPlace(text: string): boolean {
  return text.length > 2 && !FUNCTION_WORDS.has(text) && !COMMON_VERBS.has(text) && !NO_STREET.test(text);
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
  if (digitWordAt(track, at) === null || digitWordAt(track, at - 1) !== null) return [];
  if (!/(?<![^ ])(?:zip|zipcode|zip code|post ?code|postal code)(?![^ ])/u.test(leadingTo(speech, word, 8)))
    return [];
  const code = track.slice(at, at + numberLength(track, at));
  return code.length > 2 || /\d{3}/u.test(word.text) ? [code] : [];
}

function boxAt(speech: Speech, track: Track, at: number): Word[][] {
  const texts = [at, at + 1, at + 2].map((place) => track[place]?.text ?? '');
  const length = texts[0] === 'po' || texts[0] === 'p.o' ? 2 : texts[0] === 'p' && texts[1] === 'o' ? 3 : 0;
  if (length === 0 || texts[length - 1] !== 'box') return [];
  return [track.slice(at, placeEnd(speech, track, at + length + numberLength(track, at + length), false))];
}

/** "I live in Springfield". */
function livedIn(speech: Speech, word: Word): Word[][] {
  const own = speech.utterances[word.utterance] ?? [];
  const before = textOf(own.slice(Math.max(0, word.place - 5), word.place));
  if (!LIVES_IN.test(before)) return [];
  const place: Word[] = [];
  for (const next of own.slice(word.place, word.place + 5)) {
    const fits = speech.cased ? isCapitalised(next.written) : isPlace(next.text);
    if (!fits || (place.length > 0 && /[.?!;]/u.test(next.gap))) break;
    place.push(next);
    if (STATE.test(next.text)) break;
  }
  return [place.slice(0, speech.cased ? 5 : 2)];
}

/** An answer to "what is your address" that begins with a house number, whatever the street is called. */
function answeredAddress(speech: Speech, words: Track, utterance: number): Word[][] {
  if (!ADDRESS_QUESTION.test(turnBefore(speech, utterance))) return [];
  const start = words.slice(0, 8).findIndex((_word, at) => digitWordAt(words, at) !== null);
  if (start < 0) return [];
  const name = start + numberLength(words, start);
  if (name - start > LONGEST_HOUSE_NUMBER || !isPlace(words[name]?.text ?? '')) return [];
  return [words.slice(start, placeEnd(speech, words, name, true))];
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

/** Kinds of street whose words mean hardly anything else. */
const STREET =
  /^(?:street|avenue|ave|road|rd|lane|boulevard|blvd|highway|hwy|parkway|pkwy|crescent|terrace|alley|mews|cul-de-sac|turnpike|expressway|gardens)$/u;
/** Kinds of street that are ordinary words too. */
const AMBIGUOUS_STREET =
  /^(?:st|str|drive|dr|court|ct|place|pl|way|circle|cir|square|sq|trail|trl|close|row|loop|ln|run|ridge|hill|grove|park|walk|path|point|view|heights|pike|plaza|crossing|bend|cove|commons|landing|pass|route)$/u;
/** Words before a kind of street that make it something else: "twenty minute drive", "ten square feet". */
const NO_STREET =
  /^(?:minute|minutes|hour|hours|mile|miles|day|days|week|weeks|month|months|year|years|dollar|dollars|percent|hard|test|flash|thumb|usb|disk|other|only|best|same|which|no|better|easy|long|short|first-class|call|calls|step|steps|people|users|number|numbers|email|phone|card|account|at|and|is|was|are|i|you|we|my|your)$/u;
const UNIT =
  /^(?:apartment|apt|unit|suite|ste|floor|fl|flat|building|bldg|room|rm|lot|north|south|east|west|northeast|northwest|southeast|southwest|ne|nw|se|sw)$/u;
const STATES = `alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
  indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
  nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah
  vermont virginia washington wisconsin wyoming ontario quebec alberta manitoba saskatchewan london england scotland
  wales al ak az ar ca co ct fl ga ia id il ks ky la ma md mi mn mo ms mt nc nd ne nh nj nm nv ny oh pa ri sc sd tn tx
  ut va vt wa wi wv wy`;
/** States and provinces, the last word of their names, and abbreviations that are no other word. */
const STATE = new RegExp(`^(?:${STATES.trim().split(/\s+/u).join('|')})$`, 'u');
/** British and Canadian ones. */
const POSTCODE = /^(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d)$/u;
const ADDRESS_ASKED =
  /(?<![^ ])(?:(?:home|mailing|shipping|billing|street|delivery|postal|current|new|your|my|the|service|old) address|address (?:is|on|for|where)|where (?:do|did|are) you (?:live|living|located)|i live (?:at|on)|we live (?:at|on)|living (?:at|on)|located at|move[ds]? to|moving to|reside at|ship (?:it|that|them|this) to|send (?:it|that|them|this) to|deliver (?:it|that|them)? ?to|delivered to|house (?:is|at)|come (?:out )?to|pick (?:it|me) up (?:at|from)|zip|zipcode|postcode|post code|postal code)(?![^ ])/u;
/** A question or request whose answer is an address. */
const ADDRESS_QUESTION =
  /(?<![^ ])(?:address|where (?:do|did|are|should|can) (?:you|we|i)|zip|zipcode|postcode|post code|postal code|located|(?:ship|send|deliver|mail) (?:it|that|them|this) to|which street|what street)(?![^ ])/u;
const LIVES_IN =
  /(?<![^ ])(?:(?:i|we|they|he|she) (?:live|lives|lived) in|i'm (?:based|located|living) in|(?:city|town) (?:is|of)|born in|grew up in)$/u;
