import type { Acts } from './acts.ts';
import { models } from './model.ts';

/** What a call is for, or why it is no conversation; corpus/SCHEMA.md names them. */
export const CALL_KINDS = [
  'support',
  'complaint',
  'booking',
  'sales',
  'renewal',
  'retention',
  'collections',
  'survey',
  'internal',
  'other',
  'voicemail',
  'ivr',
  'wrong_number',
  'dropped',
] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** Kinds that are often known together where they cannot be distinguished: service, selling, no conversation. */
export const FAMILY_OF = {
  support: 'service',
  complaint: 'service',
  booking: 'service',
  sales: 'selling',
  renewal: 'selling',
  retention: 'selling',
  collections: 'collections',
  survey: 'survey',
  internal: 'internal',
  other: 'other',
  voicemail: 'none',
  ivr: 'none',
  wrong_number: 'none',
  dropped: 'none',
} as const satisfies Readonly<Record<CallKind, string>>;
export type CallFamily = (typeof FAMILY_OF)[CallKind];

/** From which probability on a family is stated; `npm run train` prints how often it is true then. */
export const LEAST_FAMILY = 0.86;

export interface CallKindEstimate {
  /** `unknown` where fewer than nine of ten calls that are read as surely are of the kind. */
  readonly kind: CallKind | 'unknown';
  /** The same of the family, which is often known where the kind is not. */
  readonly family: CallFamily | 'unknown';
  /** Probability of the most probable kind, 0 to 1. */
  readonly confidence: number;
  /** By kind, 0 to 1; together 1. */
  readonly probabilities: Readonly<Record<CallKind, number>>;
}

/** What kind of call it is. A call in which nothing is said is `unknown`. */
export function readCallKind({ turns, callFeatures }: Acts): CallKindEstimate {
  const model = models().kind;
  const byOutput = model.probabilities(callFeatures);
  const of = (kind: CallKind): number => byOutput[model.header.outputs.indexOf(kind)] ?? 0;
  const probabilities = recordOf(CALL_KINDS, of);
  const best = CALL_KINDS.reduce((a, b) => (of(b) > of(a) ? b : a));
  const [family, share] = mostProbableFamily(probabilities);
  const spoken = turns.length > 0;
  return {
    kind: spoken && of(best) >= (model.header.threshold[0] ?? 1) ? best : 'unknown',
    family: spoken && share >= LEAST_FAMILY ? family : 'unknown',
    confidence: of(best),
    probabilities,
  };
}

export function mostProbableFamily(
  probabilities: Readonly<Record<CallKind, number>>,
): [family: CallFamily, probability: number] {
  const sums = new Map<CallFamily, number>();
  for (const kind of CALL_KINDS)
    sums.set(FAMILY_OF[kind], (sums.get(FAMILY_OF[kind]) ?? 0) + probabilities[kind]);
  return [...sums].reduce((best, other) => (other[1] > best[1] ? other : best));
}

/** What each name stands for, under that name. */
export function recordOf<const Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name, at: number) => Value,
): Record<Name, Value>;
export function recordOf(
  names: readonly string[],
  valueOf: (name: string, at: number) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(names.map((name, at) => [name, valueOf(name, at)]));
}
