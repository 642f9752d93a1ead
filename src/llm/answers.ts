import { z } from 'zod';
import type { DefinedSection, Prompt, SectionInput } from '../analysis/section.ts';
import { computedMark } from '../domain/engine.ts';
import type { Transcript } from '../domain/transcript.ts';
import { Evidence } from '../text/evidence.ts';
import { timeAt } from '../text/sentences.ts';
import { oneLine } from './call-record.ts';

/** Something a language model is asked to write: a section of a report, or the points of one part of a long call. */
export interface LlmTask {
  /** Member of the model's answer that holds what it wrote. */
  readonly name: string;
  readonly schema: z.ZodType;
  readonly prompt: Pick<Prompt, 'version' | 'text' | 'given'>;
  /** Makes the result of what the model wrote. Throws `ZodError` or `Error` where that cannot be used. */
  readonly read: (answer: unknown, context: AnswerContext) => unknown;
}

/** What an answer is read with. */
export interface AnswerContext {
  readonly input: SectionInput;
  /** Id of the model. */
  readonly model: string;
  readonly quotes: QuoteChecker;
  /** The same section, written by the offline computation. */
  readonly offline: unknown;
}

/** Sections written by the offline computation, by name. */
export type OfflineSections = Readonly<Record<string, unknown>>;

/** What of an answer could be used. */
export interface AnswerResult {
  /** Results by the name of the task. */
  readonly written: Readonly<Record<string, unknown>>;
  /** What is wrong with each of the others, for the model to read. Quotes nothing of the answer. */
  readonly errors: Readonly<Record<string, string>>;
  /** Quotes in `written` that were left out, because they are not in the transcript. */
  readonly quotesDropped: number;
}

const LONGEST_ERROR_CHARACTERS = 1_500;
const CODE_FENCE = '```';

/** Reads every task's member of an answer by itself: one that does not fit leaves the others as they are. Never throws. */
export function readAnswer(
  content: unknown,
  tasks: readonly Pick<LlmTask, 'name' | 'read'>[],
  { input, model, offline }: Pick<AnswerContext, 'input' | 'model'> & { offline: OfflineSections },
): AnswerResult {
  const answer = typeof content === 'string' ? parseJson(content) : content;
  const written: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  let quotesDropped = 0;
  for (const { name, read } of tasks) {
    const quotes = createQuoteChecker(input.transcript);
    try {
      written[name] = read(memberOf(answer, name), { input, model, quotes, offline: offline[name] });
      quotesDropped += quotes.dropped;
    } catch (error) {
      errors[name] = describe(error).slice(0, LONGEST_ERROR_CHARACTERS);
    }
  }
  return { written, errors, quotesDropped };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(insideCodeBlock(text.trim()));
  } catch {
    return undefined;
  }
}

/** What a block of code holds; the text itself where it is none. */
function insideCodeBlock(text: string): string {
  const isBlock =
    text.length >= 2 * CODE_FENCE.length && text.startsWith(CODE_FENCE) && text.endsWith(CODE_FENCE);
  return isBlock ? text.slice(CODE_FENCE.length, -CODE_FENCE.length).replace(/^json/, '') : text;
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

/** Reads a section of the report from an answer. Throws `ZodError` where the answer does not fit its schema. */
export function readSection(
  { schema, finish }: Pick<DefinedSection<string, z.ZodType>, 'schema' | 'finish'>,
  answer: unknown,
  { input, model, quotes, offline }: AnswerContext,
): unknown {
  const own = { ...(isObject(offline) && offline), engine: model };
  return finish(completeAnswer(schema, answer, own, quotes), input);
}

/**
 * The answer in the form of `schema`, not parsed yet. Computed members are as in `own`, whatever the model wrote there;
 * quotes are checked; members that were not asked for are left out. Never throws.
 */
function completeAnswer(
  schema: z.core.$ZodType,
  answer: unknown,
  own: unknown,
  quotes: QuoteChecker,
): unknown {
  const mark = computedMark(schema);
  if (mark) return own === undefined ? mark.otherwise : own;
  if (schema instanceof z.ZodNullable) {
    return answer === null || answer === undefined
      ? null
      : completeAnswer(schema.unwrap(), answer, own ?? undefined, quotes);
  }
  if (schema instanceof z.ZodArray) {
    const { element } = schema;
    if (element === Evidence) return quotes.supported(answer);
    return Array.isArray(answer)
      ? answer.map((entry: unknown) => completeAnswer(element, entry, undefined, quotes))
      : answer;
  }
  return schema instanceof z.ZodObject ? completeObject(schema, answer, own, quotes) : answer;
}

function completeObject(
  { shape }: z.ZodObject,
  answer: unknown,
  own: unknown,
  quotes: QuoteChecker,
): unknown {
  if (!isObject(answer)) return answer;
  const ownMembers = isObject(own) ? own : {};
  return Object.fromEntries(
    Object.entries(shape).map(([name, member]) => [
      name,
      completeAnswer(member, answer[name], ownMembers[name], quotes),
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const Quote = z.object({ utterance: z.int().nonnegative(), quote: z.string().trim().min(1) });

/** Compares the quotes of a language model with the transcript. */
interface QuoteChecker {
  /** The quotes that are verbatim in the utterance they name, with their times. All others are dropped and counted. */
  supported(quotes: unknown): Evidence[];
  /** How many quotes were dropped so far. */
  readonly dropped: number;
}

/** The time of a quote in its utterance goes by its place in the text, as for sentences. */
function createQuoteChecker({ utterances }: Transcript): QuoteChecker {
  const byIndex = new Map(utterances.map((utterance) => [utterance.index, utterance]));
  let dropped = 0;

  function findQuote(entry: unknown): Evidence[] {
    const parsed = Quote.safeParse(entry);
    const utterance = parsed.success ? byIndex.get(parsed.data.utterance) : undefined;
    const at = parsed.success && utterance ? oneLine(utterance.text).indexOf(parsed.data.quote) : -1;
    if (!parsed.success || !utterance || at < 0) {
      dropped += 1;
      return [];
    }
    const quote = utterance.text.slice(at, at + parsed.data.quote.length);
    const startMs = timeAt(utterance, at);
    return [{ utterance: utterance.index, startMs, endMs: timeAt(utterance, at + quote.length), quote }];
  }

  return {
    supported: (quotes) => (Array.isArray(quotes) ? quotes.flatMap(findQuote) : []),
    get dropped() {
      return dropped;
    },
  };
}
