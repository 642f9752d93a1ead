import { z } from 'zod';
import { GRADE_WEIGHTS } from './learned-weights.ts';

/** The six parts of a sales conversation that are scored. */
export const PillarName = z.enum(['clarity', 'influence', 'objection', 'discovery', 'delivery', 'close']);
export type PillarName = z.infer<typeof PillarName>;

/** What is estimated of a whole call: the six pillars and their mean, as levels from 0 to 4. */
export const GRADES = [...PillarName.options, 'overall'] as const;
export type GradeName = (typeof GRADES)[number];
export type Grades = Readonly<Record<GradeName, number>>;

/** How many deviations from the mean a feature is read as at most: a very short or odd call is not graded beyond all others. */
export const LIMIT = 3;
const HIGHEST_LEVEL = 4;

const Numbers = z.array(z.number());
const GradeWeights = z.strictObject({
  mean: Numbers,
  deviation: Numbers,
  grades: z.record(z.enum(GRADES), z.strictObject({ bias: z.number(), weights: Numbers })),
});
type GradeWeights = z.infer<typeof GradeWeights>;

let opened: GradeWeights | null = null;

/** Ridge regressions on what is done in a call, fitted to the grades of the labelled calls; `npm run train` makes them. */
export function estimateGrades(acts: TurnActs): Grades {
  opened ??= GradeWeights.parse(JSON.parse(GRADE_WEIGHTS));
  const { grades, ...scale } = opened;
  const features = standardise(gradeFeatures(acts), scale);
  const estimate = (name: GradeName): number => {
    const { bias, weights } = grades[name];
    const sum = features.reduce((total, feature, at) => total + feature * (weights[at] ?? 0), bias);
    return Math.min(HIGHEST_LEVEL, Math.max(0, sum));
  };
  return {
    clarity: estimate('clarity'),
    influence: estimate('influence'),
    objection: estimate('objection'),
    discovery: estimate('discovery'),
    delivery: estimate('delivery'),
    close: estimate('close'),
    overall: estimate('overall'),
  };
}

/** Features as distances from the mean in deviations, at most `LIMIT`. */
export function standardise(
  features: readonly number[],
  { mean, deviation }: { readonly mean: readonly number[]; readonly deviation: readonly number[] },
): number[] {
  return features.map((feature, at) => {
    const distance = (feature - (mean[at] ?? 0)) / (deviation[at] ?? 1);
    return Math.min(LIMIT, Math.max(-LIMIT, distance));
  });
}

/** Who says a turn: `other` is neither side, such as a recorded menu. */
type Side = 'agent' | 'customer' | 'other' | 'unknown';

/** What the turns of a call do: by turn the side, and the probability of each output of the model of acts. */
export interface TurnActs {
  readonly outputs: readonly string[];
  readonly sides: readonly Side[];
  readonly probabilities: readonly (readonly number[])[];
}

/** What an agent does, without courtesy: any number of thanks, apologies, greetings or kind words moves no score. */
const AGENT_DOES =
  'agreement anger benefit cancellation_threat closed_question commitment complaint confirmation hold_request hold_return identity_answer identity_question information instruction number_dictation objection objection_answer offer open_question other price_quote problem recap refusal request resolution spelling tentative transfer displeased pleased'.split(
    ' ',
  );
/** What a customer does, without how they feel about it: nobody is graded by the mood of who calls. */
const CUSTOMER_DOES = [
  ...AGENT_DOES.filter(
    (act) => !['anger', 'complaint', 'cancellation_threat', 'displeased', 'pleased'].includes(act),
  ),
  'apology',
  'backchannel',
  'company',
  'empathy',
  'farewell',
  'further_help',
  'greeting',
  'purpose',
  'recording_notice',
  'self_intro',
];
const ASKED_FOR = ['request', 'objection', 'refusal', 'problem', 'displeased'];
const ANSWERED_BY =
  'information price_quote offer benefit refusal empathy commitment resolution instruction identity_question open_question closed_question displeased'.split(
    ' ',
  );
const STATED = ['information', 'offer', 'benefit', 'commitment', 'price_quote', 'refusal'];
const TAKEN_BY = 'agreement objection refusal request displeased pleased complaint'.split(' ');
const LAST_TURNS = 3;
/** From so many times on, doing something more often changes nothing. */
const ENOUGH = 3;
const MOST_ANSWERS = 2;
/** Keeps a share of few turns small. */
const PRIOR_TURNS = 0.5;

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * What an agent is graded by: how often either side does what, how the agent answers what the customer brings up, how the customer
 * takes what the agent says, and whether the customer's mood turns. Shares of turns or counts that stop at `ENOUGH`: repeating
 * something, and courtesy, change nothing. Always the same number of features in the same order.
 */
export function gradeFeatures({ outputs, sides, probabilities }: TurnActs): number[] {
  const at = new Map(outputs.map((output, position) => [output, position]));
  const probability = (turn: number, act: string): number => probabilities[turn]?.[at.get(act) ?? -1] ?? 0;
  const turnsOf = (side: Side): number[] => [...sides.keys()].filter((turn) => sides[turn] === side);
  const [agent, customer] = [turnsOf('agent'), turnsOf('customer')];
  const shares = (turns: readonly number[], acts: readonly string[]): number[] =>
    acts.map((act) => mean(turns.map((turn) => probability(turn, act))));
  const counts = (turns: readonly number[], acts: readonly string[]): number[] =>
    acts.map((act) => Math.min(1, turns.reduce((sum, turn) => sum + probability(turn, act), 0) / ENOUGH));
  const half = Math.floor(customer.length / 2);
  const moods = ['displeased', 'pleased'];
  const before = shares(customer.slice(0, half), moods);
  return [
    ...shares(agent, AGENT_DOES),
    ...counts(agent, AGENT_DOES),
    ...shares(customer, CUSTOMER_DOES),
    ...counts(customer, CUSTOMER_DOES),
    ...shares(agent.slice(-LAST_TURNS), AGENT_DOES),
    ...shares(customer.slice(-LAST_TURNS), AGENT_DOES),
    ...shares(customer.slice(half), moods).map((share, mood) => share - (before[mood] ?? 0)),
    ...answersGiven(sides, probability),
    ...reactions(sides, probability),
  ];
}

type Probability = (turn: number, act: string) => number;

/** Of what a customer asks, objects to or tells, which share the agent answers in each way. */
function answersGiven(sides: readonly Side[], probability: Probability): number[] {
  const turns = [...sides.keys()].filter((turn) => sides[turn] === 'customer' && sides[turn + 1] === 'agent');
  return ASKED_FOR.flatMap((asked) => {
    const occasions = turns.reduce((sum, turn) => sum + probability(turn, asked), PRIOR_TURNS);
    return ANSWERED_BY.map(
      (answer) =>
        turns.reduce((sum, turn) => sum + probability(turn, asked) * probability(turn + 1, answer), 0) /
        occasions,
    );
  });
}

/** How often the customer reacts in each way to each thing that an agent says. */
function reactions(sides: readonly Side[], probability: Probability): number[] {
  const turns = [...sides.keys()].filter((turn) => sides[turn] === 'agent' && sides[turn + 1] === 'customer');
  return STATED.flatMap((statement) =>
    TAKEN_BY.map((taken) =>
      Math.min(
        MOST_ANSWERS,
        turns.reduce((sum, turn) => sum + probability(turn, statement) * probability(turn + 1, taken), 0),
      ),
    ),
  );
}
