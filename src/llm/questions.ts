import { z } from 'zod';
import type { Prompt, SectionInput } from '../analysis/section.ts';
import { computedMark } from '../domain/engine.ts';
import { type CallRecord, wholeCall } from './call-record.ts';
import {
  CUSTOM_INSTRUCTIONS_TEXT,
  customInstructionsFor,
  fenceFor,
  reminderText,
  rulesText,
} from './prompt.ts';

/** A section that a language model is asked for. */
export interface AskedSection {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly prompt: Pick<Prompt, 'text' | 'given'>;
}

interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** One call of a language model: some sections of one transcript. */
export interface Question {
  readonly messages: readonly Message[];
  readonly schema: JsonSchema;
}

/** Asks for the sections at once. The record of the call and what the account wrote stand inside a fence. */
export function composeQuestion(
  sections: readonly AskedSection[],
  input: SectionInput,
  record: CallRecord = wholeCall(input.transcript),
): Question {
  const given = sections.map(({ prompt }) => configurationText(prompt, input));
  const wishes = customInstructionsText(sections, input);
  const fence = fenceFor([record.text, wishes, ...given]);
  const tasks = sections.map(({ name, prompt }, position) => {
    const text = given[position] ?? '';
    return `## ${name}\n${prompt.text}${text === '' ? '' : `\n${fence.around(`configuration of ${name}`, text)}`}`;
  });
  const content = [
    `# Call\n${callHeader(input)}`,
    '# Tasks, one member of the answer each',
    ...tasks,
    ...(wishes === '' ? [] : [`# Wishes\n${CUSTOM_INSTRUCTIONS_TEXT}`, fence.around('wishes', wishes)]),
    ['# What was said', record.note].join('\n').trim(),
    fence.around(record.label, record.text),
    reminderText(fence),
  ].join('\n\n');
  return {
    messages: [
      { role: 'system', content: rulesText(fence) },
      { role: 'user', content },
    ],
    schema: schemaOf(sections),
  };
}

/** What the answer to a question about these sections looks like. */
export function schemaOf(sections: readonly AskedSection[]): JsonSchema {
  return answerSchema(Object.fromEntries(sections.map(({ name, schema }) => [name, schema])));
}

function callHeader({ transcript, recordedAt }: SectionInput): string {
  const seconds = Math.round(transcript.durationMs / 1000);
  return `Language: ${transcript.language}. Date: ${recordedAt ?? 'not known'}. Length: ${seconds} seconds.`;
}

function configurationText({ given }: AskedSection['prompt'], { config }: SectionInput): string {
  const value = given?.(config);
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** JSON of the wishes; empty where there are none about these sections. */
function customInstructionsText(sections: readonly AskedSection[], { config }: SectionInput): string {
  const wishes = customInstructionsFor(
    sections.map(({ name }) => name),
    config,
  );
  return wishes.length === 0 ? '' : JSON.stringify(wishes);
}

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema (2020-12) of the answer a language model is asked for: one member per section, in it all that is not
 * marked as kept. Every member is required and no other is allowed, as strict structured output wants it.
 */
function answerSchema(sections: Readonly<Record<string, z.ZodType>>): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject(sections), {
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodObject) leaveOutComputed(zodSchema, jsonSchema);
      // Every whole number has these; they say nothing.
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
