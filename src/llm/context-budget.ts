import {
  type CompletionRequest,
  type LanguageModel,
  MAX_ANSWER_TOKENS,
} from '../adapters/ai/language-model.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { LlmTask } from './answers.ts';
import { condensedCall } from './call-record.ts';
import { composeQuestion } from './questions.ts';

/** Left free in every question about a condensed call, for the errors that a repair lists. */
export const REPAIR_CHARACTERS = 3_000;
/** A shorter record tells too little of a call. */
const SHORTEST_RECORD_CHARACTERS = 4_000;
/** The densest languages have about two characters to a token. */
const CHARACTERS_PER_TOKEN = 2;

/** Characters a question may have, so that the model's context holds it and its answer. */
export function questionBudget({ contextTokens }: Pick<LanguageModel, 'contextTokens'>): number {
  return (contextTokens - MAX_ANSWER_TOKENS) * CHARACTERS_PER_TOKEN;
}

/** Characters of a question, its schema included. */
export function questionLength({ messages, schema }: CompletionRequest): number {
  return messages.reduce((sum, { content }) => sum + content.length, JSON.stringify(schema).length);
}

/** What of a model's context is left for the record of a call. */
interface RecordBudget<Group> {
  /** Groups whose question fits with a condensed call only. */
  readonly long: readonly Group[];
  /** Groups whose question leaves too few characters even for a condensed call. */
  readonly unfit: readonly Group[];
  /** Characters a record may have that all of `long` are asked about; `Infinity` where there are none. */
  readonly characters: number;
}

/** Finds the groups of tasks that cannot be asked about the whole call. */
export function recordBudget<Group extends readonly LlmTask[]>(
  model: LanguageModel,
  groups: readonly Group[],
  input: SectionInput,
): RecordBudget<Group> {
  const budget = questionBudget(model);
  const empty = condensedCall([]);
  const tooLong = groups
    .filter((group) => questionLength(composeQuestion(group, input)) > budget)
    .map((group) => ({
      group,
      left: budget - questionLength(composeQuestion(group, input, empty)) - REPAIR_CHARACTERS,
    }));
  const [long, unfit] = [
    tooLong.filter(({ left }) => left >= SHORTEST_RECORD_CHARACTERS),
    tooLong.filter(({ left }) => left < SHORTEST_RECORD_CHARACTERS),
  ];
  return {
    long: long.map(({ group }) => group),
    unfit: unfit.map(({ group }) => group),
    characters: Math.min(...long.map(({ left }) => left)),
  };
}
