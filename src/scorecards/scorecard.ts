import { z } from 'zod';
import { Evidence } from '../text/evidence.ts';

/** What must have come up in a call before a criterion applies to it; `always` is every call that the scorecard is for. */
export const Occasion = z.enum([
  'always',
  'objection',
  'refusal',
  'question',
  'trouble',
  'offer',
  'price',
  'claim',
  'wait',
  'next_step',
  'recording_required',
  'identity_needed',
  'outbound',
  'disclosures_set',
  'phrases_set',
]);
export type Occasion = z.infer<typeof Occasion>;

const Sentences = z.string().trim().min(1).max(400);

/** Of the question about a part as a whole. */
const WHOLE_WEIGHT = 12;

/** Where a level goes from 0 to 4: the opposite or harm, failed, ordinary, done for this customer, done early and it takes. */
const Levels = z.tuple([Sentences, Sentences, Sentences, Sentences, Sentences]);

/**
 * One small question about a call. `advice` holds patterns for the agent, for a low and a high level: {called}, {did} and {taken} stand
 * for quotes of the customer's turn, the agent's, and the customer's next. A pattern is only used where all its slots can be filled.
 */
const Criterion = z.strictObject({
  id: z.string().regex(/^[a-z][a-z_]{1,39}$/u),
  question: Sentences,
  about: z.enum(['agent', 'customer', 'call']),
  when: Occasion,
  /** From 1, details, to 6, what the part is about; the whole of a part counts about as much as all its details. */
  weight: z.number().min(0.5).max(WHOLE_WEIGHT),
  /** Five described levels, or a yes and a no. */
  answers: z.union([z.strictObject({ levels: Levels }), z.strictObject({ yes: Sentences, no: Sentences })]),
  /** What in a call counts as evidence, and what looks like it and does not. */
  evidence: Sentences,
  advice: z.strictObject({
    low: z.array(Sentences).max(5),
    high: z.array(Sentences).max(5),
  }),
});
export type Criterion = z.infer<typeof Criterion>;

/** A version of a scorecard. A version that was used is never changed: what is scored with it names it. */
export const Scorecard = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_-]{1,39}$/u),
    version: z.int().positive(),
    name: z.string().trim().min(1).max(80),
    /** What is scored by itself, such as a pillar of a sales call. */
    parts: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z][a-z_]{1,39}$/u),
          criteria: z.array(Criterion).min(1).max(12),
        }),
      )
      .min(1)
      .max(10),
  })
  .refine(
    ({ parts }) =>
      parts.every(({ criteria }) => new Set(criteria.map(({ id }) => id)).size === criteria.length),
    'Field "parts": two criteria of a part have the same id; give each its own.',
  );
export type Scorecard = z.infer<typeof Scorecard>;

/**
 * How one criterion came out. `answered`: `level` is the expected level, 0 to 4, a yes 4 and a no 0. `not_applicable`: the call gave no
 * occasion. `not_observed`: there was occasion, and nothing was found that shows a level. `not_answered`: this reader cannot tell.
 */
export const Verdict = z.strictObject({
  criterion: z.string(),
  state: z.enum(['answered', 'not_applicable', 'not_observed', 'not_answered']),
  level: z.number().min(0).max(4).nullable(),
  /** How sure the reader is of the level, 0 to 1; it takes part in the score by it. */
  confidence: z.number().min(0).max(1),
  evidence: z.array(Evidence),
});
export type Verdict = z.infer<typeof Verdict>;

/** A criterion about the agent with described levels, as a scorecard is mostly written. */
export function leveled({
  levels,
  low,
  high,
  ...rest
}: Pick<Criterion, 'id' | 'question' | 'when' | 'weight' | 'evidence'> &
  Criterion['advice'] & {
    readonly levels: Extract<Criterion['answers'], { levels: unknown }>['levels'];
  }): Criterion {
  return { ...rest, about: 'agent', answers: { levels }, advice: { low, high } };
}

/** The question about a part as a whole, which a reader answers beside the small ones. */
export function whole(question: string): Criterion {
  return leveled({
    id: 'whole',
    weight: WHOLE_WEIGHT,
    when: 'always',
    question,
    levels: [
      'Dreadful: it did harm, or the opposite was done.',
      'Poor: most of it failed, or the customer had to force it.',
      'Ordinary: some of it was done, or in a general way.',
      'Good: done for this customer.',
      'Excellent: done early, in the customer’s terms, and it took.',
    ],
    evidence:
      'What either side does throughout, and how each takes what the other says; formulas of politeness count nothing.',
    low: [],
    high: [],
  });
}

const POINTS_PER_LEVEL = 25;
/** Under this share of the applicable weight the answered criteria are too few to stand for the part. */
const LEAST_ANSWERED = 0.5;

/**
 * Score of one part, 0 to 100: 25 times the mean of the expected levels, weighted by the criteria's weights and the confidence in
 * the verdicts. A criterion without occasion counts neither way. `null` where less than half of the weight that applies was answered.
 */
export function scorePart(
  criteria: readonly Pick<Criterion, 'id' | 'weight'>[],
  verdicts: readonly Pick<Verdict, 'criterion' | 'state' | 'level' | 'confidence'>[],
): number | null {
  const weights = new Map(criteria.map(({ id, weight }) => [id, weight]));
  let [applicable, answered, sum, total] = [0, 0, 0, 0];
  for (const { criterion, state, level, confidence } of verdicts) {
    const weight = weights.get(criterion) ?? 0;
    // A criterion without evidence of a level says as little about the part as one without occasion.
    if (state === 'answered' || state === 'not_answered') applicable += weight;
    if (state !== 'answered' || level === null) continue;
    answered += weight;
    sum += weight * confidence * level;
    total += weight * confidence;
  }
  if (total === 0 || answered < LEAST_ANSWERED * applicable) return null;
  return Math.round(Math.min(100, Math.max(0, (POINTS_PER_LEVEL * sum) / total)));
}

/** Rounded mean of the parts that have a score; `null` where none has. */
export function overallScore(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return null;
  return Math.round(known.reduce((sum, score) => sum + score, 0) / known.length);
}
