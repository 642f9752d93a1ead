import type { z } from 'zod';
import type { Prompt, SectionInput } from '../section.ts';
import { answerSchema, type JsonSchema } from './answer-schema.ts';
import { fenceFor } from './fence.ts';
import { type CallRecord, wholeCall } from './record.ts';
import { reminderText, rulesText } from './rules.ts';
import { WISHES_TEXT, wishesFor } from './wishes.ts';

/** A section that a language model is asked for. */
export interface Asked {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly prompt: Pick<Prompt, 'text' | 'given'>;
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** One call of a language model: some sections of one transcript. */
export interface Question {
  readonly messages: readonly Message[];
  readonly schema: JsonSchema;
}

/** Asks for the sections at once. The record of the call and what the account wrote stand inside a fence. */
export function askFor(
  sections: readonly Asked[],
  input: SectionInput,
  record: CallRecord = wholeCall(input.transcript),
): Question {
  const given = sections.map(({ prompt }) => givenText(prompt, input));
  const wishes = wishesText(sections, input);
  const fence = fenceFor([record.text, wishes, ...given]);
  const tasks = sections.map(({ name, prompt }, position) => {
    const text = given[position] ?? '';
    return `## ${name}\n${prompt.text}${text === '' ? '' : `\n${fence.around(`configuration of ${name}`, text)}`}`;
  });
  const content = [
    `# Call\n${callFacts(input)}`,
    '# Tasks, one member of the answer each',
    ...tasks,
    ...(wishes === '' ? [] : [`# Wishes\n${WISHES_TEXT}`, fence.around('wishes', wishes)]),
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
export function schemaOf(sections: readonly Asked[]): JsonSchema {
  return answerSchema(Object.fromEntries(sections.map(({ name, schema }) => [name, schema])));
}

function callFacts({ transcript, recordedAt }: SectionInput): string {
  const seconds = Math.round(transcript.durationMs / 1000);
  return `Language: ${transcript.language}. Date: ${recordedAt ?? 'not known'}. Length: ${seconds} seconds.`;
}

function givenText({ given }: Asked['prompt'], { config }: SectionInput): string {
  const value = given?.(config);
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** JSON of the wishes; empty where there are none about these sections. */
function wishesText(sections: readonly Asked[], { config }: SectionInput): string {
  const wishes = wishesFor(
    sections.map(({ name }) => name),
    config,
  );
  return wishes.length === 0 ? '' : JSON.stringify(wishes);
}
