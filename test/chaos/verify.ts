import { z } from 'zod';
import type { FailingReceiver } from './receivers.ts';
import type { ChaosSystem } from './system.ts';
import type { Workload } from './workload.ts';

const PAGE = 100;
/** An alarm that is overdue by more is not kept. */
const LATEST_MS = 60_000;
const LONGEST_WAIT_MS = 61 * 60_000;
const FINAL = new Set(['completed', 'failed', 'cancelled']);

const Listed = z.looseObject({
  id: z.string(),
  status: z.string(),
  metadata: z.looseObject({ number: z.int() }),
  cost_usd_cents: z.number().nullable(),
});
type Listed = z.infer<typeof Listed>;
const Page = z.looseObject({ data: z.array(Listed), next_cursor: z.string().nullable() });
const Usage = z.looseObject({
  data: z.array(z.looseObject({ analyses: z.int(), cost_usd_cents: z.number() })),
});
const Batch = z.looseObject({ counts: z.looseObject({ waiting: z.int(), running: z.int() }) });
const Alarm = z.object({ alarm: z.number().nullable() });
const Deliveries = z.looseObject({
  data: z.array(
    z.looseObject({ id: z.string(), status: z.string(), next_attempt_at: z.string().nullable() }),
  ),
});

export class Reader {
  readonly #system: ChaosSystem;

  constructor(system: ChaosSystem) {
    this.#system = system;
  }

  async get(path: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(this.#system.url + path, { headers: { 'x-api-key': this.#system.apiKey } });
    return { status: response.status, body: await response.json() };
  }

  /** Every analysis of the account. */
  async list(): Promise<Listed[]> {
    const all: Listed[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { status, body } = await this.get(`/v1/analyses?limit=${PAGE}${after}`);
      if (status !== 200) throw new Error(`the list answers ${status}: ${JSON.stringify(body)}`);
      const page = Page.parse(body);
      all.push(...page.data);
      cursor = page.next_cursor;
    }
    return all;
  }

  /** Whether every call that was accepted is in the list and final. */
  async isSettled({ calls, batches }: Workload): Promise<boolean> {
    const listed = await this.list();
    const final = new Set(
      listed.filter(({ status }) => FINAL.has(status)).map(({ metadata }) => metadata.number),
    );
    return (
      calls.every(({ number, id }) => id !== null && final.has(number)) &&
      batches.every(({ numbers }) => numbers.every((number) => final.has(number)))
    );
  }
}

/** What is not as it should be after the services came back; empty where all is well. */
export async function verify(
  system: ChaosSystem,
  workload: Workload,
  receiver: FailingReceiver,
): Promise<string[]> {
  const reader = new Reader(system);
  const listed = await reader.list();
  return [
    ...workload.wrongAnswers.map((text) => `a customer was told ${text}`),
    ...doubled(listed),
    ...missing(listed, workload),
    ...(await missingItems(reader, listed, workload)),
    ...(await notProgressing(reader, workload)),
    ...(await wronglyCalledBack(reader, workload, receiver, listed)),
    ...(await wronglyCharged(reader)),
  ];
}

function doubled(listed: readonly Listed[]): string[] {
  const counts = new Map<number, string[]>();
  for (const { id, metadata } of listed)
    counts.set(metadata.number, [...(counts.get(metadata.number) ?? []), id]);
  return [...counts]
    .filter(([, ids]) => ids.length > 1)
    .map(([number, ids]) => `call ${number} has ${ids.length} analyses: ${ids.join(', ')}`);
}

function missing(listed: readonly Listed[], { calls }: Workload): string[] {
  const ids = new Set(listed.map(({ id }) => id));
  return [
    ...calls.filter(({ id }) => id === null).map(({ number }) => `call ${number} was never accepted`),
    ...calls
      .filter(({ id }) => id !== null && !ids.has(id))
      .map(({ number, id }) => `call ${number} (${id}) was accepted and is not in the list`),
  ];
}

/** Items that are no analyses yet are still waiting in their batch. */
async function missingItems(
  reader: Reader,
  listed: readonly Listed[],
  { batches }: Workload,
): Promise<string[]> {
  const known = new Set(listed.map(({ metadata }) => metadata.number));
  const found: string[] = [];
  for (const { id, numbers } of batches) {
    const absent = numbers.filter((number) => !known.has(number));
    if (absent.length === 0) continue;
    const { counts } = Batch.parse((await reader.get(`/v1/batches/${id}`)).body);
    if (counts.waiting + counts.running < absent.length)
      found.push(`items ${absent.join(', ')} of batch ${id} are over and not in the list`);
  }
  return found;
}

/** An analysis that is not final has an alarm at which it goes on. */
async function notProgressing(reader: Reader, { calls }: Workload): Promise<string[]> {
  const found: string[] = [];
  for (const { id } of calls) {
    if (id === null) continue;
    const { status } = await reader.get(`/v1/analyses/${id}`);
    if (status !== 200) found.push(`analysis ${id} was accepted and answers ${status}`);
  }
  const waiting: string[] = [];
  for (const { id, status } of await reader.list()) {
    if (FINAL.has(status)) continue;
    const { alarm } = Alarm.parse((await reader.get(`/chaos/alarm/${id}`)).body);
    const inMs = alarm === null ? null : alarm - Date.now();
    if (inMs === null || inMs < -LATEST_MS || inMs > LONGEST_WAIT_MS) waiting.push(id);
  }
  // The list may have been told in between.
  const stuck = (await reader.list()).filter(({ id, status }) => waiting.includes(id) && !FINAL.has(status));
  return [
    ...found,
    ...stuck.map(({ id, status }) => `analysis ${id} is ${status} and nothing will go on with it`),
  ];
}

/** Every call that asked for it is called back with one id, and was, or will be. */
async function wronglyCalledBack(
  reader: Reader,
  { calls }: Workload,
  { arrivals }: FailingReceiver,
  listed: readonly Listed[],
): Promise<string[]> {
  const found: string[] = [];
  const final = new Set(listed.filter(({ status }) => FINAL.has(status)).map(({ id }) => id));
  for (const { number, id, callbackUrl } of calls) {
    if (id === null || callbackUrl === null) continue;
    const ids = new Set(arrivals.filter((one) => one.number === number).map((one) => one.id));
    if (ids.size > 1)
      found.push(`call ${number} was called back under ${ids.size} ids: ${[...ids].join(', ')}`);
    if (!final.has(id) || arrivals.some((one) => one.number === number && one.isAccepted)) continue;
    const { data } = Deliveries.parse((await reader.get(`/v1/analyses/${id}/deliveries`)).body);
    const isScheduled = data.some(({ status, next_attempt_at: at }) => status === 'pending' && at !== null);
    if (!isScheduled)
      found.push(`call ${number} (${id}) is over and was not called back: ${JSON.stringify(data)}`);
  }
  return found;
}

/** The account was charged what its analyses cost, once; said when the last of them is final. */
async function wronglyCharged(reader: Reader): Promise<string[]> {
  const listed = await reader.list();
  if (!listed.every(({ status }) => FINAL.has(status))) return [];
  const { data } = Usage.parse((await reader.get('/v1/usage')).body);
  const charged = data.reduce((sum, month) => sum + month.cost_usd_cents, 0);
  const counted = data.reduce((sum, month) => sum + month.analyses, 0);
  const completed = listed.filter(({ status }) => status === 'completed').length;
  const cost = listed.reduce((sum, one) => sum + (one.cost_usd_cents ?? 0), 0);
  return [
    ...(counted === completed ? [] : [`${completed} analyses completed, ${counted} are counted`]),
    ...(Math.abs(charged - cost) < 0.01 ? [] : [`the analyses cost ${cost}, charged was ${charged}`]),
  ];
}
