import { mean } from '../../bench/eval/statistics.ts';
import {
  CALL_KINDS,
  FAMILY_OF,
  LEAST_FAMILY,
  mostProbableFamily,
  recordOf,
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
