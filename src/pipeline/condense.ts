import { z } from 'zod';
import { CheckedPoint, condensing, extractOf, linesWithin } from '../analysis/judged/condense.ts';
import type { Warning } from '../analysis/judged/judgement.ts';
import { askFor } from '../analysis/judged/question.ts';
import { type CallRecord, condensedCall } from '../analysis/judged/record.ts';
import { windowsOf } from '../analysis/judged/windows.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { Utterance } from '../domain/transcript.ts';
import type { LanguageModel } from '../platform/ai/language-model.ts';
import { type JudgedPart, judgeGroup } from './judge-group.ts';
import { lengthOf, roomOf } from './room.ts';
import { sideBySide } from './side-by-side.ts';

/** A call that was too long for the model, as the sections are asked about it. */
export interface Condensed {
  readonly record: CallRecord;
  /** What the model did for each part of the call. */
  readonly parts: readonly JudgedPart[];
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
const AT_ONCE = 6;
/** Left free in every question, for what is wrong with an answer. */
export const REPAIR_CHARACTERS = 3_000;

interface Frame {
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
  { recordCharacters, places }: Frame,
  signal: AbortSignal,
): Promise<Condensed | null> {
  const windows = windowsOf(input.transcript, partCharacters(model, input));
  const share = Math.floor(recordCharacters / Math.max(1, windows.length));
  if (windows.length > MOST_PARTS || share < SHORTEST_SHARE_CHARACTERS) return null;
  const parts = await sideBySide(windows, AT_ONCE, (window) =>
    judgeGroup(model, [condensing], { input: about(window, input), offline: {} }, signal),
  );
  const lines = windows.flatMap((window, at) => {
    const points = pointsOf(parts[at]);
    return points === null ? extractOf(window, places, share) : linesWithin(points, share);
  });
  const failed = parts.flatMap(({ warnings }) => warnings);
  return { record: condensedCall(lines), parts, extracted: failed.length, warnings: tellOf(failed, parts) };
}

function partCharacters(model: LanguageModel, input: SectionInput): number {
  const question = lengthOf(askFor([condensing], about([], input)));
  const room = roomOf(model) - question - REPAIR_CHARACTERS;
  return Math.max(SHORTEST_PART_CHARACTERS, Math.min(LONGEST_PART_CHARACTERS, room));
}

function about(utterances: readonly Utterance[], input: SectionInput): SectionInput {
  return { ...input, transcript: { ...input.transcript, utterances: [...utterances] } };
}

function pointsOf(part: JudgedPart | undefined): readonly CheckedPoint[] | null {
  return z.array(CheckedPoint).safeParse(part?.written[condensing.name]).data ?? null;
}

/** One warning for all parts that were not condensed, with the reason of the first. */
function tellOf([first, ...others]: readonly Warning[], parts: readonly JudgedPart[]): Warning[] {
  if (first === undefined) return [];
  const message = `${others.length + 1} of ${parts.length} parts of the call were quoted from rather than condensed. ${first.message}`;
  return [{ ...first, message }];
}
