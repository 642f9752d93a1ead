import { isHallucination } from './hallucination.ts';
import type { Passage } from './plan.ts';
import { toSamples, toSeconds } from './sample-rate.ts';
import { lengthOf, type Span } from './spans.ts';
import { type PlacedWord, spreadWords } from './spread-words.ts';

/** Recognises one stretch of the passage's channel. */
export type Recognise = (stretch: Span) => Promise<string>;

/** Shorter sounds that come back empty are breaths and clicks; a longer one deserves a second try. */
const SHORTEST_RETRY = toSamples(0.4);

/** The text of a stretch, or nothing when the recogniser ran away with it. */
async function recogniseStretch(recognise: Recognise, stretch: Span): Promise<string> {
  const text = await recognise(stretch);
  return isHallucination(text, toSeconds(lengthOf(stretch))) ? '' : tidySpelling(text);
}

/** Second try: each span alone and unpadded, which is other input to the recogniser than the first try was. */
async function recogniseSpanBySpan(recognise: Recognise, passage: Passage): Promise<PlacedWord[]> {
  const worth = passage.spans.filter((span) => lengthOf(span) >= SHORTEST_RETRY);
  const words = await Promise.all(
    worth.map(async (span) => spreadWords(await recogniseStretch(recognise, span), [span])),
  );
  return words.flat();
}

/** The words of a passage with their estimated places; none when nothing could be understood. */
export async function recognisePassage(recognise: Recognise, passage: Passage): Promise<PlacedWord[]> {
  const text = await recogniseStretch(recognise, passage.padded);
  return text === '' ? recogniseSpanBySpan(recognise, passage) : spreadWords(text, passage.spans);
}

/** Spellings of a century ago that the model learned from old books. */
const OLD_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(to)-(day|night|morrow)\b/giu, '$1$2'],
  [/\b(any|every|some) (thing)\b/giu, '$1$2'],
];

/** Writes the model's old-fashioned spellings as they are written now: `to-day` → `today`, `any thing` → `anything`. */
export const tidySpelling = (text: string): string =>
  OLD_SPELLINGS.reduce((tidy, [old, now]) => tidy.replaceAll(old, now), text);
