import { z } from 'zod';
import type { LanguageModel } from '../adapters/ai/language-model.ts';
import type { Warning } from '../analysis/report.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { Utterance } from '../domain/transcript.ts';
import { cutText } from '../text/rewrite.ts';
import type { AnswerContext, LlmTask } from './answers.ts';
import { askGroup, type GroupAnswer } from './ask-group.ts';
import { type CallRecord, condensedCall, splitCall, summaryLine, verbatimLine } from './call-record.ts';
import { composeQuestion, questionBudget, questionLength, REPAIR_CHARACTERS } from './questions.ts';

/** A call condensed for a model whose context does not hold it. */
export interface Condensed {
  readonly record: CallRecord;
  /** What the model wrote for each part of the call. */
  readonly parts: readonly GroupAnswer[];
  /** How many parts are quoted from, because the model did not condense them. */
  readonly extracted: number;
  readonly warnings: readonly Warning[];
}

interface CondensingLimits {
  /** Characters the record may have. */
  readonly recordCharacters: number;
  /** Numbers of utterances that are quoted first in parts the model does not condense. */
  readonly places: ReadonlySet<number>;
}

/** Half an hour of talk. Models lose what stands in the middle of longer parts. */
const LONGEST_PART_CHARACTERS = 24_000;
const SHORTEST_PART_CHARACTERS = 2_000;
/** More than 24 hours of talk. */
const MOST_PARTS = 64;
const PARTS_AT_ONCE = 6;
/** One point with its quote: a record with less of each part tells too little. */
const SHORTEST_SHARE_CHARACTERS = 400;
const LONGEST_TEXT_CHARACTERS = 240;
const LONGEST_QUOTE_CHARACTERS = 400;
/** Names of goals and disclosures that a model is told to watch for. */
const MOST_WATCHED = 60;

/**
 * Has a model condense a long call part by part, several at once. Parts it fails at are quoted from instead. `null` where
 * the call has too many parts, or the record too few characters for each. Throws only the reason of the signal.
 */
export async function condense(
  model: LanguageModel,
  input: SectionInput,
  { recordCharacters, places }: CondensingLimits,
  signal: AbortSignal,
): Promise<Condensed | null> {
  const parts = splitCall(input.transcript, partCharacters(model, input));
  const share = Math.floor(recordCharacters / Math.max(1, parts.length));
  if (parts.length > MOST_PARTS || share < SHORTEST_SHARE_CHARACTERS) return null;
  const answers = await mapConcurrently(parts, PARTS_AT_ONCE, (part) =>
    askGroup(model, [condensing], { input: inputOf(part, input), offline: {} }, signal),
  );
  const lines = parts.flatMap((part, position) => {
    const points = pointsOf(answers[position]);
    return points === null ? quotedLines(part, places, share) : linesWithin(points, share);
  });
  const failures = answers.flatMap(({ warnings }) => warnings);
  return {
    record: condensedCall(lines),
    parts: answers,
    extracted: failures.length,
    warnings: summarise(failures, answers.length),
  };
}

function partCharacters(model: LanguageModel, input: SectionInput): number {
  const emptyQuestion = questionLength(composeQuestion([condensing], inputOf([], input)));
  const left = questionBudget(model) - emptyQuestion - REPAIR_CHARACTERS;
  return Math.max(SHORTEST_PART_CHARACTERS, Math.min(LONGEST_PART_CHARACTERS, left));
}

function inputOf(part: readonly Utterance[], input: SectionInput): SectionInput {
  return { ...input, transcript: { ...input.transcript, utterances: [...part] } };
}

/** One warning for all parts that were not condensed, with the reason of the first. */
function summarise([first, ...others]: readonly Warning[], partCount: number): Warning[] {
  if (first === undefined) return [];
  const message = `${others.length + 1} of ${partCount} parts of the call were quoted from rather than condensed. ${first.message}`;
  return [{ ...first, message }];
}

const Importance = z.enum(['high', 'medium', 'low']);

/** What a model writes about one part. */
const Points = z.strictObject({
  points: z.array(
    z.strictObject({
      utterance: z.int().nonnegative(),
      text: z.string(),
      quote: z.string().nullable(),
      importance: Importance,
    }),
  ),
});

/** A point with its lines for the record; their quotes are verbatim. */
const CheckedPoint = z.strictObject({
  utterance: z.int().nonnegative(),
  importance: Importance,
  lines: z.array(z.string()),
});
type CheckedPoint = z.infer<typeof CheckedPoint>;

/** The task of condensing one part of a call. */
export const condensing = {
  name: 'record',
  schema: Points,
  prompt: {
    version: 1,
    text: 'This is one part of a long call; the whole call is judged later, by your points alone. List in order, thirty points at most, what the judge has to know: how the part opens and ends, why they speak, names, needs, questions of weight, objections and the answers to them, prices and numbers, promises with their dates, complaints, courtesy, anger or delight, what shows or breaks one of the watched points. Each point has the number of the one line it rests on, one short sentence in the third person, its importance, and a verbatim quote of that line wherever the very words count (greetings, identification, promises, objections, feelings, anything watched), otherwise null.',
    given: ({ goals, disclosures }: SectionInput['config']) => ({
      watched: [...goals, ...disclosures].map(({ name }) => name).slice(0, MOST_WATCHED),
    }),
  },
  read: readPoints,
} satisfies LlmTask;

/** Throws `ZodError` where the answer does not fit, `Error` where none of its points is about this part. */
function readPoints(answer: unknown, { input, quotes }: AnswerContext): CheckedPoint[] {
  const byIndex = new Map(input.transcript.utterances.map((utterance) => [utterance.index, utterance]));
  const points = Points.parse(answer).points.flatMap(({ utterance: index, text, quote, importance }) => {
    const supported = quote === null ? null : quotes.supported([{ utterance: index, quote }]);
    const utterance = byIndex.get(index);
    return utterance ? [{ utterance: index, importance, lines: linesOf(utterance, text, supported) }] : [];
  });
  if (points.length === 0) throw new Error('there is no point about a line of this part');
  return points;
}

/** A point with an invented quote is not believed: the beginning of the utterance stands in its place. */
function linesOf(
  utterance: Utterance,
  text: string,
  supported: readonly { quote: string }[] | null,
): string[] {
  const summary = summaryLine(utterance, cutText(text, LONGEST_TEXT_CHARACTERS));
  if (supported === null) return [summary];
  const [found] = supported;
  if (found === undefined) return [verbatimLine(utterance, cutText(utterance.text, LONGEST_TEXT_CHARACTERS))];
  return [summary, verbatimLine(utterance, cutText(found.quote, LONGEST_QUOTE_CHARACTERS))];
}

function pointsOf(answer: GroupAnswer | undefined): readonly CheckedPoint[] | null {
  return z.array(CheckedPoint).safeParse(answer?.written[condensing.name]).data ?? null;
}

/**
 * Lines of the most important points that fit into `maxCharacters`, in the order of the call. Where not all lines of a
 * point fit, its last one stands alone.
 */
function linesWithin(points: readonly CheckedPoint[], maxCharacters: number): string[] {
  const { options } = Importance;
  let left = maxCharacters;
  return points
    .toSorted((a, b) => options.indexOf(a.importance) - options.indexOf(b.importance))
    .flatMap(({ utterance, lines }) => {
      const fitting = [lines, lines.slice(-1)].find((some) => charactersOf(some) <= left);
      left -= charactersOf(fitting ?? []);
      return fitting ? [{ utterance, lines: fitting }] : [];
    })
    .toSorted((a, b) => a.utterance - b.utterance)
    .flatMap(({ lines }) => lines);
}

/**
 * Lines of a part in its own words, within `maxCharacters`: first the utterances of `places`, then the others from the
 * beginning on. Long ones are cut.
 */
function quotedLines(
  part: readonly Utterance[],
  places: ReadonlySet<number>,
  maxCharacters: number,
): string[] {
  const longest = Math.max(LONGEST_TEXT_CHARACTERS, Math.floor(maxCharacters / Math.max(1, part.length)));
  const points = part.map((utterance): CheckedPoint => ({
    utterance: utterance.index,
    importance: places.has(utterance.index) ? 'high' : 'low',
    lines: [verbatimLine(utterance, cutText(utterance.text, longest))],
  }));
  return linesWithin(points, maxCharacters);
}

function charactersOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/** Results of `work` in the order of the items; it runs for at most `atOnce` of them at a time. */
async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of waiting) results[position] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
