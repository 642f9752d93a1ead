import type { Mark } from './mark.ts';
import { bare, fitsName, isCapitalised, isOrdinaryWord } from './name-words.ts';
import { findIntroducedNames, PARTICLE } from './names.ts';
import { findSpelled } from './spelling.ts';
import type { Heard, Speech } from './speech.ts';

const SHORTEST_PART = 2;
/** Shortest part of a name that is looked for inside an e-mail address or a handle. */
const SHORTEST_INSIDE = 4;

/** Names introduced in the call or given as speaker labels, and every other mention of their parts, spelled ones too. */
export function findNames(speech: Speech, labels: readonly string[]): Mark[] {
  const introduced = findIntroducedNames(speech);
  const parts = partsOf(introduced, labels);
  const mentions = speech.all
    .filter((word) => isMention(speech, word, parts))
    .map((word) => wholeName(speech, word));
  const spelled = speech.tracks.flatMap((track) =>
    findSpelled(track)
      .filter(({ word, from }) => parts.has(word) || spellsAName(speech, track[from]))
      .map(({ from, to }) => track.slice(from, to)),
  );
  return [...introduced, ...mentions, ...spelled].map((words) => ({ kind: 'name', words }));
}

function partsOf(names: readonly (readonly Heard[])[], labels: readonly string[]): Set<string> {
  const words = names.flatMap((name) => name.map(({ text }) => bare(text)));
  const labelled = labels.flatMap((label) => label.toLowerCase().split(/[^\p{L}'’-]+/u));
  return new Set(
    [...words, ...labelled].filter((part) => part.length >= SHORTEST_PART && !PARTICLE.test(part)),
  );
}

function isMention(speech: Speech, word: Heard, parts: ReadonlySet<string>): boolean {
  const text = bare(word.text);
  if (word.text.includes('@') || /[_\d]/u.test(word.text)) {
    return [...parts].some((part) => part.length >= SHORTEST_INSIDE && word.text.includes(part));
  }
  if (!parts.has(text) && !text.split('-').some((part) => parts.has(part) && part.length > 3)) return false;
  if (!isOrdinaryWord(text)) return true;
  return speech.cased && isCapitalised(word.written) && !word.opens;
}

/** With the capitalised words right before and after it: the rest of a name of which one part is known. */
function wholeName({ utterances, cased }: Speech, word: Heard): Heard[] {
  if (!cased || !isCapitalised(word.written)) return [word];
  const own = utterances[word.utterance] ?? [];
  let [from, to] = [word.place, word.place + 1];
  while (from > 0 && continuesName(own[from - 1], own[from])) from -= 1;
  while (to < own.length && continuesName(own[to], own[to])) to += 1;
  while (PARTICLE.test(own[to - 1]?.text ?? '')) to -= 1;
  while (PARTICLE.test(own[from]?.text ?? '')) from += 1;
  return own.slice(from, Math.max(to, word.place + 1));
}

function continuesName(word: Heard | undefined, behindGap: Heard | undefined): boolean {
  if (word === undefined || behindGap === undefined || /[.,;:!?]/u.test(behindGap.gap)) return false;
  if (PARTICLE.test(word.text)) return true;
  return isCapitalised(word.written) && fitsName(word, true) && !isOrdinaryWord(bare(word.text));
}

/** Letters right after a request to spell, or after "that's" behind a name, are a name even if it was not heard. */
function spellsAName(speech: Speech, first: Heard | undefined): boolean {
  if (first === undefined) return false;
  const own = speech.utterances[first.utterance] ?? [];
  const before = own.slice(Math.max(0, first.place - 8), first.place).map(({ text }) => text);
  return /(?<![^ ])(?:spell|spelled|spelt|spelling|name|surname)(?![^ ])/u.test(before.join(' '));
}
