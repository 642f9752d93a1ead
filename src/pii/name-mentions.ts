import { FUNCTION_WORDS } from '../text/content-words.ts';
import {
  bare,
  fitsName,
  isCapitalised,
  isNameFiller,
  isOrdinaryWord,
  mayBeGivenName,
  isSurname,
  PARTICLE,
  TITLE,
} from './name-words.ts';
import type { Speech, Track, Word } from './speech.ts';

const SHORTEST_PART = 2;
/** Parts of a name of these lengths are looked for inside an e-mail address or a user name. */
const SHORTEST_INSIDE = 4;
const LONGEST_INSIDE = 40;
const SHORTEST_END = 3;

/** The parts of all names of a call. */
interface NameParts {
  readonly all: ReadonlySet<string>;
  /** Lengths of those that are looked for inside other words. */
  readonly lengthsInside: readonly number[];
  /** How they begin and end. */
  readonly ends: ReadonlySet<string>;
}

/** The parts of these names and of speaker labels that are names. */
export function partsOf(names: readonly (readonly Word[])[], labels: readonly string[]): NameParts {
  const words = names.flatMap((name) => name.map(({ text }) => bare(text)));
  const labelled = labels.flatMap((label) => label.toLowerCase().split(/[^\p{L}'’-]+/u));
  const all = new Set(
    [...words, ...labelled].filter((part) => part.length >= SHORTEST_PART && !PARTICLE.test(part)),
  );
  const lengths = new Set(Array.from(all, ({ length }) => length));
  const ends = Array.from(all, (part) => part.slice(0, LONGEST_INSIDE)).flatMap((part) =>
    Array.from({ length: Math.max(0, part.length - SHORTEST_END) }, (_, at) => [
      part.slice(0, SHORTEST_END + at),
      part.slice(-SHORTEST_END - at),
    ]).flat(),
  );
  return {
    all,
    ends: new Set(ends),
    lengthsInside: [...lengths].filter((length) => length >= SHORTEST_INSIDE && length <= LONGEST_INSIDE),
  };
}

/** The mentions of known parts, each as the whole name around it. A name of several known parts is read once. */
export function mentionsOf(speech: Speech, parts: NameParts): Word[][] {
  const mentions: Word[][] = [];
  for (const word of speech.all) {
    const before = mentions.at(-1)?.at(-1);
    const isRead = before !== undefined && before.at >= word.at;
    if (!isRead && isMention(word, speech.utterances[word.utterance]?.[word.place + 1], parts))
      mentions.push(wholeName(speech, word));
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

function isMention(word: Word, next: Word | undefined, nameParts: NameParts): boolean {
  const text = bare(word.text);
  if (word.text.includes('@') || /[_\d]/u.test(word.text)) return holdsPart(word.text, nameParts);
  const { all: parts } = nameParts;
  if (!parts.has(text) && !text.split('-').some((part) => parts.has(part) && part.length > 3)) return false;
  if (!isOrdinaryWord(text)) return true;
  return word.cased && isCapitalised(word.written) && (!word.opens || isCapitalised(next?.written ?? ''));
}

/** The word with its capitalised neighbours: the rest of a name of which one part is known. */
function wholeName({ utterances }: Speech, word: Word): Word[] {
  if (!word.cased || !isCapitalised(word.written)) return [word];
  const own = utterances[word.utterance] ?? [];
  let [from, to] = [word.place, word.place + 1];
  while (from > 0 && continuesName(own[from - 1], own[from])) from -= 1;
  while (to < own.length && continuesName(own[to], own[to])) to += 1;
  while (PARTICLE.test(own[to - 1]?.text ?? '')) to -= 1;
  while (PARTICLE.test(own[from]?.text ?? '')) from += 1;
  return own.slice(from, Math.max(to, word.place + 1));
}

function continuesName(word: Word | undefined, behindGap: Word | undefined): boolean {
  if (word === undefined || behindGap === undefined || /(?<!\.)\.(?!\.)|[,;:!?]/u.test(behindGap.gap))
    return false;
  if (PARTICLE.test(word.text)) return true;
  return (
    isCapitalised(word.written) &&
    fitsName(word, true) &&
    (!isOrdinaryWord(bare(word.text)) || (mayBeGivenName(word.text) && !word.opens))
  );
}

/** Whether a spelled word is a name of the call, or how one begins or ends: "Stevens, v, e, n, s". */
export function isPartOf(spelled: string, { all, ends }: NameParts): boolean {
  return all.has(spelled) || ends.has(spelled);
}

const MOST_BEHIND = 3;

/** The name with the title and the initials before it, and the family name behind it. */
export function completed({ utterances }: Speech, name: readonly Word[]): readonly Word[] {
  const [first, last] = [name[0], name.at(-1)];
  const own = utterances[first?.utterance ?? -1] ?? [];
  if (first === undefined || last === undefined) return name;
  let from = first.place;
  while (from > 0 && isClose(own[from]) && leadsName(own[from - 1], own[from])) from -= 1;
  const behind = last.place + 1;
  let to = behind;
  for (let at = behind; at < behind + MOST_BEHIND && isClose(own[at]); at += 1) {
    const text = own[at]?.text ?? '';
    if (isSurname(text)) to = at + 1;
    else if (!PARTICLE.test(text)) break;
  }
  return [...own.slice(from, first.place), ...name, ...own.slice(behind, to)];
}

function isClose(word: Word | undefined): boolean {
  return word !== undefined && /^\.?\s*$/u.test(word.gap);
}

function leadsName(word: Word | undefined, next: Word | undefined): boolean {
  if (word === undefined) return false;
  const letter = /^\p{L}$/u.test(word.text);
  if (letter && next?.gap.startsWith('.') === true) return true;
  if (letter && word.cased && isCapitalised(word.written) && !/^[AI]$/u.test(word.written)) return true;
  if (PARTICLE.test(word.text) && !/^(?:o|mac|mc|st)$/u.test(word.text)) return true;
  return TITLE.test(word.text) && (word.cased ? isCapitalised(word.written) : word.text !== 'sir');
}

/** Longest name in words: "Maria de la Cruz Hernandez". */
export const LONGEST_NAME = 5;
export const STOPS = /[.,;:!?]/u;
export const MOST_FILLERS = 5;

/** The words of a name from a place on, up to a word that cannot belong to it or a mark of punctuation. */
export function nameFrom(own: Track, place: number, sure: boolean, known = false): Word[] {
  let from = place;
  const mostFillers = sure ? MOST_FILLERS : 0;
  while (
    from - place < mostFillers &&
    isNameFiller(own[from]?.text ?? '') &&
    !TITLE.test(own[from]?.text ?? '') &&
    !isNameHere(own[from])
  )
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
  if (mayBeGivenName(word.text) && !FUNCTION_WORDS.has(word.text)) return true;
  return (
    known &&
    length === 1 &&
    (isSurname(word.text) || (!isOrdinaryWord(bare(word.text)) && /-/u.test(word.text)))
  );
}

export function isInitial(word: Word, next: Word | undefined, inside: boolean): boolean {
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

export function isNameHere(word: Word | undefined): boolean {
  return (
    word !== undefined &&
    word.cased &&
    word.place > 0 &&
    isCapitalised(word.written) &&
    mayBeGivenName(word.text)
  );
}
