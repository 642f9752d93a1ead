// Lists at 1,000,000 rows against lists at 1,000 rows: `node bench/lists.ts [--rows 1000000] [--json]`.
// Each case is asked alternately of two systems, twenty times; the medians and their ratio are printed.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { encodeCursor } from '../src/domain/page-cursor.ts';
import { DAYS, FIRST_MS } from './list-data.ts';
import { bundleWorker } from '../scripts/worker/bundle.ts';
import { type ListSystem, openListSystem } from './list-system.ts';

const FEW_ROWS = 1_000;
const RUNS = 20;
const WARM_UPS = 5;
const HIGHEST_RATIO = 2;
const DAY_MS = 86_400_000;

/** A route, the same or another for each number of rows; `free` says why it is not held to the ratio. */
interface Case {
  readonly name: string;
  readonly route: string | ((rows: number) => string);
  readonly free?: string;
}

interface Result {
  readonly name: string;
  readonly fewMs: number;
  readonly manyMs: number;
  readonly ratio: number;
  readonly total: string;
  readonly free: string | undefined;
}

const at = (days: number) => new Date(FIRST_MS + days * DAY_MS).toISOString();
const list = (query: string) => `/v1/analyses?${query}`;

const CASES: readonly Case[] = [
  { name: 'first page', route: list('') },
  { name: 'first page of 100', route: list('limit=100') },
  {
    name: 'deep page by cursor',
    route: list(`cursor=${encodeCursor({ createdAt: FIRST_MS + 9 * DAY_MS, id: '0' })}`),
  },
  { name: 'status completed', route: list('status=completed') },
  { name: 'status failed', route: list('status=failed') },
  { name: 'status queued or processing', route: '/api/v1/analysis/?status_filter=processing&limit=20' },
  { name: 'agent', route: list('agent_id=agent_07') },
  { name: 'agent, status', route: list('agent_id=agent_07&status=completed') },
  { name: 'contact', route: list('contact_id=customer_000042') },
  { name: 'contact, status', route: list('contact_id=customer_000042&status=completed') },
  { name: 'agent, contact', route: list('agent_id=agent_07&contact_id=customer_000042') },
  {
    name: 'agent, contact, status',
    route: list('agent_id=agent_07&contact_id=customer_000042&status=completed'),
  },
  { name: 'search for an agent', route: list('search=AGENT_07') },
  { name: 'search for a contact', route: list('search=customer_000042') },
  { name: 'search for ten contacts', route: list('search=mer_00012') },
  { name: 'search, status', route: list('search=mer_00012&status=completed') },
  { name: 'search, agent', route: list('search=mer_00012&agent_id=agent_07') },
  { name: 'search that all contacts match', route: list('search=customer') },
  { name: 'search for two characters', route: list('search=42') },
  { name: 'search for one character', route: list('search=7') },
  { name: 'search that nothing matches', route: list('search=nobody') },
  { name: 'min_score 90', route: list('min_score=90') },
  { name: 'min_score 100', route: list('min_score=100') },
  { name: 'metadata', route: list('metadata[team]=t3') },
  { name: 'created in the last days', route: list(`created_after=${at(DAYS - 2.5)}`) },
  { name: 'created in the first half', route: list(`created_before=${at(DAYS / 2 + 0.5)}`) },
  { name: 'agent, min_score', route: list('agent_id=agent_07&min_score=90') },
  { name: 'report over agents, 30 days', route: '/v1/reports/agents?from=2026-01-10&to=2026-02-08' },
  {
    name: 'offset at 90 %',
    route: (rows) => `/api/v1/analysis/?status_filter=processing&limit=20&offset=${rows * 0.9 * 0.08}`,
    free: 'skips row by row: use a cursor',
  },
];

const Totals = z.object({ total: z.number().optional(), total_is_exact: z.boolean().default(true) });

async function measure(few: ListSystem, many: ListSystem, rows: number, one: Case): Promise<Result> {
  const routeAt = (size: number) => (typeof one.route === 'string' ? one.route : one.route(size));
  const [fewTimes, manyTimes]: [number[], number[]] = [[], []];
  for (let run = 0; run < WARM_UPS + RUNS; run += 1) {
    fewTimes.push((await few.get(routeAt(FEW_ROWS))).ms);
    manyTimes.push((await many.get(routeAt(rows))).ms);
  }
  const [fewMs, manyMs] = [median(fewTimes.slice(WARM_UPS)), median(manyTimes.slice(WARM_UPS))];
  const { total, total_is_exact: exact } = Totals.parse((await many.get(routeAt(rows))).body);
  const counted = total === undefined ? '' : `${exact ? '' : '~'}${total}`;
  return { name: one.name, fewMs, manyMs, ratio: manyMs / fewMs, total: counted, free: one.free };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function print(results: readonly Result[], rows: number): void {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`${''.padEnd(width)}  1,000 rows  ${rows.toLocaleString('en')} rows  ratio     total`);
  for (const { name, fewMs, manyMs, ratio, total, free } of results) {
    const verdict = free ?? (ratio <= HIGHEST_RATIO ? '' : `above ${HIGHEST_RATIO}`);
    const numbers = `${fewMs.toFixed(2).padStart(7)} ms  ${manyMs.toFixed(2).padStart(11)} ms  ${ratio.toFixed(2).padStart(5)}`;
    console.log(`${name.padEnd(width)}  ${numbers}  ${total.padStart(8)}  ${verdict}`);
  }
}

const { values: options } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
});
const rows = Number(options.rows);
const bundle = await bundleWorker();
const few = await openListSystem(bundle, FEW_ROWS);
const many = await openListSystem(bundle, rows);
try {
  const results: Result[] = [];
  for (const one of CASES) results.push(await measure(few, many, rows, one));
  if (options.json) console.log(JSON.stringify({ rows, results }));
  else print(results, rows);
  if (results.some(({ free, ratio }) => free === undefined && ratio > HIGHEST_RATIO)) process.exitCode = 1;
} finally {
  await few.close();
  await many.close();
}
