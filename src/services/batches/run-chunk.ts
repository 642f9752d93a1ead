import { describeError } from '../../adapters/log.ts';
import type { ChunkItems } from '../../adapters/objects.ts';
import { chunkName, type RejectedItem } from '../../domain/batch.ts';
import { Fault } from '../../domain/errors.ts';
import type { ChunkMessage } from '../../domain/queue-messages.ts';
import type { SubmissionRequest } from '../../domain/submission.ts';
import { submitAnalysis } from '../analyses/submit.ts';
import type { Context, Deps } from '../deps.ts';
import { ChunkContent } from './items.ts';

/** A Worker opens six connections at a time; more would only wait. */
const SIDE_BY_SIDE = 6;

type Item = ChunkItems['items'][number];

/**
 * Makes the analyses of a chunk, or cancels them. May run twice, and two at a time: an item has the id of its analysis
 * from the start, and of one id there is one analysis.
 */
export async function runChunk(deps: Deps, { batchId, chunk }: ChunkMessage): Promise<'done' | 'retry'> {
  const task = await deps.batchObjects.take(batchId, chunk);
  if (task.type === 'none') return 'done';
  const forget = () =>
    deps.documents.remove('batch', { accountId: task.accountId, id: chunkName(batchId, chunk) });
  if (task.type === 'discard') {
    await forget();
    return 'done';
  }
  try {
    if (task.type === 'accept') {
      await deps.batchObjects.accepted(batchId, chunk, await acceptItems(deps, task, batchId, chunk));
    } else {
      await sideBySide(task.items, ({ analysisId }) =>
        deps.analysisObjects.send(analysisId, { type: 'cancel' }),
      );
      await deps.batchObjects.cancelled(batchId, chunk);
    }
    await forget();
    return 'done';
  } catch (error) {
    deps.log.error('batch.chunk_failed', { batch: batchId, chunk, ...describeError(error) });
    await deps.batchObjects.release(batchId, chunk);
    return 'retry';
  }
}

async function acceptItems(
  deps: Deps,
  task: ChunkItems,
  batchId: string,
  chunk: number,
): Promise<RejectedItem[]> {
  const { accountId, livemode } = task;
  const content = await deps.documents.get(
    'batch',
    { accountId, id: chunkName(batchId, chunk) },
    ChunkContent,
  );
  const requests = new Map(content?.map(({ index, request }) => [index, request]));
  const principal = { accountId, livemode, scopes: ['write'], keyId: null };
  const rejected: RejectedItem[] = [];
  await sideBySide(task.items, async (item) => {
    try {
      await acceptItem({ deps, principal }, item, requests.get(item.index), batchId);
    } catch (error) {
      if (!(error instanceof Fault) || error.status >= 500) throw error;
      const { code, message, details } = error;
      rejected.push({ index: item.index, error: { code, message, details } });
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
  await submitAnalysis(context, request, { id: analysisId, batch: { id: batchId, index } });
}

/** Runs the work on all items, a few at a time. The first failure is thrown, after those under way are over. */
async function sideBySide(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item; item = left.shift()) await work(item);
  };
  const lanes = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, lane));
  const failed = lanes.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
