import {
  ADDRESSED,
  ANSWER_CUE,
  bare,
  FAMILY_CUE,
  fitsName,
  GREETS,
  isCapitalised,
  isGivenName,
  isNameFiller,
  isOrdinaryWord,
  mayBeGivenName,
  NAMED_CUE,
  ORGANISATION_AHEAD,
  PRESENTED,
  PRESENTS,
  SELF_CUE,
  TITLE,
} from './name-words.ts';
import { findSpelled, type Word, type Mark, type Speech, textOf, type Track, turnBefore } from './speech.ts';

const SHORTEST_PART = 2;
/** Parts of a name of these lengths are looked for inside an e-mail address or a user name. */
const SHORTEST_INSIDE = 4;
const LONGEST_INSIDE = 40;

/** The parts of all names of a call. */
interface NameParts {
  readonly all: ReadonlySet<string>;
  /** Lengths of those that are looked for inside other words. */
  readonly lengthsInside: readonly number[];
}

/** Names that the call introduces or that are speaker labels, and every other mention of their parts, also spelled. */
export function findNames(speech: Speech, labels: readonly string[]): Mark[] {
  const introduced = findIntroducedNames(speech);
  const parts = partsOf(introduced, labels);
  const mentions = mentionsOf(speech, parts);
  const spelled = speech.tracks.flatMap((track) =>
    findSpelled(track)
      .filter(({ word, from }) => parts.all.has(word) || spellsAName(speech, track[from]))
      .map(({ from, to }) => track.slice(from, to)),
  );
  return [...introduced, ...mentions, ...spelled].map((words) => ({ kind: 'name', words }));
}

function partsOf(names: readonly (readonly Word[])[], labels: readonly string[]): NameParts {
  const words = names.flatMap((name) => name.map(({ text }) => bare(text)));
  const labelled = labels.flatMap((label) => label.toLowerCase().split(/[^\p{L}'’-]+/u));
  const all = new Set(
    [...words, ...labelled].filter((part) => part.length >= SHORTEST_PART && !PARTICLE.test(part)),
  );
  const lengths = new Set(Array.from(all, ({ length }) => length));
  return {
    all,
    lengthsInside: [...lengths].filter((length) => length >= SHORTEST_INSIDE && length <= LONGEST_INSIDE),
  };
}

/** The mentions of known parts, each as the whole name around it. A name of several known parts is read once. */
function mentionsOf(speech: Speech, parts: NameParts): Word[][] {
  const mentions: Word[][] = [];
  for (const word of speech.all) {
    const before = mentions.at(-1)?.at(-1);
    const isRead = before !== undefined && before.at >= word.at;
    if (!isRead && isMention(speech, word, parts)) mentions.push(wholeName(speech, word));
  }
  return mentions;
}

/** Whether a part of a name stands in the word. Linear in its length, however many names there are. */
function holdsPart(text: string, { all, lengthsInside }: NameParts): boolean {
  for (let at = 0; at + SHORTEST_INSIDE <= text.length; at += 1) {
    if (lengthsInside.some((length) => all.has(text.slice(at, at + length)))) return true;
  }
  return false;
}

function isMention(speech: Speech, word: Word, nameParts: NameParts): boolean {
  const text = bare(word.text);
  if (word.text.includes('@') || /[_\d]/u.test(word.text)) return holdsPart(word.text, nameParts);
  const { all: parts } = nameParts;
  if (!parts.has(text) && !text.split('-').some((part) => parts.has(part) && part.length > 3)) return false;
  if (!isOrdinaryWord(text)) return true;
  return speech.cased && isCapitalised(word.written) && !word.opens;
}

/** The word with its capitalised neighbours: the rest of a name of which one part is known. */
function wholeName({ utterances, cased }: Speech, word: Word): Word[] {
  if (!cased || !isCapitalised(word.written)) return [word];
  const own = utterances[word.utterance] ?? [];
  let [from, to] = [word.place, word.place + 1];
  while (from > 0 && continuesName(own[from - 1], own[from])) from -= 1;
  while (to < own.length && continuesName(own[to], own[to])) to += 1;
  while (PARTICLE.test(own[to - 1]?.text ?? '')) to -= 1;
  while (PARTICLE.test(own[from]?.text ?? '')) from += 1;
  return own.slice(from, Math.max(to, word.place + 1));
}

function continuesName(word: Word | undefined, behindGap: Word | undefined): boolean {
  if (word === undefined || behindGap === undefined || /[.,;:!?]/u.test(behindGap.gap)) return false;
  if (PARTICLE.test(word.text)) return true;
  return isCapitalised(word.written) && fitsName(word, true) && !isOrdinaryWord(bare(word.text));
}

/** Letters after words such as "spell" or "surname" are a name, even one that is nowhere written out. */
function spellsAName(speech: Speech, first: Word | undefined): boolean {
  if (first === undefined) return false;
  const own = speech.utterances[first.utterance] ?? [];
  const before = own.slice(Math.max(0, first.place - 8), first.place).map(({ text }) => text);
  return /(?<![^ ])(?:spell|spelled|spelt|spelling|name|surname)(?![^ ])/u.test(before.join(' '));
}

/** Longest name in words: "Maria de la Cruz Hernandez". */
const LONGEST_NAME = 5;
const PARTICLE = /^(?:de|del|la|las|los|van|von|der|den|di|da|dos|el|al|bin|ibn|st|mac|mc|o)$/u;
const STOPS = /[.,;:!?]/u;
const CUE_WORDS = 6;
const HESITATIONS = /(?:(?:^| )(?:uh|um|uhm|er|erm|also|actually))+$/u;
const MOST_FILLERS = 5;

/** The names of people that the call itself introduces, each as the words of one mention. */
function findIntroducedNames(speech: Speech): Word[][] {
  return [
    ...speech.all.flatMap((_word, at) => introducedAt(speech, at)),
    ...speech.utterances.flatMap((words, utterance) => answersWithName(speech, words, utterance)),
  ].filter((name) => name.length > 0);
}

/** The name that begins at this word, shown by a cue right before it. */
function introducedAt(speech: Speech, at: number): Word[][] {
  const { all, cased } = speech;
  const word = all[at];
  if (word === undefined) return [];
  const own = speech.utterances[word.utterance] ?? [];
  const before = textOf(own.slice(Math.max(0, word.place - CUE_WORDS), word.place)).replace(HESITATIONS, '');
  if (SELF_CUE.test(before) || NAMED_CUE.test(before)) return [nameFrom(own, word.place, cased, true)];
  if (TITLE.test(before)) return [nameFrom(own, word.place, cased, true).slice(0, 3)];
  const presented = presentedAt(speech, own, word, before);
  if (presented.length > 0) return [presented];
  const family = FAMILY_CUE.test(before) && (isCapitalised(word.written) || isGivenName(word.text));
  if (family) return [nameFrom(own, word.place, cased, false)];
  if (ADDRESSED.test(before) && startsName(word, cased) && !namesOrganisation(own, word.place)) {
    return [nameFrom(own, word.place, cased, false)];
  }
  return givenNameAt(own, word, cased);
}

/** "This is Aoife Murphy calling", "hi Aoife": a name that no list holds, recognised by the words around it. */
function presentedAt({ cased }: Speech, own: Track, word: Word, before: string): Word[] {
  const [presents, greets] = [PRESENTS.test(before), GREETS.test(before)];
  const opensHere = word.opens && cased && own[word.place + 1]?.text === 'here';
  if ((!presents && !greets && !opensHere) || namesOrganisation(own, word.place)) return [];
  const name = nameFrom(own, word.place, cased, false).slice(0, 3);
  const last = name.at(-1);
  if (last === undefined || name.some(({ text }) => isOrdinaryWord(bare(text)) && !mayBeGivenName(text)))
    return [];
  const next = own[last.place + 1];
  const ends = next === undefined || STOPS.test(next.gap);
  if (PRESENTED.test(next?.text ?? '') || (cased && ends)) return name;
  return greets && ends && name.length <= 2 ? name : [];
}

function startsName(word: Word, cased: boolean): boolean {
  return (
    mayBeGivenName(word.text) && (!cased || isCapitalised(word.written)) && (cased || isGivenName(word.text))
  );
}

/** A frequent given name needs no cue; where there are capitals it has one, and the family name behind it too. */
function givenNameAt(own: Track, word: Word, cased: boolean): Word[][] {
  const next = own[word.place + 1];
  if (!cased) return isGivenName(word.text) && !namesOrganisation(own, word.place) ? [[word]] : [];
  if (!isCapitalised(word.written) || !mayBeGivenName(word.text)) return [];
  const surname = next !== undefined && !STOPS.test(next.gap) && fitsName(next, true);
  const sure = isGivenName(word.text) || (surname && !word.opens);
  if (!sure || namesOrganisation(own, word.place)) return [];
  return [surname ? nameFrom(own, word.place, true, false) : [word]];
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

/** The words of a name from a place on, up to a word that cannot belong to it or a mark of punctuation. */
function nameFrom(own: Track, place: number, cased: boolean, sure: boolean): Word[] {
  let from = place;
  const mostFillers = sure ? MOST_FILLERS : 0;
  while (from - place < mostFillers && isNameFiller(own[from]?.text ?? '')) from += 1;
  const name: Word[] = [];
  for (const word of own.slice(from, from + LONGEST_NAME)) {
    if (name.length > 0 && STOPS.test(word.gap)) break;
    const next = own[word.place + 1];
    const particle =
      PARTICLE.test(word.text) &&
      (name.length > 0 || (next !== undefined && (isCapitalised(next.written) || PARTICLE.test(next.text))));
    const initial = name.length > 0 && /^\p{L}$/u.test(word.text) && !/^[ai]$/u.test(word.written);
    if (!particle && !initial && !fitsName(word, cased)) break;
    if (!cased && name.length >= 3 && !mayBeGivenName(word.text)) break;
    name.push(word);
  }
  while (PARTICLE.test(name.at(-1)?.text ?? '')) name.pop();
  return name;
}

/** The first words of an answer to "may I have your name?". */
function answersWithName(speech: Speech, words: Track, utterance: number): Word[][] {
  if (words.length === 0) return [];
  if (!ANSWER_CUE.test(turnBefore(speech, utterance))) return [];
  let place = 0;
  while (place < MOST_FILLERS && isNameFiller(words[place]?.text ?? '')) place += 1;
  const name = nameFrom(words, place, speech.cased && isCapitalised(words[place]?.written ?? ''), false);
  return name.length > 0 && name.every(({ text }) => bare(text).length > 1) ? [name.slice(0, 3)] : [];
}
