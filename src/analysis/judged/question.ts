import type { z } from 'zod';
import type { Prompt, SectionInput } from '../section.ts';
import { answerSchema, type JsonSchema } from './answer-schema.ts';
import { fenceFor } from './fence.ts';
import { reminderText, rulesText } from './rules.ts';

/** A section that a language model is asked for. */
export interface Asked {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly prompt: Prompt;
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

/** Asks for the sections at once. The transcript and what the account wrote stand inside a fence. */
export function askFor(sections: readonly Asked[], input: SectionInput): Question {
  const call = transcriptLines(input);
  const given = sections.map(({ prompt }) => givenText(prompt, input));
  const fence = fenceFor([call, ...given]);
  const tasks = sections.map(({ name, prompt }, position) => {
    const record = given[position] ?? '';
    return `## ${name}\n${prompt.text}${record === '' ? '' : `\n${fence.around(`configuration of ${name}`, record)}`}`;
  });
  const content = [
    `# Call\n${callFacts(input)}`,
    '# Tasks, one member of the answer each',
    ...tasks,
    '# What was said',
    fence.around('transcript: number, speaker, text', call),
    reminderText(fence),
  ].join('\n\n');
  return {
    messages: [
      { role: 'system', content: rulesText(fence) },
      { role: 'user', content },
    ],
    schema: answerSchema(Object.fromEntries(sections.map(({ name, schema }) => [name, schema]))),
  };
}

function callFacts({ transcript, recordedAt }: SectionInput): string {
  const seconds = Math.round(transcript.durationMs / 1000);
  return `Language: ${transcript.language}. Date: ${recordedAt ?? 'not known'}. Length: ${seconds} seconds.`;
}

/** One line per utterance, so that nothing said can begin a line of its own. */
function transcriptLines({ transcript }: SectionInput): string {
  return transcript.utterances
    .map(({ index, role, speaker, text }) =>
      oneLine(`${index} ${role === 'unknown' ? speaker : role}: ${text}`),
    )
    .join('\n');
}

function givenText({ given }: Prompt, { config }: SectionInput): string {
  const value = given?.(config);
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]/gu, ' ');
}
