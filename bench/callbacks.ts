// Callbacks to real receivers: `npm run bench:callbacks`. Prints whether 500 analyses that finish together are each
// delivered once, and what a receiver that never answers costs ten others: the p95 of the time from `completed` to
// arrival, with it and without it, in one run.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type BuiltSystem, startBuiltSystem } from '../test/e2e/built-system.ts';
import { HIGH_RATE_LIMITS } from '../test/e2e/client.ts';
import { accept, never, startReceiver, type CallbackReceiver } from '../test/support/callback-receiver.ts';
import { salesCall } from '../test/support/transcripts.ts';

const TOGETHER = 500;
const RECEIVERS = 10;
const CALLS = 10;
const AT_A_TIME = 5;
const ROUNDS = 24;
const PATIENCE_MS = 240_000;

const Body = z.looseObject({ id: z.string(), completed_at: z.string() });
const Created = z.looseObject({ id: z.string() });

class Api {
  readonly #system: BuiltSystem;

  constructor(system: BuiltSystem) {
    this.#system = system;
  }

  async post(route: string, body: unknown): Promise<unknown> {
    return this.#call('POST', route, body);
  }

  async remove(route: string): Promise<void> {
    await this.#call('DELETE', route);
  }

  async submitMany(count: number): Promise<void> {
    await this.post('/v1/batches', {
      items: Array.from({ length: count }, () => ({ transcript: salesCall })),
    });
  }

  async #call(method: string, route: string, body?: unknown): Promise<unknown> {
    const authorization = `Bearer ${this.#system.apiKey}`;
    const headers = { authorization, 'content-type': 'application/json', connection: 'close' };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(this.#system.url + route, { method, headers, ...content });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}

async function arrived(receivers: readonly CallbackReceiver[], count: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (receivers.some(({ received }) => received.length < count)) {
    if (Date.now() > until)
      throw new Error(
        `only ${receivers.map(({ received }) => received.length).join(', ')} of ${count} arrived`,
      );
    await sleep(50);
  }
}

const createWebhook = async (api: Api, { url }: CallbackReceiver) => {
  const events = ['analysis.completed'];
  return Created.parse(await api.post('/v1/webhooks', { url, enabled_events: events })).id;
};

async function together(api: Api): Promise<void> {
  const receiver = await startReceiver([accept]);
  const id = await createWebhook(api, receiver);
  await api.submitMany(TOGETHER);
  await arrived([receiver], TOGETHER);
  await sleep(2000);
  const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  const analyses = new Set(receiver.received.map(({ body }) => Body.parse(JSON.parse(body)).id));
  console.log(
    `${TOGETHER} together: ${receiver.received.length} callbacks of ${ids.size} deliveries about ${analyses.size} analyses`,
  );
  await api.remove(`/v1/webhooks/${id}`);
  receiver.close();
}

/** Milliseconds between `completed` and arrival of every callback about calls that are made a few at a time. */
async function delays(api: Api, receivers: readonly CallbackReceiver[]): Promise<number[]> {
  for (const { received } of receivers) received.length = 0;
  for (let made = AT_A_TIME; made <= CALLS; made += AT_A_TIME) {
    await api.submitMany(AT_A_TIME);
    await arrived(receivers, made);
  }
  return receivers
    .flatMap(({ received }) => received)
    .map(({ body, arrivedAt }) => arrivedAt - Date.parse(Body.parse(JSON.parse(body)).completed_at));
}

/** With and without the one that never answers in turn: other work on the machine then slows both. */
async function blackHole(api: Api): Promise<void> {
  const receivers = await Promise.all(Array.from({ length: RECEIVERS }, () => startReceiver([accept])));
  const hole = await startReceiver([never]);
  for (const receiver of receivers) await createWebhook(api, receiver);
  await delays(api, receivers);
  const found = { without: new Array<number>(), with: new Array<number>() };
  for (let round = 0; round < ROUNDS; round += 1) {
    found.without.push(...(await delays(api, receivers)));
    const id = await createWebhook(api, hole);
    found.with.push(...(await delays(api, receivers)));
    await api.remove(`/v1/webhooks/${id}`);
  }
  const [without, withHole] = [p95(found.without), p95(found.with)];
  console.log(
    `p95 from completed to arrival at ${RECEIVERS} receivers: ${without} ms, with one more that never answers ` +
      `${withHole} ms: ${(withHole / without).toFixed(2)} times as long`,
  );
  for (const receiver of [...receivers, hole]) receiver.close();
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}

const secretsKey = Buffer.alloc(32, 'bench').toString('base64');
const system = await startBuiltSystem({ ...HIGH_RATE_LIMITS, LOCAL_MODE: 'true', SECRETS_KEY: secretsKey });
try {
  const api = new Api(system);
  await together(api);
  await blackHole(api);
} finally {
  await system.close();
}
