import { chunkName } from '../../domain/batch.ts';
import type { ChunkMessage, StepMessage, SweepMessage } from '../../domain/queue-messages.ts';
import type { BatchChunkQueue, StepQueues, SweepQueue } from '../ports.ts';
import type { DocumentStore } from '../storage/ports.ts';

/** Most messages that a queue takes in one call. */
const MAX_BATCH = 100;

/** The part of a queue in use. */
interface MessageQueue<Message> {
  send(message: Message, options?: { delaySeconds?: number }): Promise<unknown>;
  sendBatch(messages: Iterable<{ readonly body: Message }>): Promise<unknown>;
  /** Older platforms have none. */
  metrics?(): Promise<{ readonly oldestMessageTimestamp?: Date | undefined }>;
}

/**
 * Steps that ask models take seconds to minutes, the others milliseconds, so they have queues of their own. `judgements` is `jobs`
 * where reports are written offline.
 */
export function createStepQueues(
  jobs: MessageQueue<StepMessage>,
  transcriptions: MessageQueue<StepMessage>,
  judgements: MessageQueue<StepMessage>,
): StepQueues {
  const queues = { ingest: jobs, transcribe: transcriptions, merge: jobs, analyse: judgements };
  return {
    async enqueue(messages) {
      const queue = queues[messages[0]?.step ?? 'ingest'];
      const [only, ...others] = messages;
      if (only && others.length === 0) await queue.send(only);
      else await sendInBatches(queue, messages);
    },
    async oldestAt(step) {
      try {
        const oldest = (await queues[step].metrics?.())?.oldestMessageTimestamp;
        // The local platform says 1970 where there is none.
        return oldest && oldest.getTime() > 0 ? oldest.getTime() : null;
      } catch {
        return null;
      }
    },
  };
}

export function createSweepQueue(queue: Pick<MessageQueue<SweepMessage>, 'send'>): SweepQueue {
  return {
    async enqueue(message, delaySeconds = 0) {
      await queue.send(message, { delaySeconds });
    },
  };
}

export function createBatchChunkQueue(
  queue: Pick<MessageQueue<ChunkMessage>, 'sendBatch'>,
  documents: Pick<DocumentStore, 'remove'>,
): BatchChunkQueue {
  return {
    enqueue: (batchId, chunks) =>
      sendInBatches(
        queue,
        chunks.map((chunk) => ({ version: 1, batchId, chunk })),
      ),
    async remove(accountId, batchId, chunks) {
      for (const chunk of chunks)
        await documents.remove('batch', { accountId, id: chunkName(batchId, chunk) });
    },
  };
}

async function sendInBatches<Message>(
  queue: Pick<MessageQueue<Message>, 'sendBatch'>,
  messages: readonly Message[],
): Promise<void> {
  for (let from = 0; from < messages.length; from += MAX_BATCH)
    await queue.sendBatch(messages.slice(from, from + MAX_BATCH).map((body) => ({ body })));
}
