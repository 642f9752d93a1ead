import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkFixture, readFixtureCalls, type Check } from './fixture-calls.ts';
import { readLabelledCalls } from './labelled-calls.ts';
import { measureCalls, type Measures } from './measures.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = path.resolve(positionals[0] ?? path.join(ROOT, '../shared/calls/labelled'));
const measures = measureCalls(existsSync(folder) ? readLabelledCalls(folder) : []);

if (values.json) {
  console.log(JSON.stringify(measures));
} else {
  if (!existsSync(folder))
    console.log(`No labelled calls: ${folder} does not exist. The fixtures alone are checked.`);
  printMeasures(measures);
  const fixtures = readFixtureCalls(path.join(ROOT, 'test/fixtures/calls'));
  printChecks(fixtures.flatMap(({ name, call }) => checkFixture(name, call)));
}

function printMeasures(measures: Measures): void {
  const rows = Object.entries(measures).map(([name, value]) => ({ measure: name, value: show(name, value) }));
  console.table(rows);
}

function printChecks(checks: readonly Check[]): void {
  for (const { call, what, passed } of checks.filter(({ passed }) => !passed)) {
    console.log(`missed: ${call}: ${what} (${String(passed)})`);
  }
  console.log(`fixtures: ${checks.filter(({ passed }) => passed).length} of ${checks.length} checks hold`);
}

function show(name: string, value: number | null): string {
  if (value === null) return 'no label';
  return name === 'calls' ? String(value) : value.toFixed(3);
}
