import {
  ADDRESSED,
  ANSWER_CUE,
  bare,
  BRAND,
  FAMILY_CUE,
  fitsName,
  GREETS,
  isCapitalised,
  isGivenName,
  isNameFiller,
  isOrdinaryWord,
  mayBeGivenName,
  NAMED_CUE,
  NO_ANSWER_CUE,
  ORGANISATION_AHEAD,
  PARTICLE,
  PRESENTED,
  PRESENTS,
  SELF_CUE,
  TITLE,
} from './name-words.ts';
import { mentionsOf, partsOf } from './name-mentions.ts';
import { findSpelled, spellsAName } from './spelling.ts';
import { type Word, type Mark, type Speech, textOf, type Track, turnBefore } from './speech.ts';

/** So many letters in a row are a name or a part of an address, whatever is spoken of. */
const SURELY_SPELLED = 5;

/** Names that the call introduces or that are speaker labels, and every other mention of their parts, also spelled. */
export function findNames(speech: Speech, labels: readonly string[]): Mark[] {
  const introduced = findIntroducedNames(speech);
  const parts = partsOf(introduced, labels);
  const mentions = mentionsOf(speech, parts);
  const spelled = speech.tracks.flatMap((track) =>
    findSpelled(track)
      .filter(
        ({ word, from }) =>
          parts.all.has(word) || word.length >= SURELY_SPELLED || spellsAName(speech, track[from]),
      )
      .map(({ from, to }) => track.slice(from, to)),
  );
  return [...introduced, ...mentions, ...spelled].map((words) => ({ kind: 'name', words }));
}

/** Longest name in words: "Maria de la Cruz Hernandez". */
const LONGEST_NAME = 5;
const STOPS = /[.,;:!?]/u;
const CUE_WORDS = 6;
const HESITATIONS = /(?:(?:^| )(?:uh|um|uhm|er|erm|also|actually))+$/u;
const MOST_FILLERS = 5;

/** The names of people that the call itself introduces, each as the words of one mention. */
function findIntroducedNames(speech: Speech): Word[][] {
  const found = [
    ...speech.all.flatMap((_word, at) => introducedAt(speech, at)),
    ...speech.utterances.flatMap((words, utterance) => answersWithName(speech, words, utterance)),
  ].filter((name) => name.length > 0);
  return [...found, ...found.flatMap((name) => listedAfter(speech, name))];
}

/** The name that begins at this word, shown by a cue right before it. */
function introducedAt(speech: Speech, at: number): Word[][] {
  const word = speech.all[at];
  if (word === undefined) return [];
  const own = speech.utterances[word.utterance] ?? [];
  const before = textOf(own.slice(Math.max(0, word.place - CUE_WORDS), word.place)).replace(HESITATIONS, '');
  const parted = word.opens && !/[:\u2026]|\.\.|[,]/u.test(word.gap);
  if (SELF_CUE.test(before) || (NAMED_CUE.test(before) && !parted)) return [nameFrom(own, word.place, true)];
  if (TITLE.test(before)) return [nameFrom(own, word.place, true).slice(0, 3)];
  if (isBrand(own, word.place)) return [];
  const presented = parted ? [] : presentedAt(own, word, before);
  if (presented.length > 0) return [presented];
  const named = isCapitalised(word.written) || isGivenName(word.text);
  if (!parted && named && FAMILY_CUE.test(before)) return [nameFrom(own, word.place, false)];
  if (ADDRESSED.test(before) && startsName(word) && !namesOrganisation(own, word.place))
    return [nameFrom(own, word.place, false)];
  return givenNameAt(own, word);
}

/** "This is Aoife Murphy calling", "hi Aoife": a name that no list holds, recognised by the words around it. */
function presentedAt(own: Track, word: Word, before: string): Word[] {
  const [presents, greets] = [PRESENTS.test(before), GREETS.test(before)];
  const next = own[word.place + 1];
  const opensHere = word.opens && word.cased && /^(?:here|speaking)$/u.test(next?.text ?? '');
  if ((!presents && !greets && !opensHere) || namesOrganisation(own, word.place)) return [];
  const name = nameFrom(own, word.place, false).slice(0, 3);
  const last = name.at(-1);
  if (last === undefined || name.some(({ text }) => isOrdinaryWord(bare(text)) && !mayBeGivenName(text)))
    return [];
  const behind = own[last.place + 1];
  const ends = behind === undefined || STOPS.test(behind.gap);
  const shown = PRESENTED.test(behind?.text ?? '') || /^(?:and|but|so)$/u.test(behind?.text ?? '');
  if (
    (shown &&
      (word.cased ||
        name.some(({ text }) => mayBeGivenName(text)) ||
        !WEAK_PRESENTED.test(behind?.text ?? ''))) ||
    (word.cased && ends)
  )
    return name;
  return greets && ends && name.length <= 2 ? name : [];
}

/** Too common behind anything to show a name where there are no capitals. */
const WEAK_PRESENTED = /^(?:with|over|again|on|at|about|please|and|but|so|from|says|said)$/u;

function startsName(word: Word): boolean {
  return mayBeGivenName(word.text) && (word.cased ? isCapitalised(word.written) : isGivenName(word.text));
}

/** A frequent given name needs no cue; where there are capitals it has one, and the family name behind it too. */
function givenNameAt(own: Track, word: Word): Word[][] {
  const next = own[word.place + 1];
  if (namesOrganisation(own, word.place) || explainsLetter(own, word.place)) return [];
  if (!word.cased) return isGivenName(word.text) ? [nameFrom(own, word.place, false, true)] : [];
  if (!isCapitalised(word.written) || !mayBeGivenName(word.text)) return [];
  const surname = next !== undefined && !STOPS.test(next.gap) && fitsName(next, true);
  const sure =
    isGivenName(word.text) ||
    (surname && !word.opens && !isOrdinaryWord(bare(next.text)) && isGivenName(next.text));
  if (!sure) return [];
  return [[...surnameBefore(own, word), ...(surname ? nameFrom(own, word.place, false) : [word])]];
}

/** "Fontaine, Marguerite": as names stand on forms. */
function surnameBefore(own: Track, word: Word): Word[] {
  const [label, surname] = [own[word.place - 2], own[word.place - 1]];
  const listed = /^(?:says|reads|is|under|as|name)$/u.test(label?.text ?? '') && /^,\s*$/u.test(word.gap);
  return listed && surname !== undefined && isCapitalised(surname.written) && !isOrdinaryWord(surname.text)
    ? [surname]
    : [];
}

/** "F for Freddie". */
function explainsLetter(own: Track, place: number): boolean {
  const [letter, joins] = [own[place - 2]?.text ?? '', own[place - 1]?.text ?? ''];
  return (
    /^(?:for|like)$/u.test(joins) && /^\p{L}$/u.test(letter) && (own[place]?.text.startsWith(letter) ?? false)
  );
}

/** "Harper Valley Bank", "Morgan Street": a name of something else. */
function namesOrganisation(own: Track, place: number): boolean {
  return own
    .slice(place + 1, place + 4)
    .some(
      (word, at, ahead) =>
        ORGANISATION_AHEAD.test(word.text) && ahead.slice(0, at + 1).every(({ gap }) => !STOPS.test(gap)),
    );
}

function isBrand(own: Track, place: number): boolean {
  return (
    BRAND.test(`${own[place]?.text ?? ''} ${own[place + 1]?.text ?? ''}`) ||
    BRAND.test(`${own[place - 1]?.text ?? ''} ${own[place]?.text ?? ''}`)
  );
}

/** The words of a name from a place on, up to a word that cannot belong to it or a mark of punctuation. */
function nameFrom(own: Track, place: number, sure: boolean, known = false): Word[] {
  let from = place;
  const mostFillers = sure ? MOST_FILLERS : 0;
  while (from - place < mostFillers && isNameFiller(own[from]?.text ?? '') && !isNameHere(own[from]))
    from += 1;
  const name: Word[] = [];
  for (const word of own.slice(from, from + LONGEST_NAME)) {
    const before = name.at(-1);
    if (
      before !== undefined &&
      STOPS.test(word.gap) &&
      !/^(?:\.{2,}|\u2026)\s*$/u.test(word.gap) &&
      !(/^\.\s*$/u.test(word.gap) && (before.text.length === 1 || TITLE.test(before.text)))
    )
      break;
    const next = own[word.place + 1];
    const particle =
      PARTICLE.test(word.text) &&
      (name.length > 0 || (next !== undefined && (isCapitalised(next.written) || PARTICLE.test(next.text))));
    const initial = isInitial(word, next, name.length > 0);
    const titled = TITLE.test(word.text) && name.length === 0 && sure;
    if (!particle && !initial && !titled && !fitsName(word, word.cased)) break;
    if (
      !word.cased &&
      !particle &&
      !initial &&
      name.length >= (known ? 1 : 3) &&
      !continuesKnown(word, name.length, known)
    )
      break;
    name.push(word);
  }
  while (PARTICLE.test(name.at(-1)?.text ?? '')) name.pop();
  return name;
}

/** Behind a known given name without capitals, only another one or a word that is no ordinary one is the family name. */
function continuesKnown(word: Word, length: number, known: boolean): boolean {
  if (mayBeGivenName(word.text)) return true;
  return known && length === 1 && !isOrdinaryWord(bare(word.text)) && /-/u.test(word.text);
}

function isInitial(word: Word, next: Word | undefined, inside: boolean): boolean {
  if (!/^\p{L}$/u.test(word.text)) return false;
  if (!word.cased) return inside && !/^[ai]$/u.test(word.written);
  if (!/^\p{Lu}$/u.test(word.written)) return false;
  return (
    inside ||
    (next !== undefined &&
      isCapitalised(next.written) &&
      /^\.?\s*$/u.test(next.gap) &&
      !/^I$/u.test(word.written))
  );
}

function isNameHere(word: Word | undefined): boolean {
  return (
    word !== undefined &&
    word.cased &&
    word.place > 0 &&
    isCapitalised(word.written) &&
    mayBeGivenName(word.text)
  );
}

/** "Tuva and Elias", "Tom, Dick and Harry": more names behind one, joined by commas or "and". */
function listedAfter({ utterances }: Speech, name: readonly Word[]): Word[][] {
  const last = name.at(-1);
  const own = utterances[last?.utterance ?? -1] ?? [];
  const found: Word[][] = [];
  let place = (last?.place ?? 0) + 1;
  while (found.length < MOST_LISTED) {
    const joined = /^(?:and|or|plus)$/u.test(own[place]?.text ?? '') ? 1 : 0;
    const first = own[place + joined];
    const fits =
      first !== undefined &&
      (joined === 1 || /^,\s*$/u.test(first.gap)) &&
      (first.cased ? isCapitalised(first.written) : isGivenName(first.text));
    if (!fits || isOrdinaryWord(bare(first.text)) || isPlaceName(own, first)) break;
    const next = nameFrom(own, first.place, false);
    if (next.length === 0) break;
    found.push(next);
    place = (next.at(-1)?.place ?? place) + 1;
  }
  return found;
}

const MOST_LISTED = 8;

/** Behind a comma, "County Kerry" and "Flat 2" are no names. */
function isPlaceName(own: Track, word: Word): boolean {
  return (
    /^(?:county|flat|unit|apartment|apt|street|road|co|dob|po|level|suite)$/u.test(word.text) ||
    ORGANISATION_AHEAD.test(own[word.place + 1]?.text ?? '')
  );
}

/** The first name in an answer to "may I have your name?". */
function answersWithName(speech: Speech, words: Track, utterance: number): Word[][] {
  const [first] = words;
  if (first === undefined) return [];
  const asked = turnBefore(speech, utterance);
  if (!ANSWER_CUE.test(asked) || NO_ANSWER_CUE.test(asked)) return [];
  if (first.cased) return capitalisedAnswer(words);
  let place = 0;
  while (place < MOST_FILLERS && isNameFiller(words[place]?.text ?? '')) place += 1;
  const name = nameFrom(words, place, false).slice(0, 3);
  return name.every(({ text }) => bare(text).length > 1) ? [name] : [];
}

/** How far into an answer its name may begin. */
const ANSWER_REACH = 10;

const SURE_ANSWER = 3;

/** Another question is no answer. */
function asksBack(words: Track): boolean {
  return /^(?:who|what|when|where|why|how|which|does|do|did|is|are|can|could|would|will|has|have)$/u.test(
    words[0]?.text ?? '',
  );
}

function capitalisedAnswer(words: Track): Word[][] {
  for (const word of words.slice(0, ANSWER_REACH)) {
    const text = bare(word.text);
    const ordinary = isNameFiller(word.text) && !isNameHere(word);
    const letters = /^\p{L}$/u.test(word.text) ? isInitial(word, words[word.place + 1], false) : true;
    if (ordinary || !letters || !isCapitalised(word.written)) continue;
    if (
      !TITLE.test(text) &&
      /^\p{L}{2}/u.test(text) &&
      (!fitsName(word, true) || (isOrdinaryWord(text) && !mayBeGivenName(text)))
    )
      continue;
    const name = nameFrom(words, word.place, true);
    if (word.place > SURE_ANSWER && asksBack(words)) return [];
    if (name.length > 0) return namesOrganisation(words, word.place) ? [] : [name.slice(0, LONGEST_NAME)];
  }
  return [];
}
