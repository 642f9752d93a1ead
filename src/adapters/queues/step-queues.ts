import type { StepMessage } from '../../domain/queue-messages.ts';
import type { StepQueues } from './ports.ts';

/** What a queue takes at once. */
const MOST_AT_ONCE = 100;

/** What is used of a queue. */
interface StepQueue {
  send(message: StepMessage): Promise<unknown>;
  sendBatch(messages: Iterable<{ readonly body: StepMessage }>): Promise<unknown>;
}

/**
 * Models take seconds to minutes, the other steps milliseconds: they do not share a queue. `judgements` is `jobs` where
 * reports are written offline.
 */
export function createStepQueues(
  jobs: StepQueue,
  transcriptions: StepQueue,
  judgements: StepQueue,
): StepQueues {
  const queues = { ingest: jobs, transcribe: transcriptions, merge: jobs, analyse: judgements };
  return {
    async enqueue(messages) {
      const queue = queues[messages[0]?.step ?? 'ingest'];
      const [only, ...others] = messages;
      if (only && others.length === 0) return void (await queue.send(only));
      for (let from = 0; from < messages.length; from += MOST_AT_ONCE)
        await queue.sendBatch(messages.slice(from, from + MOST_AT_ONCE).map((body) => ({ body })));
    },
  };
}
