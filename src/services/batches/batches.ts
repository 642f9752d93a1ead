import { ID_PREFIX } from '../../domain/ids.ts';
import { requireScope } from '../../domain/api-key.ts';
import {
  type Batch,
  type BatchFields,
  type BatchItem,
  type BatchState,
  type ItemPage,
  MAX_BATCH_ITEMS,
} from '../../domain/batch.ts';
import { Fault } from '../../domain/errors.ts';
import { requireBudget } from '../budget.ts';
import type { Context } from '../deps.ts';
import { findMade, newIdFor, requireSameRequest } from '../idempotency.ts';
import { type IncomingItem, ItemWriter, type ReceivedItems } from './items.ts';

/** How many rejected items an answer lists. The page of items has all of them. */
const LISTED_ERRORS = 100;

export interface CreatedBatch extends Pick<ReceivedItems, 'rejected'> {
  readonly state: BatchState;
}

/**
 * Stores the items of a batch while they arrive; queue consumers make analyses of them afterwards. Items that are not valid
 * are noted, and the others go on, unless the batch is strict. Where it throws, nothing stays stored. Throws
 * `budget_exhausted`, `batch_rejected`, `batch_too_large`, `url_not_allowed`, and `invalid_request` for a batch without items.
 */
export async function createBatch(
  context: Context,
  { fields, items }: { fields: BatchFields; items: AsyncIterable<IncomingItem> },
): Promise<CreatedBatch> {
  const { deps, principal, keyed } = context;
  requireScope(principal, 'write');
  if (fields.callback_url !== undefined) requireScope(principal, 'read');
  const made = await findCreated(context);
  if (made) return answerAgain(context, made, items);
  if (fields.callback_url !== undefined) deps.safeFetch.check(fields.callback_url);
  const { accountId, livemode } = principal;
  await requireBudget(deps, accountId);
  const batch: Batch = {
    id: batchId(await newIdFor(context, 'batch')),
    accountId,
    livemode,
    callbackUrl: fields.callback_url ?? null,
    metadata: fields.metadata ?? {},
    createdAt: deps.clock.now(),
    cancelledAt: null,
    completedAt: null,
  };
  // A request with the same key that was cut off may have begun it.
  if (keyed) await deps.batchObjects.discard(batch.id);
  await deps.batchObjects.create(batch.id, batch);
  const writer = new ItemWriter(context, batch.id);
  try {
    const { total, rejected } = await receiveAll(writer, items);
    if (total === 0)
      throw new Fault('invalid_request', 'A batch needs at least one item.', { field: 'items' });
    const listed = rejected.slice(0, LISTED_ERRORS);
    if (fields.strict && rejected.length > 0) throw batchRejected(rejected.length, listed);
    const digest = (await keyed?.digest()) ?? undefined;
    return { state: await deps.batchObjects.open(batch.id, digest), rejected: listed };
  } catch (error) {
    await writer.idle();
    await deps.batchObjects.discard(batch.id);
    throw error;
  }
}

function batchId(uuid: string): string {
  return ID_PREFIX.batch + uuid;
}

/** The batch that an earlier request with the same idempotency key made. */
function findCreated(context: Context): Promise<BatchState | null> {
  const find = (id: string) => context.deps.batchObjects.read(batchId(id));
  return findMade(context, 'batch', find, ({ batch }) => batch.createdAt);
}

/** Reads the items without storing them. Throws `idempotency_mismatch` where that was another request. */
async function answerAgain(
  context: Context,
  state: BatchState,
  items: AsyncIterable<IncomingItem>,
): Promise<CreatedBatch> {
  for await (const item of items) void item;
  const { id, requestDigest } = state.batch;
  await requireSameRequest(context, requestDigest);
  const page = { after: -1, limit: LISTED_ERRORS, status: 'rejected' } as const;
  const listed = await context.deps.batchObjects.items(id, page);
  return { state, rejected: listed.flatMap(({ index, error }) => (error ? [{ index, error }] : [])) };
}

async function receiveAll(writer: ItemWriter, items: AsyncIterable<IncomingItem>): Promise<ReceivedItems> {
  let count = 0;
  for await (const item of items) {
    count += 1;
    if (count > MAX_BATCH_ITEMS)
      throw new Fault('batch_too_large', `A batch may have at most ${MAX_BATCH_ITEMS} items.`, {
        field: 'items',
        max_items: MAX_BATCH_ITEMS,
      });
    await writer.add(item);
  }
  return writer.end();
}

function batchRejected(count: number, listed: ReceivedItems['rejected']): Fault {
  const message = `${count} of the items are not valid, and the batch is strict.`;
  const errors = listed.map(({ index, error }) => ({ index, ...error }));
  return new Fault('batch_rejected', message, { field: 'items', rejected: count, errors });
}

/** The state of a batch of the caller's account and mode. Throws `batch_not_found`. */
export function readBatch(context: Context, id: string): Promise<BatchState> {
  requireScope(context.principal, 'read');
  return findBatch(context, id);
}

/** A page of its items, in the order in which they were sent. Throws `batch_not_found`. */
export async function listItems(
  context: Context,
  { id, page }: { id: string; page: ItemPage },
): Promise<{ items: BatchItem[]; hasMore: boolean }> {
  requireScope(context.principal, 'read');
  await findBatch(context, id);
  const found = await context.deps.batchObjects.items(id, { ...page, limit: page.limit + 1 });
  return { items: found.slice(0, page.limit), hasMore: found.length > page.limit };
}

/**
 * Makes no more analyses of a batch, and cancels those that are not final. Cancelling it again changes nothing.
 * Throws `batch_not_found`, and `batch_final` where every item is final already.
 */
export async function cancelBatch(context: Context, id: string): Promise<BatchState> {
  requireScope(context.principal, 'write');
  const { batch } = await findBatch(context, id);
  if (batch.cancelledAt === null && batch.completedAt !== null)
    throw new Fault('batch_final', undefined, { id });
  await context.deps.batchObjects.cancel(id);
  return findBatch(context, id);
}

const BATCH_ID = new RegExp(`^${ID_PREFIX.batch}[0-9a-f-]{36}$`);

/** Throws `batch_not_found`, also for a batch of another account or mode. */
async function findBatch({ deps, principal }: Context, id: string): Promise<BatchState> {
  const state = BATCH_ID.test(id) ? await deps.batchObjects.read(id) : null;
  const { accountId, livemode } = principal;
  if (state?.batch.accountId !== accountId || state.batch.livemode !== livemode)
    throw new Fault('batch_not_found', undefined, { id });
  return state;
}
