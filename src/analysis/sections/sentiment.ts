import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { Role } from '../../domain/transcript.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import type { ParsedUtterance } from '../../text/parsed-transcript.ts';
import { averageEmotions, distributeEmotions } from '../../understanding/emotions.ts';
import { findKeyMoments } from '../../understanding/key-moments.ts';
import { GREETING_OR_GOODBYE, readCustomerTone } from '../../understanding/tone.ts';
import { defineSection, type SectionInput } from '../section.ts';

const Score = z.number().min(-1).max(1);
const Label = z.enum(['positive', 'neutral', 'negative']);
type Label = z.infer<typeof Label>;
const Trend = z.enum(['improving', 'stable', 'declining']);

export const Sentiment = z.strictObject({
  engine: Engine,
  /** How the customer sounds over the whole call; null where nothing can be said. */
  overall: Score.nullable(),
  label: computed(Label.nullable(), null),
  /** How the customer's tone moves from the first half of the call to the second. */
  trend: Trend.nullable(),
  utterances: computed(
    z.array(z.strictObject({ utterance: z.int().nonnegative(), score: Score, label: Label })),
    [],
  ),
  speakers: computed(
    z.array(z.strictObject({ speaker: z.string(), role: Role, score: Score, label: Label })),
    [],
  ),
  keyMoments: z.array(
    z.strictObject({
      type: z.enum(['positive_peak', 'negative_peak', 'turning_point']),
      utterance: z.int().nonnegative(),
      score: Score,
      description: z.string(),
      evidence: z.array(Evidence),
    }),
  ),
});
export type Sentiment = z.infer<typeof Sentiment>;

/** From this distance from zero on a score is called positive or negative. */
const LABEL_AT = 0.15;
const TREND_AT = 0.12;
/** A plain utterance pulls the mean toward zero with this share of its words. */
const PLAIN_WEIGHT = 0.35;
const LONGEST_COUNTED_WORDS = 25;
const EMPTY = { overall: null, label: null, trend: null, utterances: [], speakers: [], keyMoments: [] };

export const sentiment = defineSection({
  name: 'sentiment',
  schema: Sentiment,
  prompt: {
    version: 1,
    group: 'content',
    text: 'Judge the tone of the call. Score the whole call from -1 (very negative) to 1 (very positive), say how the customer’s tone moves, and name the moments where it peaks or turns, each with the reason and a verbatim quote.',
  },
  settle: (answer) => ({
    ...answer,
    label: answer.overall === null ? null : labelOf(answer.overall),
    keyMoments: answer.keyMoments.flatMap((moment) =>
      moment.evidence.slice(0, 1).map(({ utterance }) => ({ ...moment, utterance })),
    ),
  }),
  offline: (input): Sentiment => {
    const { trusted, tone } = input;
    if (!trusted.english) return { engine: UNSUPPORTED_LANGUAGE, ...EMPTY };
    if (trusted.utterances.length === 0) return { engine: 'offline', ...EMPTY };
    const overall = overallTone(input);
    return {
      engine: 'offline',
      overall,
      label: labelOf(overall),
      trend: trendOf(input),
      utterances: trusted.utterances.map(({ index }) => {
        const score = tone.ofUtterance(index);
        return { utterance: index, score, label: labelOf(score) };
      }),
      speakers: [...Map.groupBy(trusted.utterances, ({ speaker }) => speaker)].map(([speaker, utterance]) => {
        const score = meanTone(input, utterance);
        return { speaker, role: utterance[0]?.role ?? 'unknown', score, label: labelOf(score) };
      }),
      keyMoments: input.facts === null ? [] : findKeyMoments(input.facts),
    };
  },
});

export function labelOf(score: number): Label {
  if (score >= LABEL_AT) return 'positive';
  return score <= -LABEL_AT ? 'negative' : 'neutral';
}

/** How the customer sounds over the whole call; where nobody is known to be the customer, how all sound. */
function overallTone(input: SectionInput): number {
  const roles = new Set(input.trusted.utterances.map(({ role }) => role));
  if (input.facts === null || !roles.has('customer') || !roles.has('agent'))
    return meanTone(input, input.trusted.utterances);
  const { label, score } = readCustomerTone(input.facts.acts);
  const bound = label === 'neutral' ? LABEL_AT - 0.01 : 1;
  const least = label === 'neutral' ? 0 : LABEL_AT;
  const size = Math.min(bound, Math.max(least, Math.abs(score)));
  return Math.round(Math.sign(score) * size * 100) / 100;
}

/** Mean tone of utterances weighted by words (at most 25 each), plain utterances at a third. */
function meanTone({ tone }: SectionInput, utterance: readonly ParsedUtterance[]): number {
  let sum = 0;
  let weights = 0;
  for (const { index, tokens } of utterance) {
    const score = tone.ofUtterance(index);
    const weight = Math.min(tokens.length, LONGEST_COUNTED_WORDS) * (score === 0 ? PLAIN_WEIGHT : 1);
    sum += score * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.round((sum / weights) * 100) / 100;
}

/** The change from the first half of the customer's sentences to the second; greetings and goodbyes do not count. */
function trendOf({ trusted, tone }: SectionInput): z.infer<typeof Trend> {
  const plain = trusted.sentences.filter(({ norm }) => !GREETING_OR_GOODBYE.test(norm));
  const customer = plain.filter(({ role }) => role === 'customer');
  const scores = (customer.length >= 2 ? customer : plain).map((sentence) => tone.ofSentence(sentence));
  const middle = Math.ceil(scores.length / 2);
  const change = mean(scores.slice(middle)) - mean(scores.slice(0, middle));
  if (scores.length < 2 || Math.abs(change) < TREND_AT) return 'stable';
  return change > 0 ? 'improving' : 'declining';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

const Share = z.number().min(0).max(1);
const Distribution = z.strictObject({
  happy: Share,
  neutral: Share,
  calm: Share,
  sad: Share,
  angry: Share,
  fearful: Share,
  surprised: Share,
  disgust: Share,
});

const Emotions = z.strictObject({
  engine: Engine,
  /** Shares that sum to 1 for every utterance with words. */
  utterances: z.array(z.strictObject({ utterance: z.int().nonnegative(), distribution: Distribution })),
  /** Of the whole call, each utterance weighted by its words; null where nothing was said in a known language. */
  overall: Distribution.nullable(),
  /** The utterances that are least neutral. */
  evidence: z.array(Evidence),
});
type Emotions = z.infer<typeof Emotions>;

const MOST_EVIDENCE = 3;

/** Shares for every utterance: a long answer that a model adds little to. Not asked of a model. */
export const emotions = defineSection({
  name: 'emotions',
  schema: Emotions,
  prompt: null,
  offline: ({ trusted, tone }): Emotions => {
    if (!trusted.english)
      return { engine: UNSUPPORTED_LANGUAGE, utterances: [], overall: null, evidence: [] };
    const entries = trusted.utterances.map((utterance) => ({
      utterance,
      distribution: distributeEmotions(utterance, { trusted, tone }),
    }));
    const felt = entries.filter(({ distribution }) => distribution.neutral < 0.5);
    const strongest = felt
      .toSorted((a, b) => a.distribution.neutral - b.distribution.neutral)
      .slice(0, MOST_EVIDENCE);
    return {
      engine: 'offline',
      utterances: entries.map(({ utterance, distribution }) => ({
        utterance: utterance.index,
        distribution,
      })),
      overall: entries.length === 0 ? null : averageEmotions(entries),
      evidence: strongest.flatMap(({ utterance }) => utterance.sentences.slice(0, 1).map(evidenceFrom)),
    };
  },
});
