// A thousand listeners of one analysis: `npm run bench:events`. Prints how long after `completed` the last of them heard
// of it, whether 200 that were cut off without a word are forgotten after a heartbeat, and whether one that comes back
// with `Last-Event-ID` misses nothing.
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuiltSystem, startBuiltSystem } from '../test/e2e/built-system.ts';
import { Client, HIGH_RATE_LIMITS } from '../test/e2e/client.ts';
import { withLocalAi } from './with-local-ai.ts';

const LISTENERS = 1000;
const CUT_OFF = 200;
const HEARTBEATS_MS = 40_000;
const SAMPLE = path.resolve(import.meta.dirname, '../examples/sales-call/sales-call.wav');

interface Listener {
  readonly text: () => string;
  /** When the final event arrived, milliseconds since 1970. */
  readonly heardAt: Promise<number>;
  cutOff(): void;
}

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

function listen(system: BuiltSystem, id: string, lastEventId = ''): Promise<Listener> {
  const headers = { authorization: `Bearer ${system.apiKey}`, 'last-event-id': lastEventId };
  return new Promise((resolve, reject) => {
    const request = get(`${system.url}/v1/analyses/${id}/events`, { headers, agent }, (response) => {
      const heard = Promise.withResolvers<number>();
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (/^event: (completed|failed)$/m.test(text)) heard.resolve(Date.now());
      });
      response.on('error', () => undefined);
      resolve({ text: () => text, heardAt: heard.promise, cutOff: () => request.destroy() });
    });
    request.on('error', reject);
  });
}

async function everyoneHears(system: BuiltSystem, client: Client): Promise<string> {
  const id = await client.upload(SAMPLE);
  const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => listen(system, id)));
  const times = await Promise.all(listeners.map(({ heardAt }) => heardAt));
  const { completed_at: completedAt } = await client.settled(id);
  const lateMs = Math.max(...times) - Date.parse(completedAt ?? '');
  console.log(`${LISTENERS} listeners: the last one heard the end after ${lateMs} ms`);
  return id;
}

async function missesNothing(system: BuiltSystem, id: string): Promise<void> {
  const whole = await listen(system, id);
  await whole.heardAt;
  const ids = [...whole.text().matchAll(/^id: (\S+)$/gm)].map(([, eventId]) => eventId ?? '');
  const middle = Math.floor(ids.length / 2);
  const rest = await listen(system, id, ids[middle]);
  await rest.heardAt;
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
  const listeners = await Promise.all(Array.from({ length: CUT_OFF }, () => listen(system, id)));
  for (const listener of listeners) listener.cutOff();
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
  const system = await startBuiltSystem(vars, (line) => {
    if (line.includes('analysis.unwatched')) unwatched += 1;
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
