// Makes src/understanding/model-file.ts from corpus/calls: `npm run train`. The same calls give the same file. What it prints
// was measured on calls of writers that the model had not seen; calls that are kept aside take no part.
import path from 'node:path';
import { callFeatures, turnFeatures } from '../../src/understanding/features.ts';
import { logistic } from '../../src/understanding/linear-model.ts';
import { calibrate, thresholds } from './calibration.ts';
import { isKeptAside, type LabelledCall, readLabelledCalls } from './labelled-calls.ts';
import { type Example, fitRegression, scoresOf, type Training } from './logistic-regression.ts';
import { type Fitted, writeModelFile } from './model-writer.ts';

const FILE = path.resolve(import.meta.dirname, '../../src/understanding/model-file.ts');
const FOLDS = 4;
/** Where the threshold of the best F1 is more precise than this, a lower one is taken that still is. */
const PRECISION = 0.85;

const calls = readLabelledCalls().filter((call) => !isKeptAside(call));
const writers = [...new Set(calls.map(({ folder }) => folder))];
const foldOf = ({ folder }: LabelledCall): number => writers.indexOf(folder) % FOLDS;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Something to be learned: what is true of a turn or of a call. */
interface Task {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly training: Training;
  readonly examples: ReadonlyMap<LabelledCall, readonly Example[]>;
}

const forEachCall = (examplesOf: (call: LabelledCall) => Example[]): Task['examples'] =>
  new Map(calls.map((call) => [call, examplesOf(call)]));

/** Scores of every call by a model that was fitted on the other folds. */
function crossScores({ outputs, training, examples }: Task): Map<LabelledCall, number[][]> {
  const scores = new Map<LabelledCall, number[][]>();
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const others = [...examples].flatMap(([call, own]) => (foldOf(call) === fold ? [] : [own]));
    const model = fitRegression(others, outputs.length, training);
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

/** Fits on all calls; probabilities and thresholds come from the scores of models that had not seen the call. */
function fit(
  { name, outputs, training, examples }: Task,
  scores: ReadonlyMap<LabelledCall, number[][]>,
): Fitted {
  const calibrations = outputs.map((_, output) => {
    const scored = [...examples].flatMap(([call, own]) =>
      own.map(({ targets }, at) => ({
        score: scores.get(call)?.[at]?.[output] ?? 0,
        truth: (targets[output] ?? 0) > 0,
      })),
    );
    const curve = training.choice === 'each' ? calibrate(scored) : { slope: 1, offset: 0 };
    return { ...curve, ...thresholds(scored, PRECISION) };
  });
  const model = fitRegression([...examples.values()], outputs.length, training);
  return { name, outputs, choice: training.choice, model, calibrations };
}

function learnRoles(): Fitted {
  const task: Task = {
    name: 'roles',
    outputs: ['agent'],
    training: { choice: 'each', epochs: 3, rate: 0.1, leastCalls: 3, mostFeatures: 30_000 },
    examples: forEachCall(({ spoken }) => {
      const unknown = spoken.map((turn) => ({ ...turn, role: 'unknown' as const }));
      return spoken.flatMap(({ role }, at) =>
        role === 'other'
          ? []
          : [{ features: turnFeatures(unknown, at), targets: [role === 'agent' ? 1 : 0] }],
      );
    }),
  };
  const scores = crossScores(task);
  const turns = calls.flatMap((call) => {
    const sides = call.spoken.filter(({ role }) => role !== 'other');
    return sides.map(({ role }, at) => (scores.get(call)?.[at]?.[0] ?? 0) > 0 === (role === 'agent'));
  });
  console.log(`roles: ${percent(turns.filter(Boolean).length / turns.length)} of turns`);
  return fit(task, scores);
}

const actNames = [...new Set(calls.flatMap(({ turns }) => turns.flatMap(({ acts }) => acts)))].toSorted();

function learnActs(): { fitted: Fitted; acts: Map<LabelledCall, number[][]> } {
  const outputs = [...actNames, 'displeased', 'pleased'];
  const task: Task = {
    name: 'acts',
    outputs,
    training: { choice: 'each', epochs: 3, rate: 0.1, leastCalls: 3, mostFeatures: 16_000 },
    examples: forEachCall(({ turns, spoken }) =>
      turns.map(({ acts, tone }, at) => ({
        features: turnFeatures(spoken, at),
        targets: [...actNames.map((act) => acts.includes(act)), tone < 0, tone > 0].map(Number),
      })),
    ),
  };
  const scores = crossScores(task);
  const fitted = fit(task, scores);
  const f1 = fitted.calibrations.map(({ best }) => best.f1);
  for (const [output, { best }] of fitted.calibrations.entries())
    console.log(
      `  ${outputs[output]}: F1 ${best.f1.toFixed(2)}, precision ${percent(best.precision)}, recall ${percent(best.recall)}`,
    );
  console.log(`acts: macro F1 ${(f1.reduce((sum, value) => sum + value, 0) / f1.length).toFixed(3)}`);
  const probabilities = (row: readonly number[]): number[] =>
    row.map((score, output) => {
      const { slope, offset } = fitted.calibrations[output] ?? { slope: 1, offset: 0 };
      return logistic(slope * score + offset);
    });
  return { fitted, acts: new Map(calls.map((call) => [call, (scores.get(call) ?? []).map(probabilities)])) };
}

/** What is true of a whole call, read from its words and from what other models than the final one say its turns do. */
function learnCalls(
  name: string,
  labelsOf: (call: LabelledCall) => readonly string[],
  acts: ReadonlyMap<LabelledCall, number[][]>,
): Fitted {
  const outputs = [...new Set(calls.flatMap(labelsOf))].toSorted();
  const task: Task = {
    name,
    outputs,
    training: { choice: 'one', epochs: 6, rate: 0.1, leastCalls: 3, mostFeatures: 20_000 },
    examples: forEachCall((call) => {
      const labels = labelsOf(call);
      const targets = outputs.map((output) => (labels.includes(output) ? 1 / labels.length : 0));
      return [{ features: callFeatures(call.spoken, acts.get(call) ?? []), targets }];
    }),
  };
  const scores = crossScores(task);
  const right = calls.filter((call) => {
    const [own = []] = scores.get(call) ?? [];
    return labelsOf(call).includes(outputs[own.indexOf(Math.max(...own))] ?? '');
  });
  console.log(`${name}: ${percent(right.length / calls.length)}`);
  return fit(task, scores);
}

console.log(`${calls.length} calls of ${writers.length} writers`);
const roles = learnRoles();
const { fitted, acts } = learnActs();
const outcome = learnCalls('outcome', ({ truth }) => truth.outcome, acts);
const tone = learnCalls('tone', ({ truth }) => truth.customer_tone, acts);
writeModelFile(FILE, [roles, fitted, outcome, tone]);
