import { writeFileSync } from 'node:fs';
import { gradeFeatures, type GradeName, GRADES, standardise } from '../../src/scorecards/grades.ts';
import { learnFormulas } from './formulas.ts';
import type { LabelledCall } from './labelled-calls.ts';

/** How strongly weights are held to zero: among 300, 600 and 1,000 the order of unseen calls hardly differs. */
const STIFFNESS = 600;
const FOLDS = 4;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The grade of a call, 0 to 4; `null` where nobody gave one. */
function targetOf({ truth }: LabelledCall, name: GradeName): number | null {
  if (name !== 'overall') return truth.grades[name];
  const known = Object.values(truth.grades).filter((grade) => grade !== null);
  return known.length === 0 ? null : mean(known);
}

interface Graded {
  readonly features: readonly number[];
  readonly target: number;
  readonly fold: number;
}

/** Learns all that scores are read with, and writes it to the file. `acts`: by turn, of models that had not seen the call. */
export function learnScores(
  file: string,
  outputs: readonly string[],
  acts: ReadonlyMap<LabelledCall, readonly (readonly number[])[]>,
): void {
  const learned = {
    GRADE_WEIGHTS: learnGrades(outputs, acts),
    FORMULA_WEIGHTS: learnFormulas([...acts.keys()]),
  };
  const constants = Object.entries(learned).map(
    ([name, json]) => `export const ${name} =\n  '${json.replaceAll("'", "\\'")}';\n`,
  );
  writeFileSync(file, `// Made by \`npm run train\`.\n${constants.join('')}`);
}

/** Fits a ridge regression to each grade, as JSON; prints how each does on calls of writers it had not seen. */
function learnGrades(
  outputs: readonly string[],
  acts: ReadonlyMap<LabelledCall, readonly (readonly number[])[]>,
): string {
  const writers = [...new Set([...acts.keys()].map(({ folder }) => folder))];
  const rows = [...acts].map(([call, probabilities]) => {
    const sides = call.spoken.map(({ role }) => role);
    return { call, features: gradeFeatures({ outputs, sides, probabilities }) };
  });
  const scale = scaleOf(rows.map(({ features }) => features));
  const grades = GRADES.map((name) => {
    const graded = rows.flatMap(({ call, features }) => {
      const target = targetOf(call, name);
      return target === null
        ? []
        : [{ features: standardise(features, scale), target, fold: writers.indexOf(call.folder) % FOLDS }];
    });
    console.log(`  ${name}: mean error ${meanError(graded).toFixed(2)} of ${graded.length} calls`);
    return [name, fitRidge(graded)] as const;
  });
  const data = { ...scale, grades: Object.fromEntries(grades) };
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(3)) : value,
  );
}

function scaleOf(rows: readonly (readonly number[])[]): { mean: number[]; deviation: number[] } {
  const columns = (rows[0] ?? []).map((_, at) => rows.map((row) => row[at] ?? 0));
  const means = columns.map(mean);
  const deviation = columns.map((column, at) => {
    const squares = column.map((value) => (value - (means[at] ?? 0)) ** 2);
    return Math.sqrt(mean(squares)) || 1;
  });
  return { mean: means, deviation };
}

function meanError(graded: readonly Graded[]): number {
  const folds = [...new Set(graded.map(({ fold }) => fold))];
  const errors = folds.flatMap((fold) => {
    const { bias, weights } = fitRidge(graded.filter((entry) => entry.fold !== fold));
    return graded
      .filter((entry) => entry.fold === fold)
      .map(({ features, target }) =>
        Math.abs(features.reduce((sum, feature, at) => sum + feature * (weights[at] ?? 0), bias) - target),
      );
  });
  return mean(errors);
}

/** Ridge regression (Hoerl and Kennard, 1970) by the normal equations; the bias is not held to zero. */
function fitRidge(graded: readonly Graded[]): { bias: number; weights: number[] } {
  const centre = mean(graded.map(({ target }) => target));
  const size = graded[0]?.features.length ?? 0;
  const centres = Array.from({ length: size }, (_, at) =>
    mean(graded.map(({ features }) => features[at] ?? 0)),
  );
  const matrix = Array.from({ length: size }, () => new Float64Array(size + 1));
  for (const { features, target } of graded) {
    const row = features.map((feature, at) => feature - (centres[at] ?? 0));
    for (let a = 0; a < size; a += 1) {
      const own = matrix[a];
      const value = row[a] ?? 0;
      if (own === undefined || value === 0) continue;
      for (let b = 0; b < size; b += 1) own[b] = (own[b] ?? 0) + value * (row[b] ?? 0);
      own[size] = (own[size] ?? 0) + value * (target - centre);
    }
  }
  matrix.forEach((row, at) => {
    row[at] = (row[at] ?? 0) + STIFFNESS;
  });
  const weights = solve(matrix);
  const bias = centre - weights.reduce((sum, weight, at) => sum + weight * (centres[at] ?? 0), 0);
  return { bias, weights };
}

/** Solves a system whose matrix is symmetric and positive, its right side in the last column, by elimination. */
function solve(matrix: readonly Float64Array[]): number[] {
  const size = matrix.length;
  matrix.forEach((pivot, at) => {
    for (const row of matrix.slice(at + 1)) {
      const factor = (row[at] ?? 0) / (pivot[at] ?? 1);
      for (let b = at; b <= size; b += 1) row[b] = (row[b] ?? 0) - factor * (pivot[b] ?? 0);
    }
  });
  const solution = Array.from({ length: size }, () => 0);
  for (let at = size - 1; at >= 0; at -= 1) {
    const row = matrix[at];
    let sum = row?.[size] ?? 0;
    for (let b = at + 1; b < size; b += 1) sum -= (row?.[b] ?? 0) * (solution[b] ?? 0);
    solution[at] = sum / (row?.[at] ?? 1);
  }
  return solution;
}
