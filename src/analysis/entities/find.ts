import type { Story } from '../facts/story.ts';
import type { Reading } from '../text/reading.ts';
import { findNumbers } from './digit-strings.ts';
import type { Entity } from './entity.ts';
import { findDateEntities, findEmails, findNameEntities, findPasswords } from './words.ts';

/**
 * Everything named in an English call, in order of place; where two overlap, the more telling one. Dates are
 * resolved against `recordedAt` (ISO 8601) and keep their words where it is null.
 */
export function findEntities(reading: Reading, story: Story, recordedAt: string | null): Entity[] {
  const { sentences } = reading;
  const found = [
    ...sentences.flatMap(findEmails),
    ...sentences.flatMap(findPasswords),
    ...sentences.flatMap((sentence, at) => findDateEntities(sentence, sentences[at - 1], recordedAt)),
    ...findNumbers(reading),
    ...findNameEntities(reading, story.names, story.people.company),
  ];
  return withoutOverlaps(found).toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Keeps the first of entities that share a character; earlier kinds in the list are more telling. */
function withoutOverlaps(entities: readonly Entity[]): Entity[] {
  const taken = new Map<number, Set<number>>();
  return entities.filter(({ spans }) => {
    const free = spans.every(({ utterance, start, end }) => {
      const characters = taken.get(utterance);
      return characters === undefined || !range(start, end).some((at) => characters.has(at));
    });
    for (const { utterance, start, end } of free ? spans : []) {
      const characters = taken.get(utterance) ?? new Set();
      for (const at of range(start, end)) characters.add(at);
      taken.set(utterance, characters);
    }
    return free;
  });
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, at) => start + at);
}

const UTTERANCE_CHARACTERS = 1_000_000;

function placeOf({ spans }: Entity): number {
  const [first] = spans;
  return first === undefined ? 0 : first.utterance * UTTERANCE_CHARACTERS + first.start;
}
