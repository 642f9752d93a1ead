import { isBabble } from './babble.ts';
import type { Passage } from './plan.ts';
import { toSamples, toSeconds } from './sample-rate.ts';
import { lengthOf, type Span } from './spans.ts';
import { spreadWords, type PlacedWord } from './spread-words.ts';
import { tidySpelling } from './spelling.ts';

/** Recognises one stretch of the passage's channel. */
export type Recognise = (stretch: Span) => Promise<string>;

/** Shorter sounds that come back empty are breaths and clicks; a longer one deserves a second try. */
const SHORTEST_RETRY = toSamples(0.4);

/** The text of a stretch, or nothing when the recogniser ran away with it. */
async function hear(recognise: Recognise, stretch: Span): Promise<string> {
  const text = await recognise(stretch);
  return isBabble(text, toSeconds(lengthOf(stretch))) ? '' : tidySpelling(text);
}

/** Second try: each span alone and unpadded, which is other input to the recogniser than the first try was. */
async function hearSpanBySpan(recognise: Recognise, passage: Passage): Promise<PlacedWord[]> {
  const worth = passage.spans.filter((span) => lengthOf(span) >= SHORTEST_RETRY);
  const heard = await Promise.all(
    worth.map(async (span) => spreadWords(await hear(recognise, span), [span])),
  );
  return heard.flat();
}

/** The words of a passage with their estimated places; none when nothing could be understood. */
export async function hearPassage(recognise: Recognise, passage: Passage): Promise<PlacedWord[]> {
  const text = await hear(recognise, passage.padded);
  return text === '' ? hearSpanBySpan(recognise, passage) : spreadWords(text, passage.spans);
}
