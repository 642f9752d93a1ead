import type { BatchItem, BatchState, ItemPage } from '../../domain/batch.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

const ID = /^batch_[0-9a-f-]{36}$/;

/** The state of a batch of the caller's account and mode. Throws `batch_not_found`. */
export function readBatch(context: Context, id: string): Promise<BatchState> {
  requireScope(context.principal, 'read');
  return findBatch(context, id);
}

/** The same for verbs that have asked for a scope of their own. */
export async function findBatch({ deps, principal }: Context, id: string): Promise<BatchState> {
  const state = ID.test(id) ? await deps.batches.read(id) : null;
  const { accountId, livemode } = principal;
  if (state?.batch.accountId !== accountId || state.batch.livemode !== livemode)
    throw new Fault('batch_not_found', undefined, { id });
  return state;
}

/** A page of its items, in the order in which they were sent. Throws `batch_not_found`. */
export async function listItems(
  context: Context,
  id: string,
  page: ItemPage,
): Promise<{ items: BatchItem[]; hasMore: boolean }> {
  await readBatch(context, id);
  const found = await context.deps.batches.items(id, { ...page, limit: page.limit + 1 });
  return { items: found.slice(0, page.limit), hasMore: found.length > page.limit };
}
