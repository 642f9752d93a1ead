// A batch of transcripts on the system as `npm start` runs it, with the Worker killed twice in the middle:
// `node bench/batch-with-kills.ts [--items 10000]`. Every item must end exactly once.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findFreePort } from '../scripts/system/ports.ts';
import { type RunningSystem, startSystem } from '../scripts/system/start-system.ts';
import { HIGH_RATE_LIMITS } from '../test/e2e/client.ts';
import { salesCall } from '../test/support/transcripts.ts';

const KILLS_AT = [0.25, 0.6];
const POLL_MS = 1000;
const LONGEST_MS = 30 * 60_000;
const PAGE = 1000;

const Batch = z.looseObject({
  id: z.string(),
  status: z.string(),
  total: z.int(),
  counts: z.record(z.string(), z.int()),
});
const Items = z.looseObject({
  data: z.array(z.looseObject({ index: z.int(), status: z.string(), analysis_id: z.string().nullable() })),
  next_cursor: z.string().nullable(),
});
const Listed = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), status: z.string() })),
  next_cursor: z.string().nullable(),
});

const { values } = parseArgs({ options: { items: { type: 'string', default: '10000' } } });
const items = Number(values.items);

/** Processes below this one that run workerd, by id. Source: proc(5). */
async function workerdIds(): Promise<number[]> {
  const entries = await readdir('/proc');
  const processes = await Promise.all(
    entries
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
        const [, program = '', parent = '0'] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? [];
        return { id: Number(name), program, parent: Number(parent) };
      }),
  );
  const isOurs = (id: number): boolean => {
    const parent = processes.find((one) => one.id === id)?.parent ?? 0;
    return parent === process.pid || (parent > 1 && isOurs(parent));
  };
  return processes.filter(({ id, program }) => program === 'workerd' && isOurs(id)).map(({ id }) => id);
}

class Api {
  readonly #system: RunningSystem;

  constructor(system: RunningSystem) {
    this.#system = system;
  }

  /** Asks again while the Worker is being started again. */
  async get<Schema extends z.ZodType>(route: string, schema: Schema): Promise<z.output<Schema>> {
    for (;;) {
      try {
        const headers = { 'x-api-key': this.#system.apiKey };
        const response = await fetch(this.#system.url + route, {
          headers,
          signal: AbortSignal.timeout(20_000),
        });
        if (response.ok) return schema.parse(await response.json());
      } catch (error) {
        if (error instanceof z.ZodError) throw error;
      }
      await sleep(POLL_MS);
    }
  }

  async submit(): Promise<string> {
    const lines = Array.from({ length: items }, (_, index) =>
      JSON.stringify({ transcript: salesCall, metadata: { index } }),
    );
    const response = await fetch(`${this.#system.url}/v1/batches`, {
      method: 'POST',
      body: lines.join('\n'),
      headers: { 'x-api-key': this.#system.apiKey, 'content-type': 'application/x-ndjson' },
    });
    const text = await response.text();
    if (response.status !== 202) throw new Error(`the batch was answered with ${response.status}: ${text}`);
    return Batch.parse(JSON.parse(text)).id;
  }

  /** Every item of the batch. */
  async items(id: string): Promise<z.infer<typeof Items>['data']> {
    const all: z.infer<typeof Items>['data'] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const after: string = cursor === '0' ? '' : `&cursor=${cursor}`;
      const page: z.infer<typeof Items> = await this.get(
        `/v1/batches/${id}/items?limit=${PAGE}${after}`,
        Items,
      );
      all.push(...page.data);
      cursor = page.next_cursor;
    }
    return all;
  }

  /** Every analysis of the account. */
  async analyses(): Promise<z.infer<typeof Listed>['data']> {
    const all: z.infer<typeof Listed>['data'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: z.infer<typeof Listed> = await this.get(`/v1/analyses?limit=100${after}`, Listed);
      all.push(...page.data);
      cursor = page.next_cursor;
    }
    return all;
  }
}

/** Waits for the end of the batch and kills the Worker on the way; answers how often. */
async function untilOver(api: Api, id: string): Promise<number> {
  const kills = [...KILLS_AT];
  const deadline = performance.now() + LONGEST_MS;
  while (performance.now() < deadline) {
    const { status, counts } = await api.get(`/v1/batches/${id}`, Batch);
    const over = ['completed', 'failed', 'cancelled', 'rejected'].reduce(
      (sum, name) => sum + (counts[name] ?? 0),
      0,
    );
    process.stderr.write(`\r${over} of ${items}`);
    const [next] = kills;
    if (next !== undefined && over >= next * items) {
      for (const workerd of await workerdIds()) process.kill(workerd, 'SIGKILL');
      kills.shift();
    }
    if (status === 'completed' || over === items) break;
    await sleep(POLL_MS);
  }
  return KILLS_AT.length - kills.length;
}

async function run(system: RunningSystem): Promise<void> {
  const api = new Api(system);
  const startedAt = performance.now();
  const id = await api.submit();
  const acceptedSeconds = (performance.now() - startedAt) / 1000;
  const kills = await untilOver(api, id);
  const seconds = (performance.now() - startedAt) / 1000;
  const all = await api.items(id);
  const analyses = await api.analyses();
  const completed = all.filter(({ status }) => status === 'completed');
  const faults = [
    ...(completed.length === items ? [] : [`${completed.length} of ${items} items completed`]),
    ...(new Set(all.map(({ index }) => index)).size === items ? [] : ['items are missing or doubled']),
    ...(new Set(all.map((one) => one.analysis_id)).size === items ? [] : ['items share an analysis']),
    ...(analyses.length === items ? [] : [`${analyses.length} analyses for ${items} items`]),
    ...(kills === KILLS_AT.length && system.restarts() >= kills
      ? []
      : [`${kills} kills, ${system.restarts()} restarts`]),
  ];
  console.log(
    `\n${items} items accepted in ${acceptedSeconds.toFixed(1)} s, all over after ${seconds.toFixed(0)} s with ${kills} kills: ${(items / seconds).toFixed(1)} analyses/s`,
  );
  console.log(faults.length === 0 ? 'every item ended exactly once' : faults.join('\n'));
  process.exitCode = faults.length === 0 ? 0 : 1;
}

const stateDir = await mkdtemp(path.join(tmpdir(), 'debrief-kills-'));
const system = await startSystem({
  port: await findFreePort(),
  stateDir,
  log: () => undefined,
  // Transcripts are not transcribed.
  aiBaseUrl: 'http://127.0.0.1:9',
  vars: HIGH_RATE_LIMITS,
});
try {
  await run(system);
} finally {
  await system.stop();
  await rm(stateDir, { recursive: true, force: true });
}
