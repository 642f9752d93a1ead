// A batch of 10,000 transcripts in one request, against a bare route that does one D1 write and one queue send an item:
// `node bench/batches.ts [--items 10000] [--rounds 3] [--json]`. Both in the same run, alternately; medians are compared.
import { parseArgs } from 'node:util';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { z } from 'zod';
import { salesCall } from '../test/support/transcripts.ts';
import { startBuiltSystem } from '../test/e2e/built-system.ts';
import { HIGH_RATE_LIMITS } from '../test/e2e/client.ts';

const SIDE_BY_SIDE = 32;
const LOWEST_RATIO = 0.4;

/** An item a request, or all of them in one, six at a time: the better of the two is what a batch is compared with. */
const BARE = `
async function accept(line, env) {
  const id = crypto.randomUUID();
  await env.DB.prepare('insert into items values (?, ?)').bind(id, line).run();
  await env.ITEMS.send({ id });
}
export default {
  async fetch(request, env) {
    const lines = (await request.text()).split('\\n');
    const lane = async () => {
      for (let line = lines.pop(); line !== undefined; line = lines.pop()) await accept(line, env);
    };
    await Promise.all(Array.from({ length: 6 }, lane));
    return new Response(null, { status: 202 });
  },
};`;

interface Route {
  /** Sends the items; answers how many were accepted in a second. */
  send(count: number): Promise<number>;
  close(): Promise<void>;
}

const itemOf = (index: number) => JSON.stringify({ transcript: salesCall, metadata: { index } });

const linesOf = (count: number) => Array.from({ length: count }, (_, index) => itemOf(index)).join('\n');

async function openBatches(): Promise<Route> {
  const system = await startBuiltSystem(HIGH_RATE_LIMITS, { isConsuming: false });
  const url = `${system.url}/v1/batches`;
  const headers = { 'x-api-key': system.apiKey, 'content-type': 'application/x-ndjson' };
  return {
    async send(count) {
      const body = linesOf(count);
      const startedAt = performance.now();
      const response = await fetch(url, { method: 'POST', headers, body });
      const answer = await response.text();
      const seconds = (performance.now() - startedAt) / 1000;
      const { total, counts } = Batch.parse(JSON.parse(answer));
      if (total !== count || counts.rejected !== 0) throw new Error(answer);
      return count / seconds;
    },
    close: () => system.close(),
  };
}

const Batch = z.object({ total: z.int(), counts: z.object({ rejected: z.int() }) });

async function openBare(): Promise<Route & { sendAtOnce: Route['send'] }> {
  const system = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: BARE,
      compatibilityDate: '2026-08-01',
      d1Databases: ['DB'],
      queueProducers: { ITEMS: 'items' },
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    }),
  );
  const db = await system.getD1Database('DB');
  await db.prepare('create table items (id text primary key, content text not null)').run();
  const url = await system.unsafeGetDirectURL();
  return {
    async send(count) {
      let next = 0;
      const lane = async () => {
        for (let index = next++; index < count; index = next++) {
          const response = await fetch(url, { method: 'POST', body: itemOf(index) });
          if (!response.ok) throw new Error(await response.text());
        }
      };
      const startedAt = performance.now();
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
      return count / ((performance.now() - startedAt) / 1000);
    },
    async sendAtOnce(count) {
      const body = linesOf(count);
      const startedAt = performance.now();
      const response = await fetch(url, { method: 'POST', body });
      if (!response.ok) throw new Error(await response.text());
      return count / ((performance.now() - startedAt) / 1000);
    },
    close: () => system.dispose(),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const options = {
  items: { type: 'string', default: '10000' },
  rounds: { type: 'string', default: '3' },
  json: { type: 'boolean' },
} as const;
const { values } = parseArgs({ options });
const [items, rounds] = [Number(values.items), Number(values.rounds)];
const [batches, bare] = await Promise.all([openBatches(), openBare()]);
const rates = { batch: new Array<number>(), bare: new Array<number>(), atOnce: new Array<number>() };
try {
  await batches.send(100);
  await bare.send(100);
  for (let round = 0; round < rounds; round += 1) {
    rates.batch.push(await batches.send(items));
    rates.bare.push(await bare.send(Math.ceil(items / 5)));
    rates.atOnce.push(await bare.sendAtOnce(Math.ceil(items / 5)));
  }
} finally {
  await Promise.all([batches.close(), bare.close()]);
}
const result = {
  batchPerSecond: median(rates.batch),
  barePerSecond: median(rates.bare),
  bareAtOncePerSecond: median(rates.atOnce),
};
const ratio = result.batchPerSecond / Math.max(result.barePerSecond, result.bareAtOncePerSecond);
if (values.json) console.log(JSON.stringify({ items, rounds, ...result, ratio }));
else {
  console.log(`batch of ${items}: ${result.batchPerSecond.toFixed(0)} accepted/s`);
  console.log(`bare route, a request an item: ${result.barePerSecond.toFixed(0)} accepted/s`);
  console.log(`bare route, all in a request: ${result.bareAtOncePerSecond.toFixed(0)} accepted/s`);
  console.log(`ratio ${ratio.toFixed(2)}, to be at least ${LOWEST_RATIO}`);
}
process.exitCode = ratio >= LOWEST_RATIO ? 0 : 1;
