import type { BatchState } from '../../domain/batch.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';
import { findBatch } from './read.ts';

/**
 * Makes no more analyses of a batch and cancels those that are not final; cancelling it again changes nothing.
 * Throws `batch_not_found`, and `batch_final` where every item is final already.
 */
export async function cancelBatch(context: Context, id: string): Promise<BatchState> {
  requireScope(context.principal, 'write');
  const { batch } = await findBatch(context, id);
  if (batch.cancelledAt === null && batch.completedAt !== null)
    throw new Fault('batch_final', undefined, { id });
  await context.deps.batches.cancel(id);
  return findBatch(context, id);
}
