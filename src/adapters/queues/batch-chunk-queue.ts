import { chunkName } from '../../domain/batch.ts';
import type { ChunkMessage } from '../../domain/queue-messages.ts';
import type { DocumentStore } from '../storage/ports.ts';
import type { BatchChunkQueue } from './ports.ts';

/** What a queue takes in one call. */
const MESSAGES_AT_ONCE = 100;

export function createBatchChunkQueue(
  queue: Queue<ChunkMessage>,
  documents: Pick<DocumentStore, 'remove'>,
): BatchChunkQueue {
  return {
    async enqueue(batchId, chunks) {
      const messages = chunks.map((chunk) => ({ body: { version: 1, batchId, chunk } as const }));
      for (let from = 0; from < messages.length; from += MESSAGES_AT_ONCE)
        await queue.sendBatch(messages.slice(from, from + MESSAGES_AT_ONCE));
    },
    async remove(accountId, batchId, chunks) {
      for (const chunk of chunks)
        await documents.remove('batch', { accountId, id: chunkName(batchId, chunk) });
    },
  };
}
