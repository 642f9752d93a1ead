import type { Batch, BatchFields, BatchState } from '../../domain/batch.ts';
import { MAX_BATCH_ITEMS } from '../../domain/batch.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { requireBudget } from '../accounts/require-budget.ts';
import type { Context } from '../deps.ts';
import { type Arrival, ItemWriter, type TakenItems } from './batch-items.ts';

/** As many as an answer lists; the items page has all of them. */
const LISTED_ERRORS = 100;

export interface CreatedBatch extends Pick<TakenItems, 'rejected'> {
  readonly state: BatchState;
}

/**
 * Takes down the items of a batch while they arrive and has them worked on; they become analyses afterwards. Items that
 * are not valid are noted and sink no others, unless the batch is strict. Whatever is thrown, nothing is left behind.
 * Throws `budget_exhausted`, `batch_rejected`, `batch_too_large`, `url_not_allowed`, and `invalid_request` for a batch without items.
 */
export async function createBatch(
  { deps, principal }: Context,
  fields: BatchFields,
  arrivals: AsyncIterable<Arrival>,
): Promise<CreatedBatch> {
  requireScope(principal, 'write');
  if (fields.callback_url !== undefined) deps.outbound.check(fields.callback_url);
  const { accountId, livemode } = principal;
  await requireBudget(deps, accountId);
  const batch: Batch = {
    id: `batch_${deps.newId()}`,
    accountId,
    livemode,
    callbackUrl: fields.callback_url ?? null,
    metadata: fields.metadata ?? {},
    createdAt: deps.clock.now(),
    cancelledAt: null,
    completedAt: null,
  };
  await deps.batches.create(batch);
  const writer = new ItemWriter(deps, { accountId, batchId: batch.id });
  try {
    const { total, rejected } = await takeAll(writer, arrivals);
    if (total === 0)
      throw new Fault('invalid_request', 'A batch needs at least one item.', { field: 'items' });
    const listed = rejected.slice(0, LISTED_ERRORS);
    if (fields.strict && rejected.length > 0) throw refusal(rejected.length, listed);
    return { state: await deps.batches.open(batch.id), rejected: listed };
  } catch (error) {
    await writer.idle();
    await deps.batches.discard(batch.id);
    throw error;
  }
}

async function takeAll(writer: ItemWriter, arrivals: AsyncIterable<Arrival>): Promise<TakenItems> {
  let count = 0;
  for await (const arrival of arrivals) {
    count += 1;
    if (count > MAX_BATCH_ITEMS)
      throw new Fault('batch_too_large', `A batch may have at most ${MAX_BATCH_ITEMS} items.`, {
        field: 'items',
        max_items: MAX_BATCH_ITEMS,
      });
    await writer.add(arrival);
  }
  return writer.end();
}

function refusal(count: number, listed: TakenItems['rejected']): Fault {
  const message = `${count} of the items are not valid, and the batch is strict.`;
  const errors = listed.map(({ index, error }) => ({ index, ...error }));
  return new Fault('batch_rejected', message, { field: 'items', rejected: count, errors });
}
