import { describeError } from '../../adapters/log.ts';
import type { ChunkItems } from '../../adapters/objects.ts';
import { writerOf } from '../../domain/api-key.ts';
import { chunkName, type RejectedItem } from '../../domain/batch.ts';
import { Fault, toFailure } from '../../domain/errors.ts';
import type { ChunkMessage } from '../../domain/queue-messages.ts';
import type { SubmissionRequest } from '../../domain/submission.ts';
import { submitAnalysis } from '../analyses/submit.ts';
import type { Context, Deps } from '../deps.ts';
import { ChunkContent } from './items.ts';

/** A Worker has six connections open at a time. More would only wait. */
const AT_ONCE = 6;

type Item = ChunkItems['items'][number];

/**
 * Makes the analyses of a chunk, or cancels them. It may run twice, and twice at the same time: an item has the id of its
 * analysis from the start, and of one id there is one analysis.
 */
export async function runChunk(deps: Deps, message: ChunkMessage): Promise<'done' | 'retry'> {
  const { batchId, chunk } = message;
  const { batchObjects, documents } = deps;
  const task = await batchObjects.take(batchId, chunk);
  if (task.type === 'none') return 'done';
  const removeContent = () => documents.remove('batch', contentRef(task, message));
  if (task.type === 'discard') {
    await removeContent();
    return 'done';
  }
  try {
    if (task.type === 'accept') {
      await batchObjects.accepted(batchId, chunk, await acceptItems(deps, task, message));
    } else {
      await cancelItems(deps, task);
      await batchObjects.cancelled(batchId, chunk);
    }
    await removeContent();
    return 'done';
  } catch (error) {
    deps.log.error('batch.chunk_failed', { batch: batchId, chunk, ...describeError(error) });
    await batchObjects.release(batchId, chunk);
    return 'retry';
  }
}

function contentRef({ accountId }: { readonly accountId: string }, { batchId, chunk }: ChunkMessage) {
  return { accountId, id: chunkName(batchId, chunk) };
}

async function cancelItems({ analysisObjects }: Deps, { items }: ChunkItems): Promise<void> {
  await forEachItem(items, ({ analysisId }) => analysisObjects.send(analysisId, { type: 'cancel' }));
}

/** Answers which items became no analysis, and why. */
async function acceptItems(deps: Deps, task: ChunkItems, message: ChunkMessage): Promise<RejectedItem[]> {
  const { items } = task;
  const content = await deps.documents.get('batch', contentRef(task, message), ChunkContent);
  const requests = new Map(content?.map(({ index, request }) => [index, request]));
  const context = { deps, principal: writerOf(task) };
  const rejected: RejectedItem[] = [];
  await forEachItem(items, async (item) => {
    try {
      await acceptItem(context, item, requests.get(item.index), message.batchId);
    } catch (error) {
      if (!(error instanceof Fault) || error.status >= 500) throw error;
      rejected.push({ index: item.index, error: toFailure(error) });
    }
  });
  return rejected;
}

async function acceptItem(
  context: Context,
  { index, analysisId }: Item,
  request: SubmissionRequest | undefined,
  batchId: string,
): Promise<void> {
  if (await context.deps.analysisObjects.read(analysisId)) return;
  if (!request) throw new Error(`the content of item ${index} is gone`);
  const reserved = { id: analysisId, batch: { id: batchId, index } };
  await submitAnalysis(context, { request, reserved });
}

/** Runs the work on all items, a few at a time. The first failure is thrown once those under way are over. */
async function forEachItem(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(item);
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failed = workers.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
