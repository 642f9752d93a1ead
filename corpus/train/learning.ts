import { mean } from '../../bench/eval/statistics.ts';
import { logistic } from '../../src/understanding/model.ts';
import { calibrate, thresholds } from './calibration.ts';
import type { LabelledCall } from './labelled-calls.ts';
import {
  type Example,
  fitRegression,
  type Regression,
  scoresOf,
  type Training,
} from './logistic-regression.ts';
import type { Calibration, Fitted } from './model-writer.ts';

const FOLDS = 4;
/** Nine of ten of what is stated are true; of acts, which are seldom shown by themselves, a little less will do. */
const PRECISION = { each: 0.85, one: 0.9 };

/** The calls that figures are measured on, and which of them is learned from. */
export interface Lessons {
  readonly calls: readonly LabelledCall[];
  readonly learnsFrom: (call: LabelledCall) => boolean;
}

/** Something to be learned: what is true of the turns of a call, or of the call. */
export interface Task {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly training: Training;
  readonly examples: ReadonlyMap<LabelledCall, readonly Example[]>;
  /** Which calls are learned from; for a learning curve, a part of them. */
  readonly learnsFrom: (call: LabelledCall) => boolean;
}

/** By call and example, probabilities by output, of a model that had seen no call of the same writer. */
export type CrossProbabilities = ReadonlyMap<LabelledCall, readonly (readonly number[])[]>;

export interface Learned {
  readonly fitted: Fitted;
  readonly across: CrossProbabilities;
}

/** Fits on all calls; probabilities and thresholds come from the scores of models that had not seen the writer. */
export function learn(task: Task): Learned {
  const { name, outputs, training, examples, learnsFrom } = task;
  const scores = crossScores(task);
  const calibrations = training.choice === 'each' ? calibrateEach(task, scores) : calibrateOne(task, scores);
  const across = new Map(
    [...scores].map(([call, rows]) => [
      call,
      rows.map((row) => (training.choice === 'each' ? calibrated(row, calibrations) : softmax(row))),
    ]),
  );
  const model = fitRegression(
    [...examples].flatMap(([call, own]) => (learnsFrom(call) ? [own] : [])),
    outputs.length,
    training,
  );
  return { fitted: { name, outputs, choice: training.choice, model, calibrations }, across };
}

function crossScores({ outputs, training, examples, learnsFrom }: Task): Map<LabelledCall, number[][]> {
  const writers = [...new Set([...examples.keys()].map(({ folder }) => folder))];
  const foldOf = ({ folder }: LabelledCall): number => writers.indexOf(folder) % FOLDS;
  const scores = new Map<LabelledCall, number[][]>();
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const others = [...examples].filter(([call]) => foldOf(call) !== fold && learnsFrom(call));
    const model: Regression = fitRegression(
      others.map(([, own]) => own),
      outputs.length,
      training,
    );
    for (const [call, own] of examples) {
      if (foldOf(call) === fold)
        scores.set(
          call,
          own.map(({ features }) => scoresOf(model, features)),
        );
    }
  }
  return scores;
}

function calibrateEach(
  { outputs, examples }: Task,
  scores: ReadonlyMap<LabelledCall, number[][]>,
): Calibration[] {
  return outputs.map((_, output) => {
    const scored = [...examples].flatMap(([call, own]) =>
      own.flatMap(({ targets }, at) => {
        const truth = targets[output] ?? 0;
        return Number.isNaN(truth) ? [] : [{ score: scores.get(call)?.[at]?.[output] ?? 0, truth }];
      }),
    );
    const { slope, offset } = calibrate(scored);
    const { best, sure } = thresholds(scored, PRECISION.each);
    const { score } = sure.recall > 0 && sure.score < best.score ? sure : best;
    const probability = (of: number): number => logistic(slope * of + offset);
    return {
      slope,
      offset,
      threshold: probability(score),
      f1: best.f1,
      error: mean(scored.map((one) => Math.abs(probability(one.score) - one.truth))),
    };
  });
}

/** The most probable output is stated from the probability on above which nine of ten are true. */
function calibrateOne(
  { outputs, examples }: Task,
  scores: ReadonlyMap<LabelledCall, number[][]>,
): Calibration[] {
  const scored = [...examples].flatMap(([call, own]) =>
    own.map(({ targets }, at) => {
      const probabilities = softmax(scores.get(call)?.[at] ?? []);
      const score = Math.max(...probabilities);
      return { score, truth: Number((targets[probabilities.indexOf(score)] ?? 0) > 0) };
    }),
  );
  const { sure } = thresholds(scored, PRECISION.one);
  const threshold = Math.min(1, sure.score);
  const error = mean(scored.map(({ truth }) => 1 - truth));
  return outputs.map(() => ({ slope: 1, offset: 0, threshold, error, f1: 0 }));
}

function calibrated(row: readonly number[], calibrations: readonly Calibration[]): number[] {
  return row.map((score, output) => {
    const { slope, offset } = calibrations[output] ?? { slope: 1, offset: 0 };
    return logistic(slope * score + offset);
  });
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
