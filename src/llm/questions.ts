import { z } from 'zod';
import {
  type CompletionRequest,
  type LanguageModel,
  MAX_ANSWER_TOKENS,
} from '../adapters/ai/language-model.ts';
import type { SectionInput } from '../analysis/section.ts';
import { computedMark } from '../domain/engine.ts';
import type { LlmTask } from './answers.ts';
import { type CallRecord, condensedCall, wholeCall } from './call-record.ts';
import { CUSTOM_INSTRUCTIONS_TEXT, fenceFor, reminderText, rulesText } from './prompt.ts';

/** What a model needs of a task to do it. */
type AskedTask = Pick<LlmTask, 'name' | 'schema' | 'prompt'>;

/** One question to a language model: the tasks to do, and the call they are about. */
export type Question = Pick<CompletionRequest, 'messages' | 'schema'>;

/** Asks for all tasks at once. The record of the call and whatever the account wrote are fenced. */
export function composeQuestion(
  tasks: readonly AskedTask[],
  input: SectionInput,
  record: CallRecord = wholeCall(input.transcript),
): Question {
  const configurations = tasks.map(({ prompt }) => configurationText(prompt, input));
  const instructions = customInstructionsText(tasks, input);
  const fence = fenceFor([record.text, instructions, ...configurations]);
  const taskTexts = tasks.map(({ name, prompt }, position) => {
    const text = configurations[position] ?? '';
    return `## ${name}\n${prompt.text}${text === '' ? '' : `\n${fence.around(`configuration of ${name}`, text)}`}`;
  });
  const content = [
    `# Call\n${callHeader(input)}`,
    '# Tasks, one member of the answer each',
    ...taskTexts,
    ...(instructions === ''
      ? []
      : [`# Wishes\n${CUSTOM_INSTRUCTIONS_TEXT}`, fence.around('wishes', instructions)]),
    ['# What was said', record.note].join('\n').trim(),
    fence.around(record.label, record.text),
    reminderText(fence),
  ].join('\n\n');
  return {
    messages: [
      { role: 'system', content: rulesText(fence) },
      { role: 'user', content },
    ],
    schema: answerSchema(tasks),
  };
}

function callHeader({ transcript, recordedAt }: SectionInput): string {
  const seconds = Math.round(transcript.durationMs / 1000);
  return `Language: ${transcript.language}. Date: ${recordedAt ?? 'not known'}. Length: ${seconds} seconds.`;
}

/** What of the account's configuration a task is about, as JSON; empty where it is about none. */
function configurationText({ given }: AskedTask['prompt'], { config }: SectionInput): string {
  const value = given?.(config);
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** The account's instructions about any of the tasks or about all, as JSON; empty where there are none. */
function customInstructionsText(tasks: readonly AskedTask[], { config }: SectionInput): string {
  const names = new Set(tasks.map(({ name }) => name));
  const instructions = config.customInstructions.filter(
    ({ section }) => section === null || names.has(section),
  );
  return instructions.length === 0 ? '' : JSON.stringify(instructions);
}

/**
 * The JSON schema (2020-12) of the answer: one member per task, without the members that are computed. Every member is
 * required and no other is allowed, as strict structured output demands.
 */
export function answerSchema(tasks: readonly AskedTask[]): Question['schema'] {
  const members = Object.fromEntries(tasks.map(({ name, schema }) => [name, schema]));
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject(members), {
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodObject) leaveOutComputed(zodSchema, jsonSchema);
      // zod gives these bounds to every integer; they only cost tokens.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return schema;
}

function leaveOutComputed({ shape }: z.ZodObject, schema: z.core.JSONSchema.BaseSchema): void {
  for (const [name, member] of Object.entries(shape)) {
    if (!computedMark(member)) continue;
    delete schema.properties?.[name];
    schema.required = schema.required?.filter((required) => required !== name) ?? [];
  }
}

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
