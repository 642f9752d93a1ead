import { mean, spearman } from '../../bench/eval/statistics.ts';
import {
  CALL_KINDS,
  FAMILY_OF,
  LEAST_FAMILY,
  mostProbableFamily,
  recordOf,
  PILLARS,
} from '../../src/understanding/call-model.ts';
import type { LabelledCall } from './labelled-calls.ts';
import type { Learned } from './learning.ts';
import type { AllLearned } from './tasks.ts';

/** How well writers that were not seen are read: shares of 0 to 1, F1, rank correlations. */
export type Figures = Readonly<Record<string, number>>;

export function figuresOf(learned: AllLearned, calls: readonly LabelledCall[]): Figures {
  const { acts, outcome, tone, kind } = learned;
  const shares = {
    outcome: (call: LabelledCall) => accepted(outcome, call, call.truth.outcome),
    tone: (call: LabelledCall) => accepted(tone, call, call.truth.customer_tone),
    kind: (call: LabelledCall) => accepted(kind, call, [call.call_type]),
  };
  const families = calls.map((call) => familyEstimate(kind, call));
  return {
    calls: calls.length,
    'acts, macro F1': mean(acts.fitted.calibrations.map(({ f1 }) => f1)),
    ...Object.fromEntries(
      Object.entries(shares).flatMap(([name, read]) => {
        const all = calls.map(read);
        const stated = all.filter(({ sure }) => sure);
        return [
          [name, mean(all.map(({ right }) => Number(right)))],
          [`${name}, stated`, stated.length / all.length],
          [`${name}, right of those stated`, mean(stated.map(({ right }) => Number(right)))],
        ];
      }),
    ),
    family: mean(families.map(({ right }) => Number(right))),
    'family, stated': mean(families.map(({ sure }) => Number(sure))),
    'family, right of those stated': mean(
      families.flatMap(({ right, sure }) => (sure ? [Number(right)] : [])),
    ),
    ...negativeFigures(tone, calls),
    ...gradeFigures(learned.grades, calls),
  };
}

interface Estimate {
  readonly right: boolean;
  /** Whether it is stated. */
  readonly sure: boolean;
}

function probabilitiesOf({ across }: Learned, call: LabelledCall): readonly number[] {
  return across.get(call)?.[0] ?? [];
}

function accepted(learned: Learned, call: LabelledCall, labels: readonly string[]): Estimate {
  const probabilities = probabilitiesOf(learned, call);
  const most = Math.max(...probabilities);
  const { outputs, calibrations } = learned.fitted;
  return {
    right: labels.includes(outputs[probabilities.indexOf(most)] ?? ''),
    sure: most >= (calibrations[0]?.threshold ?? 1),
  };
}

function familyEstimate(kind: Learned, call: LabelledCall): Estimate {
  const probabilities = probabilitiesOf(kind, call);
  const byKind = recordOf(CALL_KINDS, (_name, at) => probabilities[at] ?? 0);
  const [family, share] = mostProbableFamily(byKind);
  return { right: FAMILY_OF[call.call_type] === family, sure: share >= LEAST_FAMILY };
}

/** Calls that are negative and nothing else. */
function negativeFigures(tone: Learned, calls: readonly LabelledCall[]): Figures {
  const read = calls.map((call) => {
    const probabilities = probabilitiesOf(tone, call);
    const label = tone.fitted.outputs[probabilities.indexOf(Math.max(...probabilities))];
    return { stated: label === 'negative', labels: call.truth.customer_tone };
  });
  const clearly = read.filter(({ labels }) => labels.length === 1 && labels[0] === 'negative');
  const stated = read.filter((one) => one.stated);
  return {
    'negative, found': mean(clearly.map((one) => Number(one.stated))),
    'negative, precision': mean(stated.map(({ labels }) => Number(labels.includes('negative')))),
  };
}

const SELLING = new Set(['sales', 'renewal', 'retention']);

const graded = ({ truth }: LabelledCall) =>
  PILLARS.filter((pillar) => (truth.grades[pillar] ?? null) !== null);

function gradeFigures(grades: Learned, calls: readonly LabelledCall[]): Figures {
  const gradeOf = (call: LabelledCall, pillar: (typeof PILLARS)[number]) =>
    probabilitiesOf(grades, call)[grades.fitted.outputs.indexOf(pillar)] ?? 0;
  const overall = (call: LabelledCall): [number, number] => [
    mean(graded(call).map((pillar) => gradeOf(call, pillar))),
    mean(graded(call).map((pillar) => call.truth.grades[pillar] ?? 0)),
  ];
  const some = calls.filter((call) => graded(call).length > 0);
  const pairs = Map.groupBy(
    some.filter(({ id }) => /-(?:good|poor)$/u.test(id)),
    ({ id }) => id.replace(/-(?:good|poor)$/u, ''),
  );
  const ordered = [...pairs.values()].flatMap(([good, poor]) =>
    good === undefined || poor === undefined ? [] : [Number(overall(good)[0] > overall(poor)[0])],
  );
  return {
    ...Object.fromEntries(
      PILLARS.map((pillar) => {
        const own = calls.filter((call) => graded(call).includes(pillar));
        const ranks = spearman(own.map((call) => [gradeOf(call, pillar), call.truth.grades[pillar] ?? 0]));
        return [`grade of ${pillar}, rank correlation`, ranks ?? 0];
      }),
    ),
    'grades, rank correlation': spearman(some.map(overall)) ?? 0,
    'grades of selling, rank correlation':
      spearman(some.filter((call) => SELLING.has(call.call_type)).map(overall)) ?? 0,
    pairs: ordered.length,
    'pairs in order': mean(ordered),
  };
}
