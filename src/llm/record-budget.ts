import type { LanguageModel } from '../adapters/ai/language-model.ts';
import type { SectionInput } from '../analysis/section.ts';
import { condensedCall } from './call-record.ts';
import { REPAIR_CHARACTERS } from './condensing.ts';
import { questionBudget, questionLength } from './context-budget.ts';
import { type AskedSection, composeQuestion } from './questions.ts';

/** A record of less tells too little of a call to judge it by. */
const SHORTEST_RECORD_CHARACTERS = 4_000;

/** What of a model's context is left for the record of a call. */
interface RecordBudget<Group> {
  /** Groups whose question does not fit with the whole call, but fits with a condensed one. */
  readonly long: readonly Group[];
  /** Groups whose question leaves no room for a call at all. */
  readonly unfit: readonly Group[];
  /** Characters that a record for all of `long` may have. */
  readonly characters: number;
}

export function recordBudget<Group extends readonly AskedSection[]>(
  model: LanguageModel,
  groups: readonly Group[],
  input: SectionInput,
): RecordBudget<Group> {
  const room = questionBudget(model);
  const empty = condensedCall([]);
  const tight = groups
    .filter((group) => questionLength(composeQuestion(group, input)) > room)
    .map((group) => ({
      group,
      left: room - questionLength(composeQuestion(group, input, empty)) - REPAIR_CHARACTERS,
    }));
  const long = tight.filter(({ left }) => left >= SHORTEST_RECORD_CHARACTERS);
  return {
    long: long.map(({ group }) => group),
    unfit: tight.filter(({ left }) => left < SHORTEST_RECORD_CHARACTERS).map(({ group }) => group),
    characters: Math.min(...long.map(({ left }) => left)),
  };
}
