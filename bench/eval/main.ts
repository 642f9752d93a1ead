import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type EvalCall, readCalls } from './calls.ts';
import { checkFixture, readFixtureCalls } from './fixture-calls.ts';
import { readLabelledCalls } from './labelled-calls.ts';
import { measureCalls } from './measures.ts';
import { languageModelReader, offlineReader, readAll } from './readers.ts';
import { measureChanges } from './robustness.ts';
import { type Case, faultsOf } from './rows.ts';
import { measureStuffing, poorCalls } from './stuffing.ts';
import { measureRows, shown } from './table.ts';

const USAGE = `npm run eval -- [folder] [options]: how far what is read of labelled calls agrees with their labels
  folder        calls of corpus/SCHEMA.md or of ../shared/calls/unseen; by default corpus/calls
  --part P      kept (default for the corpus: every fifth call, figures alone), tuning or all
  --by G        a table for each folder, domain, style or kind
  --worst N     names the N calls with most faults (10 for the tuning part)
  --perturb     how many answers change when calls are told a little differently
  --stuffed     what a stuffed paragraph and notes to the reader do to poor calls
  --fixtures    the project’s own calls, and ../shared/calls/labelled, as npm test checks them
  --seed N --rounds N   of perturbations and of the bootstrap intervals (1 and 1000; 0: none)
  --json        the figures as JSON
  LLM_MODEL and LLM_BASE_URL (LLM_API_KEY): a language model reads the calls instead of the offline reader`;

const ROOT = path.join(import.meta.dirname, '..', '..');
const CORPUS = path.join(ROOT, 'corpus/calls');
const { values, positionals } = parseArgs({
  options: {
    part: { type: 'string' },
    by: { type: 'string' },
    worst: { type: 'string' },
    perturb: { type: 'boolean', default: false },
    stuffed: { type: 'boolean', default: false },
    fixtures: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const seed = Number(values.seed);
const rounds = Number(values.rounds);
const folder = path.resolve(positionals[0] ?? CORPUS);
if (values.help) console.log(USAGE);
else if (values.fixtures) checkOwnCalls();
else if (!existsSync(folder)) fail(`${folder} does not exist`);
else await evaluate();

async function evaluate(): Promise<void> {
  const reader = languageModelReader(process.env) ?? offlineReader;
  const part = values.part ?? (folder.startsWith(CORPUS) ? 'kept' : 'all');
  const calls = readCalls(folder).filter(
    ({ keptAside }) => part === 'all' || keptAside === (part === 'kept'),
  );
  const title = `${calls.length} calls of ${path.relative(process.cwd(), folder) || folder}, part ${part}, read by ${reader.name}`;
  if (!values.json) console.log(title);
  if (values.perturb) return perturb(calls, part);
  if (values.stuffed) return stuff(part === 'kept' ? readCalls(folder).filter(isTuned) : calls);
  const read = await readAll(reader, calls);
  const degraded = read.filter(({ report }) => report.warnings.length > 0).length;
  if (degraded > 0) console.log(`${degraded} calls with a warning: parts of them were written offline`);
  for (const [name, cases] of groupsOf(read)) {
    const figures = measureRows(cases, { seed, rounds });
    if (values.json) console.log(JSON.stringify({ group: name, calls: cases.length, figures }));
    else {
      if (name !== '') console.log(`\n${name}: ${cases.length} calls`);
      console.table(figures.map(shown));
    }
  }
  printWorst(read, part);
}

function isTuned({ keptAside }: EvalCall): boolean {
  return !keptAside;
}

function groupsOf(cases: readonly Case[]): [string, readonly Case[]][] {
  const { by } = values;
  if (by === undefined) return [['', cases]];
  if (by !== 'folder' && by !== 'domain' && by !== 'style' && by !== 'kind')
    return fail(`--by ${by}: folder, domain, style or kind`);
  const groups = Map.groupBy(cases, ({ call }) => call.groups[by]);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Calls that are kept aside are named only where that is asked for. */
function printWorst(cases: readonly Case[], part: string): void {
  const most = values.worst === undefined ? (part === 'tuning' ? 10 : 0) : Number(values.worst);
  if (values.json || most === 0) return;
  const worst = cases
    .map((one) => ({ call: one.call.id, faults: faultsOf(one) }))
    .toSorted((a, b) => b.faults.length - a.faults.length)
    .slice(0, most);
  console.log('\nworst:');
  for (const { call, faults } of worst) console.log(`  ${call}: ${faults.join('; ')}`);
}

async function perturb(calls: readonly EvalCall[], part: string): Promise<void> {
  const reader = languageModelReader(process.env) ?? offlineReader;
  const { changes, calls: changed } = await measureChanges(reader, calls, seed);
  if (values.json) console.log(JSON.stringify(changes));
  else console.table(changes.map(asPercent));
  const most = values.worst === undefined ? (part === 'tuning' ? 10 : 0) : Number(values.worst);
  const worst = [...changed].toSorted(([, a], [, b]) => b.length - a.length).slice(0, most);
  for (const [call, what] of worst) console.log(`  ${call}: ${what.join('; ')}`);
}

async function stuff(calls: readonly EvalCall[]): Promise<void> {
  const reader = languageModelReader(process.env) ?? offlineReader;
  const effects = await measureStuffing(reader, poorCalls(calls));
  if (values.json) console.log(JSON.stringify(effects));
  else console.table(effects.map(rounded));
}

function asPercent(entry: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' ? `${(100 * value).toFixed(1)} %` : (value ?? 'not stated'),
    ]),
  );
}

function rounded(entry: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' ? Math.round(10 * value) / 10 : (value ?? 'none'),
    ]),
  );
}

/** The calls that `npm test` holds the reader to. */
function checkOwnCalls(): void {
  const labelled = positionals[0] ?? path.join(ROOT, '../shared/calls/labelled');
  if (existsSync(labelled) && statSync(labelled).isDirectory())
    console.table(
      Object.entries(measureCalls(readLabelledCalls(labelled))).map(
        ([measure, value]: [string, unknown]) => ({
          measure,
          value: typeof value === 'number' ? Math.round(1000 * value) / 1000 : 'no label',
        }),
      ),
    );
  const fixtures = readFixtureCalls(path.join(ROOT, 'test/fixtures/calls'));
  const checks = fixtures.flatMap(({ name, call }) => checkFixture(name, call));
  for (const { call, what } of checks.filter(({ passed }) => !passed))
    console.log(`missed: ${call}: ${what}`);
  console.log(`fixtures: ${checks.filter(({ passed }) => passed).length} of ${checks.length} checks hold`);
}

function fail(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}
