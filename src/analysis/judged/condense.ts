import { z } from 'zod';
import type { Utterance } from '../../domain/transcript.ts';
import type { SectionInput } from '../section.ts';
import { cutText } from '../text/rewrite.ts';
import type { AnswerContext } from './read-answer.ts';
import { saidLine, shortLine } from './record.ts';

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
export const CheckedPoint = z.strictObject({
  utterance: z.int().nonnegative(),
  importance: Importance,
  lines: z.array(z.string()),
});
export type CheckedPoint = z.infer<typeof CheckedPoint>;

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
  const short = shortLine(utterance, cutText(text, LONGEST_TEXT_CHARACTERS));
  if (supported === null) return [short];
  const [found] = supported;
  if (found === undefined) return [saidLine(utterance, cutText(utterance.text, LONGEST_TEXT_CHARACTERS))];
  return [short, saidLine(utterance, cutText(found.quote, LONGEST_QUOTE_CHARACTERS))];
}

/** Lines of the most important points that fit into `maxCharacters` (of one, its last at least), in the order of the call. */
export function linesWithin(points: readonly CheckedPoint[], maxCharacters: number): string[] {
  let left = maxCharacters;
  return points
    .toSorted((a, b) => ORDER.indexOf(a.importance) - ORDER.indexOf(b.importance))
    .flatMap(({ utterance, lines }) => {
      const fitting = [lines, lines.slice(-1)].find((some) => lengthOf(some) <= left);
      left -= lengthOf(fitting ?? []);
      return fitting ? [{ utterance, lines: fitting }] : [];
    })
    .toSorted((a, b) => a.utterance - b.utterance)
    .flatMap(({ lines }) => lines);
}

/**
 * A part of a call in its own words, within `maxCharacters`: for where no model condensed it. The utterances of `places`
 * go first, then the others from the beginning on; long ones are cut.
 */
export function extractOf(
  window: readonly Utterance[],
  places: ReadonlySet<number>,
  maxCharacters: number,
): string[] {
  const longest = Math.max(LONGEST_TEXT_CHARACTERS, Math.floor(maxCharacters / Math.max(1, window.length)));
  const points = window.map((utterance): CheckedPoint => ({
    utterance: utterance.index,
    importance: places.has(utterance.index) ? 'high' : 'low',
    lines: [saidLine(utterance, cutText(utterance.text, longest))],
  }));
  return linesWithin(points, maxCharacters);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
