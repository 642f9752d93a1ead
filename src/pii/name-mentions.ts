import { bare, fitsName, isCapitalised, isOrdinaryWord, mayBeGivenName, PARTICLE } from './name-words.ts';
import type { Speech, Word } from './speech.ts';

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

/** The parts of these names and of speaker labels that are names. */
export function partsOf(names: readonly (readonly Word[])[], labels: readonly string[]): NameParts {
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
