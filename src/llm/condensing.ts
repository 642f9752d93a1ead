import { z } from 'zod';
import type { LanguageModel } from '../adapters/ai/language-model.ts';
import type { Warning } from '../analysis/report.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { Utterance } from '../domain/transcript.ts';
import { cutText } from '../text/rewrite.ts';
import type { AnswerContext } from './answers.ts';
import { askGroup, type GroupAnswer } from './ask-group.ts';
import { type CallRecord, condensedCall, splitCall, summaryLine, verbatimLine } from './call-record.ts';
import { questionBudget, questionLength } from './context-budget.ts';
import { composeQuestion } from './questions.ts';

/** A call that was too long for the model, as the sections are asked about it. */
export interface Condensed {
  readonly record: CallRecord;
  /** What the model did for each part of the call. */
  readonly parts: readonly GroupAnswer[];
  /** How many parts are their own words alone, because the model did not condense them. */
  readonly extracted: number;
  readonly warnings: readonly Warning[];
}

/** Half an hour of talk: more in one part loses what stands in the middle. */
const LONGEST_PART_CHARACTERS = 24_000;
const SHORTEST_PART_CHARACTERS = 2_000;
/** More than 24 hours of talk. */
const MOST_PARTS = 64;
/** Room for one point with its quote: a record of less of each part tells too little. */
const SHORTEST_SHARE_CHARACTERS = 400;
const PARTS_AT_ONCE = 6;
/** Left free in every question, for what is wrong with an answer. */
export const REPAIR_CHARACTERS = 3_000;

interface CondensingLimits {
  /** Characters the record may have. */
  readonly recordCharacters: number;
  /** Utterances that should be in it whoever writes it. */
  readonly places: ReadonlySet<number>;
}

/**
 * Has a long call condensed part by part, a few parts at once. A part the model fails at is quoted from instead; `null`
 * where the call would have too many parts. Throws only the signal's reason.
 */
export async function condense(
  model: LanguageModel,
  input: SectionInput,
  { recordCharacters, places }: CondensingLimits,
  signal: AbortSignal,
): Promise<Condensed | null> {
  const windows = splitCall(input.transcript, partCharacters(model, input));
  const share = Math.floor(recordCharacters / Math.max(1, windows.length));
  if (windows.length > MOST_PARTS || share < SHORTEST_SHARE_CHARACTERS) return null;
  const parts = await mapConcurrently(windows, PARTS_AT_ONCE, (window) =>
    askGroup(model, [condensing], { input: about(window, input), offline: {} }, signal),
  );
  const lines = windows.flatMap((window, at) => {
    const points = pointsOf(parts[at]);
    return points === null ? extractOf(window, places, share) : linesWithin(points, share);
  });
  const failed = parts.flatMap(({ warnings }) => warnings);
  return {
    record: condensedCall(lines),
    parts,
    extracted: failed.length,
    warnings: condensingWarnings(failed, parts),
  };
}

function partCharacters(model: LanguageModel, input: SectionInput): number {
  const question = questionLength(composeQuestion([condensing], about([], input)));
  const room = questionBudget(model) - question - REPAIR_CHARACTERS;
  return Math.max(SHORTEST_PART_CHARACTERS, Math.min(LONGEST_PART_CHARACTERS, room));
}

function about(utterances: readonly Utterance[], input: SectionInput): SectionInput {
  return { ...input, transcript: { ...input.transcript, utterances: [...utterances] } };
}

function pointsOf(part: GroupAnswer | undefined): readonly CheckedPoint[] | null {
  return z.array(CheckedPoint).safeParse(part?.written[condensing.name]).data ?? null;
}

/** One warning for all parts that were not condensed, with the reason of the first. */
function condensingWarnings(
  [first, ...others]: readonly Warning[],
  parts: readonly GroupAnswer[],
): Warning[] {
  if (first === undefined) return [];
  const message = `${others.length + 1} of ${parts.length} parts of the call were quoted from rather than condensed. ${first.message}`;
  return [{ ...first, message }];
}

const Importance = z.enum(['high', 'medium', 'low']);

/** What a model is asked for a part of a long call. */
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

/** A point as it goes into the record: its lines, checked against the call. */
const CheckedPoint = z.strictObject({
  utterance: z.int().nonnegative(),
  importance: Importance,
  lines: z.array(z.string()),
});
type CheckedPoint = z.infer<typeof CheckedPoint>;

const LONGEST_TEXT_CHARACTERS = 240;
const LONGEST_QUOTE_CHARACTERS = 400;
/** Names of goals and disclosures that are told, so that what shows them is not left out. */
const MOST_WATCHED = 60;
const ORDER = Importance.options;

/** The task of condensing one part of a call; asked and read like a section, which it is not. */
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
  fromModel: readPoints,
};

/** Throws `ZodError` where the answer does not fit, `Error` where no point is about this part. */
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

/** Whoever invents a quote is not believed: the utterance then stands in the record in its own words. */
function linesOf(
  utterance: Utterance,
  text: string,
  supported: readonly { quote: string }[] | null,
): string[] {
  const short = summaryLine(utterance, cutText(text, LONGEST_TEXT_CHARACTERS));
  if (supported === null) return [short];
  const [found] = supported;
  if (found === undefined) return [verbatimLine(utterance, cutText(utterance.text, LONGEST_TEXT_CHARACTERS))];
  return [short, verbatimLine(utterance, cutText(found.quote, LONGEST_QUOTE_CHARACTERS))];
}

/** Lines of the most important points that fit into `maxCharacters` (of one, its last at least), in the order of the call. */
function linesWithin(points: readonly CheckedPoint[], maxCharacters: number): string[] {
  let left = maxCharacters;
  return points
    .toSorted((a, b) => ORDER.indexOf(a.importance) - ORDER.indexOf(b.importance))
    .flatMap(({ utterance, lines }) => {
      const fitting = [lines, lines.slice(-1)].find((some) => linesLength(some) <= left);
      left -= linesLength(fitting ?? []);
      return fitting ? [{ utterance, lines: fitting }] : [];
    })
    .toSorted((a, b) => a.utterance - b.utterance)
    .flatMap(({ lines }) => lines);
}

/**
 * A part of a call in its own words, within `maxCharacters`: for where no model condensed it. The utterances of `places`
 * go first, then the others from the beginning on; long ones are cut.
 */
function extractOf(
  window: readonly Utterance[],
  places: ReadonlySet<number>,
  maxCharacters: number,
): string[] {
  const longest = Math.max(LONGEST_TEXT_CHARACTERS, Math.floor(maxCharacters / Math.max(1, window.length)));
  const points = window.map((utterance): CheckedPoint => ({
    utterance: utterance.index,
    importance: places.has(utterance.index) ? 'high' : 'low',
    lines: [verbatimLine(utterance, cutText(utterance.text, longest))],
  }));
  return linesWithin(points, maxCharacters);
}

function linesLength(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/** Does the work for every item, for at most `atOnce` at a time; results in the order of the items. */
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
