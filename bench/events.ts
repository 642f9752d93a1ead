// A thousand watchers of one analysis: `npm run bench:events`. Prints how long after `completed` the last of them saw
// of it, whether 200 that were cut off without a word are forgotten after a heartbeat, and whether one that comes back
// with `Last-Event-ID` misses nothing.
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuiltSystem, startBuiltSystem } from '../test/e2e/built-system.ts';
import { Client, HIGH_RATE_LIMITS } from '../test/e2e/client.ts';
import { withLocalAi } from './with-local-ai.ts';

const WATCHERS = 1000;
const CUT_OFF = 200;
const HEARTBEATS_MS = 40_000;
const SAMPLE = path.resolve(import.meta.dirname, '../examples/sales-call/sales-call.wav');

interface Watcher {
  readonly text: () => string;
  /** When the final event arrived, milliseconds since 1970. */
  readonly endSeenAt: Promise<number>;
  cutOff(): void;
}

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

function watch(system: BuiltSystem, id: string, lastEventId = ''): Promise<Watcher> {
  const headers = { authorization: `Bearer ${system.apiKey}`, 'last-event-id': lastEventId };
  return new Promise((resolve, reject) => {
    const request = get(`${system.url}/v1/analyses/${id}/events`, { headers, agent }, (response) => {
      const seen = Promise.withResolvers<number>();
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (/^event: (completed|failed)$/m.test(text)) seen.resolve(Date.now());
      });
      response.on('error', () => undefined);
      resolve({ text: () => text, endSeenAt: seen.promise, cutOff: () => request.destroy() });
    });
    request.on('error', reject);
  });
}

async function everyoneHears(system: BuiltSystem, client: Client): Promise<string> {
  const id = await client.upload(SAMPLE);
  const watchers = await Promise.all(Array.from({ length: WATCHERS }, () => watch(system, id)));
  const times = await Promise.all(watchers.map(({ endSeenAt }) => endSeenAt));
  const { completed_at: completedAt } = await client.settled(id);
  const lateMs = Math.max(...times) - Date.parse(completedAt ?? '');
  console.log(`${WATCHERS} watchers: the last one saw the end after ${lateMs} ms`);
  return id;
}

async function missesNothing(system: BuiltSystem, id: string): Promise<void> {
  const whole = await watch(system, id);
  await whole.endSeenAt;
  const ids = [...whole.text().matchAll(/^id: (\S+)$/gm)].map(([, eventId]) => eventId ?? '');
  const middle = Math.floor(ids.length / 2);
  const rest = await watch(system, id, ids[middle]);
  await rest.endSeenAt;
  const restIds = [...rest.text().matchAll(/^id: (\S+)$/gm)].map(([, eventId]) => eventId);
  const same = JSON.stringify(restIds) === JSON.stringify(ids.slice(middle + 1));
  console.log(
    `reconnecting after event ${middle + 1} of ${ids.length}: ${same ? 'nothing' : 'something'} missed`,
  );
}

async function forgets(system: BuiltSystem, client: Client, unwatched: () => number): Promise<void> {
  const before = unwatched();
  // A recording that never arrives: nothing happens to the analysis meanwhile.
  const silent = createServer(() => undefined);
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const id = await client.submitUrl(`http://127.0.0.1:${port}/call.wav`);
  const watchers = await Promise.all(Array.from({ length: CUT_OFF }, () => watch(system, id)));
  for (const watcher of watchers) watcher.cutOff();
  const cutAt = Date.now();
  while (unwatched() === before && Date.now() - cutAt < HEARTBEATS_MS) await sleep(100);
  const done = unwatched() > before;
  console.log(
    `${CUT_OFF} cut off: ${done ? `none is left after ${Date.now() - cutAt} ms` : 'some are left'}`,
  );
  silent.closeAllConnections();
  silent.close();
}

let unwatched = 0;
await withLocalAi(async ({ url }) => {
  const vars = { ...HIGH_RATE_LIMITS, AI_BASE_URL: url, LOCAL_MODE: 'true' };
  const system = await startBuiltSystem(vars, {
    log: (line) => {
      if (line.includes('analysis.unwatched')) unwatched += 1;
    },
  });
  try {
    const client = new Client(system);
    const id = await everyoneHears(system, client);
    await missesNothing(system, id);
    await forgets(system, client, () => unwatched);
  } finally {
    await system.close();
  }
});
