import { phrases, type Sentence } from '../text/sentences.ts';
import type { Acts } from './acts.ts';
import { DISMISSIVE } from './courtesy.ts';
import { addActs, addSteps, addWordGrams, fnv1a, type ModelTurn, turnFeatures } from './features.ts';
import { models } from './model.ts';

/** A customer holding back, and how the agent answers. */
export interface Objection {
  readonly kind: ObjectionKind;
  readonly sentence: Sentence;
  /** What the agent says until the customer objects again, at most in the next turns. */
  readonly answer: readonly Sentence[];
  readonly acknowledged: Sentence | null;
  readonly explored: Sentence | null;
  readonly reasoned: Sentence | null;
  /** Whether the customer accepts the answer in the end; null where that is not clear enough. */
  readonly settled: boolean | null;
  /** The customer's words that accept the answer; null unless it is settled. */
  readonly accepted: Sentence | null;
}

export const OBJECTION_KINDS = [
  'price',
  'need',
  'trust',
  'timing',
  'authority',
  'competitor',
  'effort',
  'other',
] as const;
export type ObjectionKind = (typeof OBJECTION_KINDS)[number];

/** From which probability on an objection is stated: three of four of those are true (docs/understanding.md). */
const LEAST_PROBABLE = 0.6;
/** From and up to which probability it is stated that an objection was settled or was not: nine of ten of those are true. */
const SETTLED_FROM = 0.85;
const OPEN_TO = 0.2;
/** Below this probability of its kind an objection is of no kind in particular. */
const LEAST_KIND = 0.7;
/** How many turns after an objection belong to its handling. */
const HANDLING_TURNS = 6;

/** What the models of objections read: turns and, by turn, the probability of each act. */
export interface ObjectionContext {
  readonly turns: readonly ModelTurn[];
  readonly probabilities: readonly (readonly number[])[];
}

/** Every objection of the call in order, one of a turn. */
export function findObjections(acts: Acts): Objection[] {
  const { objections: model, objectionKinds: kinds, settled } = models();
  const sums = sumsOf(acts);
  const places = acts.turns.flatMap(({ role }, at) => {
    if (role !== 'customer') return [];
    const [probability = 0] = model.probabilities(objectionFeatures(acts, at, sums));
    return probability >= LEAST_PROBABLE ? [at] : [];
  });
  return places.flatMap((at, place) => {
    const sentence = sentencesAt(acts, at).find(({ question }) => !question) ?? sentencesAt(acts, at)[0];
    if (sentence === undefined) return [];
    const probabilities = kinds.probabilities(turnFeatures(acts.turns, at));
    const most = Math.max(...probabilities);
    const kind = (most < LEAST_KIND ? null : OBJECTION_KINDS[probabilities.indexOf(most)]) ?? 'other';
    const [accepts = 0] = settled.probabilities(settlementFeatures(acts, at));
    const to = Math.min(at + HANDLING_TURNS, places[place + 1] ?? Infinity);
    return [{ kind, sentence, ...handling(acts, at, to), ...settlement(acts, at, accepts) }];
  });
}

function sentencesAt({ turns }: Acts, at: number): Sentence[] {
  return turns[at]?.utterances.flatMap(({ sentences }) => sentences) ?? [];
}

/** Features of turn `at` as an objection: its words, what the turns around do, and how much of each act is in the call. */
export function objectionFeatures(
  { turns, probabilities }: ObjectionContext,
  at: number,
  sums: readonly number[],
): number[] {
  const features = turnFeatures(turns, at);
  for (const step of [-2, -1, 0, 1, 2]) addActs(features, `objection ${step}`, probabilities[at + step]);
  sums.forEach((sum, act) => addSteps(features, `objection call ${act}`, sum, [0.5, 1, 2, 3, 4, 6]));
  return features;
}

/** How much of each act is in the call: the sum of its probabilities over the turns. */
export function sumsOf({ probabilities }: Pick<ObjectionContext, 'probabilities'>): number[] {
  const sums: number[] = [];
  for (const row of probabilities) row.forEach((value, act) => (sums[act] = (sums[act] ?? 0) + value));
  return sums;
}

const REPLIES = 3;
const REST_TURNS = 60;
const LAST_TURNS = 3;
const REST_STEPS = [0.2, 0.5, 1, 1.5, 2, 3, 4];
const LAST_STEPS = [0.1, 0.2, 0.4, 0.7, 1, 1.5];

/** Features of what follows an objection in turn `at`: the answer, the customer's next turns, and the rest of the call. */
export function settlementFeatures({ turns, probabilities }: ObjectionContext, at: number): number[] {
  const features: number[] = [];
  const rest = placesAfter(at, turns.length).flatMap((place) => {
    const turn = turns[place];
    return turn === undefined ? [] : [{ turn, place }];
  });
  const replies = rest.filter(({ turn }) => turn.role !== 'agent');
  addActs(features, 'answer', probabilities[at + 1]);
  replies.slice(0, REPLIES).forEach(({ turn, place }, reply) => {
    addWordGrams(features, turn.words, `reply ${reply}`, 2);
    addActs(features, `reply ${reply}`, probabilities[place]);
  });
  for (const role of ['agent', 'customer'] as const) {
    const own = rest.flatMap(({ turn, place }) =>
      (turn.role === 'agent') === (role === 'agent') ? [probabilities[place] ?? []] : [],
    );
    const add = (name: string, rows: typeof own, steps: readonly number[]): void =>
      sumsOf({ probabilities: rows }).forEach((sum, act) =>
        addSteps(features, `${name} of ${role} ${act}`, sum, steps),
      );
    add('rest', own, REST_STEPS);
    add('last', own.slice(-LAST_TURNS), LAST_STEPS);
  }
  features.push(
    fnv1a(`fifth ${Math.floor((5 * at) / turns.length)}`),
    fnv1a(`replies ${Math.min(6, replies.length)}`),
  );
  return features;
}

/** The turns after one: the next ones and the last ones of the call. */
function placesAfter(at: number, turns: number): number[] {
  const next = Array.from({ length: REST_TURNS }, (_, step) => at + 1 + step);
  const last = Array.from({ length: REST_TURNS }, (_, step) => turns - REST_TURNS + step);
  return [...next, ...last.filter((place) => place > at + REST_TURNS)].filter((place) => place < turns);
}

/** Acts by which a customer accepts an answer. */
const ACCEPTING = ['agreement', 'thanks', 'commitment'] as const;

function settlement(acts: Acts, at: number, accepts: number): Pick<Objection, 'settled' | 'accepted'> {
  if (accepts <= OPEN_TO) return { settled: false, accepted: null };
  if (accepts < SETTLED_FROM) return { settled: null, accepted: null };
  const replies = acts.turns.flatMap(({ role }, place) =>
    place > at && place <= at + HANDLING_TURNS && role === 'customer'
      ? [{ place, accepting: Math.max(...ACCEPTING.map((act) => acts.probability(place, act))) }]
      : [],
  );
  const [best] = replies.toSorted((a, b) => b.accepting - a.accepting);
  return { settled: true, accepted: best === undefined ? null : (sentencesAt(acts, best.place)[0] ?? null) };
}

function handling(
  acts: Acts,
  at: number,
  to: number,
): Pick<Objection, 'answer' | 'acknowledged' | 'explored' | 'reasoned'> {
  const answer = acts.turns
    .slice(at + 1, to)
    .flatMap(({ role, utterances }) =>
      role === 'agent' ? utterances.flatMap(({ sentences }) => sentences) : [],
    );
  const find = (pattern: RegExp): Sentence | null => answer.find(({ norm }) => pattern.test(norm)) ?? null;
  return {
    answer,
    acknowledged: find(ACKNOWLEDGES),
    explored: answer.find(({ question, norm }) => question && !DISMISSIVE.test(norm)) ?? null,
    reasoned: find(REASONS),
  };
}

/** The agent takes the objection seriously before answering. */
export const ACKNOWLEDGES = phrases(
  '(?:i )?(?:completely |totally |fully |certainly |can )?(?:understand|appreciate|hear you|get that|see (?:why|your|what you mean|where))(?: .*)?',
  "(?:that's|that is|it's|it is)(?: a| an| totally| completely| absolutely)? (?:fair|valid|good|great|reasonable|understandable)(?: .*)?",
  '(?:thank you|thanks) for (?:sharing|telling|letting|being)(?: .*)?',
  'makes (?:total |perfect |complete )?sense',
  'other (?:customers|clients|people)(?: .*)? (?:felt|said|thought)(?: .*)?',
);
/** The agent gives a reason or a benefit. */
const REASONS = phrases(
  '(?:because|which means|so that|that way|this way|so you (?:can|could|get)|that means)(?: .*)?',
  '(?:pays?|paid) for itself(?: .*)?',
  '(?:saves?|saved|saving|reduces?|reduced|cuts?|increases?|increased|avoids?|avoided|gains?|gained|improves?|improved|return|guarantee|includes?|included)(?: .*)?',
  "(?:it|that|this|you) (?:would|will|'ll|can)(?: only)? (?:help|save|cost|get|make|give|take|let|allow)(?: .*)?",
);
