import { z } from 'zod';
import type { SectionInput } from '../analysis/section.ts';
import { createQuoteChecker, type QuoteChecker } from './evidence-check.ts';

/** A section that can be read from a model's answer. */
export interface ReadableSection {
  readonly name: string;
  readonly fromModel: (answer: unknown, about: AnswerContext) => unknown;
}

/** What an answer of a model is read with. */
export interface AnswerContext {
  readonly input: SectionInput;
  /** Id of the model. */
  readonly model: string;
  readonly quotes: QuoteChecker;
  /** The section as the offline computation wrote it. */
  readonly own: unknown;
}

export type OfflineSections = Readonly<Record<string, unknown>>;

/** What of an answer could be used. */
export interface AnswerResult {
  /** By the name of the section. */
  readonly written: Readonly<Record<string, unknown>>;
  /** What is wrong with each of the others; made of the schema and the answer's form, for the model to read. */
  readonly errors: Readonly<Record<string, string>>;
  /** Quotes in what could be used that are not in the transcript and were left out. */
  readonly quotesDropped: number;
}

const LONGEST_ERROR_CHARACTERS = 1_500;
const CODE_BLOCK = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/u;

/**
 * Reads the sections out of a model's answer, each for itself: one that does not fit leaves the others as they are.
 * `offline`: the sections as the offline computation wrote them, by name.
 */
export function readAnswer(
  content: unknown,
  sections: readonly ReadableSection[],
  { input, model, offline }: Pick<AnswerContext, 'input' | 'model'> & { offline: OfflineSections },
): AnswerResult {
  const answer = typeof content === 'string' ? parseJson(content) : content;
  const written: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  let quotesDropped = 0;
  for (const section of sections) {
    const quotes = createQuoteChecker(input.transcript);
    try {
      const own = offline[section.name];
      written[section.name] = section.fromModel(memberOf(answer, section.name), {
        input,
        model,
        quotes,
        own,
      });
      quotesDropped += quotes.dropped;
    } catch (error) {
      errors[section.name] = describe(error).slice(0, LONGEST_ERROR_CHARACTERS);
    }
  }
  return { written, errors, quotesDropped };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(CODE_BLOCK.exec(text)?.[1] ?? text);
  } catch {
    return undefined;
  }
}

/** The member of the answer; `undefined` where the answer is no JSON object or has none of this name. */
function memberOf(answer: unknown, name: string): unknown {
  if (typeof answer !== 'object' || answer === null) return undefined;
  return Object.entries(answer).find(([key]) => key === name)?.[1];
}

function describe(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : 'it is not valid';
}
