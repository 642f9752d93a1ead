// Makes src/understanding/model-file.ts and src/scorecards/learned-weights.ts from corpus/calls: `npm run train`. The same calls give the same file. What it prints
// was measured on calls of writers that the model had not seen; calls that are kept aside take no part. `--curve` makes no
// file: it learns from a quarter, from half and from all of the calls.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fnv1a } from '../../src/understanding/features.ts';
import { type Figures, figuresOf } from './figures.ts';
import { learnScores } from './grades.ts';
import { isKeptAside, readLabelledCalls } from './labelled-calls.ts';
import { writeModelFile } from './model-writer.ts';
import { trainNames } from './names.ts';
import { learnAll } from './tasks.ts';

const FILE = path.resolve(import.meta.dirname, '../../src/understanding/model-file.ts');
const SCORES_FILE = path.resolve(import.meta.dirname, '../../src/scorecards/learned-weights.ts');
/** Of eight parts by hash, how many are learned from. */
const CURVE = { quarter: 2, half: 4, all: 8 };

const { values } = parseArgs({ options: { curve: { type: 'boolean', default: false } } });
const calls = readLabelledCalls().filter((call) => !isKeptAside(call));

if (values.curve) {
  const columns = Object.entries(CURVE).map(([name, parts]): [string, Figures] => {
    const learned = learnAll({ calls, learnsFrom: ({ id }) => fnv1a(`curve ${id}`) % 8 < parts });
    return [name, figuresOf(learned, calls)];
  });
  printFigures(columns);
} else {
  const learned = learnAll({ calls, learnsFrom: () => true });
  for (const [at, { f1 }] of learned.acts.fitted.calibrations.entries())
    console.log(`  ${learned.acts.fitted.outputs[at]}: F1 ${f1.toFixed(2)}`);
  const folders = Map.groupBy(calls, ({ folder }) => folder);
  printFigures([
    ['all', figuresOf(learned, calls)],
    ...[...folders].map(([folder, own]): [string, Figures] => [folder, figuresOf(learned, own)]),
  ]);
  writeModelFile(
    FILE,
    Object.values(learned).map(({ fitted }) => fitted),
  );
  learnScores(SCORES_FILE, learned.acts.fitted.outputs, learned.acts.across);
  trainNames(calls);
}

/** One row a figure, one column a set of calls. */
function printFigures(columns: readonly (readonly [string, Figures])[]): void {
  const names = Object.keys(columns[0]?.[1] ?? {});
  console.table(
    Object.fromEntries(
      names.map((name) => [
        name,
        Object.fromEntries(
          columns.map(([column, figures]) => [column, Math.round((figures[name] ?? 0) * 1000) / 1000]),
        ),
      ]),
    ),
  );
}
