import { type Asked, askFor } from '../analysis/judged/question.ts';
import { condensedCall } from '../analysis/judged/record.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { LanguageModel } from '../platform/ai/language-model.ts';
import { REPAIR_CHARACTERS } from './condense.ts';
import { lengthOf, roomOf } from './room.ts';

/** A record of less tells too little of a call to judge it by. */
const SHORTEST_RECORD_CHARACTERS = 4_000;

/** What of a model's context is left for the record of a call. */
export interface RecordRoom<Group> {
  /** Groups whose question does not fit with the whole call, but fits with a condensed one. */
  readonly long: readonly Group[];
  /** Groups whose question leaves no room for a call at all. */
  readonly unfit: readonly Group[];
  /** Characters that a record for all of `long` may have. */
  readonly characters: number;
}

export function recordRoom<Group extends readonly Asked[]>(
  model: LanguageModel,
  groups: readonly Group[],
  input: SectionInput,
): RecordRoom<Group> {
  const room = roomOf(model);
  const empty = condensedCall([]);
  const tight = groups
    .filter((group) => lengthOf(askFor(group, input)) > room)
    .map((group) => ({ group, left: room - lengthOf(askFor(group, input, empty)) - REPAIR_CHARACTERS }));
  const long = tight.filter(({ left }) => left >= SHORTEST_RECORD_CHARACTERS);
  return {
    long: long.map(({ group }) => group),
    unfit: tight.filter(({ left }) => left < SHORTEST_RECORD_CHARACTERS).map(({ group }) => group),
    characters: Math.min(...long.map(({ left }) => left)),
  };
}
