import type { Heard } from '../text/heard.ts';
import { FEELING_WORDS, type Feeling } from '../text/emotion-words.ts';
import type { Spoken } from '../text/reading.ts';

/** Shares of the eight emotions; they sum to 1. */
export type Distribution = Readonly<Record<Feeling | 'neutral', number>>;

const FEELINGS: readonly Feeling[] = ['happy', 'calm', 'sad', 'angry', 'fearful', 'surprised', 'disgust'];
/** What plainness weighs against one point of feeling. */
const NEUTRAL_POINTS = 1.4;
const TONE_POINTS = 1.6;
/** How negative tone without a word for the feeling divides. */
const NEGATIVE_SHARES = { angry: 0.6, sad: 0.4 };

/**
 * Emotions of one utterance, from words that show a feeling and from its tone: positive tone adds to happy, negative
 * tone to what the words show, else to angry and sad. Two decimals.
 */
export function distributeEmotions(spoken: Spoken, { tone }: Heard): Distribution {
  const points = new Map<Feeling, number>();
  const add = (feeling: Feeling, value: number): unknown =>
    points.set(feeling, (points.get(feeling) ?? 0) + value);
  for (const { norm } of spoken.sentences) {
    for (const { feeling, weight, pattern } of FEELING_WORDS) if (pattern.test(norm)) add(feeling, weight);
  }
  const score = tone.ofUtterance(spoken.index);
  if (score > 0) add('happy', score * TONE_POINTS);
  else addNegative(points, -score * TONE_POINTS, add);
  return normalise(points, NEUTRAL_POINTS);
}

function addNegative(
  points: ReadonlyMap<Feeling, number>,
  value: number,
  add: (feeling: Feeling, value: number) => unknown,
): void {
  const shown = FEELINGS.filter(
    (feeling) => feeling !== 'happy' && feeling !== 'calm' && points.has(feeling),
  );
  if (shown.length > 0) for (const feeling of shown) add(feeling, value / shown.length);
  else if (value > 0) {
    add('angry', value * NEGATIVE_SHARES.angry);
    add('sad', value * NEGATIVE_SHARES.sad);
  }
}

/** The distributions of utterances as one, each weighted by its words; wholly neutral where there are none. */
export function averageEmotions(
  entries: readonly { spoken: Spoken; distribution: Distribution }[],
): Distribution {
  const points = new Map<Feeling, number>();
  let neutral = 0;
  for (const { spoken, distribution } of entries) {
    for (const feeling of FEELINGS) {
      points.set(feeling, (points.get(feeling) ?? 0) + distribution[feeling] * spoken.tokens.length);
    }
    neutral += distribution.neutral * spoken.tokens.length;
  }
  return normalise(points, neutral);
}

function normalise(points: ReadonlyMap<Feeling, number>, neutral: number): Distribution {
  const total = [...points.values()].reduce((sum, value) => sum + value, neutral);
  const share = (feeling: Feeling): number =>
    total <= 0 ? 0 : Math.floor(((points.get(feeling) ?? 0) / total) * 100) / 100;
  const shares = {
    happy: share('happy'),
    calm: share('calm'),
    sad: share('sad'),
    angry: share('angry'),
    fearful: share('fearful'),
    surprised: share('surprised'),
    disgust: share('disgust'),
  };
  const felt = Object.values(shares).reduce((sum, value) => sum + value, 0);
  return { ...shares, neutral: Math.round((1 - felt) * 100) / 100 };
}
