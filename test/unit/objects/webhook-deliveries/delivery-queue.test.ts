import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeliveryQueue, Subject } from '../../../../src/objects/webhook-deliveries/delivery-queue.ts';
import { rotateSecrets } from '../../../../src/services/callbacks/signing-secrets.ts';
import {
  accept,
  answer,
  type CallbackReceiver,
  never,
  reset,
  startReceiver,
} from '../../../support/callback-receiver.ts';
import { anEndpoint, box, World } from './world.ts';

/** How long a receiver that never answers is waited for, and how long one that does may take on a busy machine. */
const [SHORT_MS, LONG_MS] = [2_000, 120_000];
const PATIENT = { timeout: LONG_MS };
const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

const subject: Subject = {
  subjectId: 'analysis',
  accountId: 'account',
  livemode: false,
  body: async () => JSON.stringify({ status: 'completed' }),
};

const receivers: CallbackReceiver[] = [];
afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.close();
});

async function receiving(
  ...answers: Parameters<typeof startReceiver>[0] & object
): Promise<CallbackReceiver> {
  const receiver = await startReceiver(answers);
  receivers.push(receiver);
  return receiver;
}

function notify(queue: DeliveryQueue, callbackUrl: string | null): void {
  const event = { event: 'analysis.completed', callbackFormat: 'v1-analyses', onlyWebhookId: null } as const;
  queue.notify({ ...event, callbackUrl });
}

/** Lets time pass to whatever is due, until nothing is. Returns the waits between. */
async function run(world: World, queue: DeliveryQueue): Promise<number[]> {
  const waits: number[] = [];
  for (let dueAt = queue.dueAt(); dueAt !== null; dueAt = queue.dueAt()) {
    if (dueAt > world.nowMs) {
      waits.push(dueAt - world.nowMs);
      world.nowMs = dueAt;
    }
    await queue.run(subject);
  }
  return waits;
}

const secretsOf = async (world: World) => box.decrypt(world.secrets?.secret ?? '', 'callbacks:account:false');

/** Every callback is accepted by the library at the time at which it arrived: it refuses old ones. */
async function expectSigned({ received }: CallbackReceiver, secret: string): Promise<void> {
  const verifier = new StandardWebhook(secret);
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const { headers, body } of received) {
    vi.setSystemTime(Number(headers['webhook-timestamp']) * 1000);
    const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(verifier.verify(body, plain)).toEqual(JSON.parse(body));
  }
  vi.useRealTimers();
}

describe('a callback', () => {
  it('that fails five ways and is then accepted keeps the schedule, one id, and valid signatures', async () => {
    const receiver = await receiving(
      answer(500),
      never,
      reset,
      answer(429, { 'retry-after': '7' }),
      answer(302, { location: 'http://127.0.0.1:1/elsewhere' }),
      accept,
    );
    const world = new World();
    const queue = world.newQueue(LONG_MS, SHORT_MS);
    notify(queue, receiver.url);
    expect(await run(world, queue)).toEqual([MINUTE, 5 * MINUTE, 30 * MINUTE, 7 * SECOND, 5 * HOUR]);
    const [row] = world.rows.values();
    expect(row?.attempts.map(({ statusCode, error }) => statusCode ?? error)).toEqual([
      500,
      'timed_out',
      'connection_failed',
      429,
      302,
      204,
    ]);
    expect(row).toMatchObject({ status: 'delivered', subjectId: 'analysis' });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([row?.id]),
    );
    await expectSigned(receiver, await secretsOf(world));
    expect(receiver.received.at(-1)?.body).toBe('{"status":"completed"}');
  });

  it('is sent once more at most, with the same id, by a process that died after sending', async () => {
    const receiver = await receiving(accept);
    const world = new World();
    notify(world.newQueue(), receiver.url);
    const planning = world.newQueue();
    let stored = new Map<string, string>();
    await planning.run({
      ...subject,
      body: async () => {
        stored = new Map(world.storage.values);
        return '{}';
      },
    });
    // As it was when the request left: the answer was never stored.
    world.storage.values.clear();
    for (const [key, value] of stored) world.storage.values.set(key, value);
    await run(world, world.newQueue());
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(world.newQueue().dueAt()).toBeNull();
  });

  it('to a private address is refused, and the log says so', async () => {
    const world = new World();
    const queue = world.newQueue();
    notify(queue, 'https://169.254.169.254/latest');
    await queue.run(subject);
    const [row] = world.rows.values();
    expect(row?.attempts).toMatchObject([{ statusCode: null, error: 'address_refused' }]);
  });

  it('of an event that comes while the receivers of another are looked up is sent as well', async () => {
    const receiver = await receiving(accept, accept);
    const world = new World();
    const queue = world.newQueue();
    notify(queue, receiver.url);
    world.onLookUp = () => {
      world.onLookUp = () => undefined;
      notify(queue, `${receiver.url}later`);
    };
    await run(world, queue);
    expect(receiver.received).toHaveLength(2);
  });

  it('can be asked for again, also after it was given up', async () => {
    const receiver = await receiving(...Array<typeof accept>(8).fill(answer(500)), accept);
    const world = new World();
    const queue = world.newQueue();
    notify(queue, receiver.url);
    await run(world, queue);
    const [id] = world.rows.keys();
    expect(world.rows.get(id ?? '')?.status).toBe('failed');
    expect(queue.redeliver(id ?? '')).toBe(true);
    expect(queue.redeliver('msg_other')).toBe(false);
    await run(world, queue);
    expect(world.rows.get(id ?? '')).toMatchObject({ status: 'delivered' });
  });
});

describe('the deliveries of an object', () => {
  const addresses = ['https://169.254.169.254/0', 'https://169.254.169.254/1', 'https://169.254.169.254/2'];

  async function withDeliveries(world: World): Promise<string[]> {
    for (const url of addresses) {
      notify(world.newQueue(), url);
      await run(world, world.newQueue());
    }
    return [...world.storage.values.keys()].filter((key) => key.startsWith('callback:'));
  }

  it('are one record each', async () => {
    const world = new World();
    expect(await withDeliveries(world)).toHaveLength(addresses.length);
    for (const [key, text] of world.storage.values)
      expect(addresses.filter((url) => text.includes(url)).length, key).toBeLessThanOrEqual(1);
  });

  it('hinder no other where one cannot be read', async () => {
    const world = new World();
    const [broken = ''] = await withDeliveries(world);
    world.storage.values.set(broken, '{"version":1,"value":"?"}');
    const receiver = await receiving(accept);
    notify(world.newQueue(), receiver.url);
    await run(world, world.newQueue());
    expect(receiver.received).toHaveLength(1);
  });

  it('are dropped once they are done and as old as the log keeps them, and all of them when it is emptied', async () => {
    const world = new World();
    await withDeliveries(world);
    world.nowMs += 91 * DAY;
    await world.newQueue().run(subject);
    expect([...world.storage.values.keys()]).toEqual([]);
    await withDeliveries(world);
    world.newQueue().forget();
    expect([...world.storage.values.keys()]).toEqual([]);
  });
});

describe('an endpoint', () => {
  async function withEndpoint(receiver: CallbackReceiver): Promise<World> {
    const world = new World();
    world.endpointSecrets = rotateSecrets(
      null,
      await box.encrypt(`whsec_${btoa('s'.repeat(32))}`, 'wh_1'),
      0,
    );
    world.endpoint = anEndpoint({ url: receiver.url });
    return world;
  }

  it('that answers 410 is disabled, and gets nothing any more', async () => {
    const receiver = await receiving(answer(410));
    const world = await withEndpoint(receiver);
    for (const queue of [world.newQueue(), world.newQueue()]) {
      notify(queue, null);
      await run(world, queue);
    }
    expect(receiver.received).toHaveLength(1);
    expect(world.endpoint).toMatchObject({ disabledReason: 'gone' });
  });

  it('that only fails for five days is disabled and says so; what waits for it is cancelled', async () => {
    const receiver = await receiving(answer(500));
    const world = await withEndpoint(receiver);
    notify(world.newQueue(), null);
    await world.newQueue().run(subject);
    world.nowMs += 5 * DAY;
    notify(world.newQueue(), null);
    await run(world, world.newQueue());
    expect(world.endpoint).toMatchObject({ disabledReason: 'failing' });
    expect([...world.rows.values()].map(({ status }) => status)).toContain('cancelled');
  });

  it('that was slow to some receivers delays no other', async () => {
    const [slow, quick] = [await receiving(never), await receiving(accept)];
    const world = await withEndpoint(slow);
    const queue = world.newQueue(SHORT_MS, SHORT_MS);
    notify(queue, quick.url);
    const working = queue.run(subject);
    const isDelivered = () => [...world.rows.values()].some(({ status }) => status === 'delivered');
    await expect.poll(isDelivered, PATIENT).toBe(true);
    expect(quick.received).toHaveLength(1);
    await working;
  });
});
