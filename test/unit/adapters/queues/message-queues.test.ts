import { expect, it } from 'vitest';
import { createStepQueues } from '../../../../src/adapters/queues/message-queues.ts';
import type { StepMessage } from '../../../../src/domain/queue-messages.ts';

it('chunks are sent together, in order, as many at once as a queue takes', async () => {
  const batches: StepMessage[][] = [];
  const queue = {
    send: () => Promise.reject(new Error('sent alone')),
    sendBatch: async (messages: Iterable<{ body: StepMessage }>) =>
      void batches.push([...messages].map(({ body }) => body)),
  };
  const unused = { send: queue.send, sendBatch: queue.send };
  const messages = Array.from({ length: 144 }, (_, chunk) => ({
    version: 1 as const,
    analysisId: 'a',
    step: 'transcribe' as const,
    chunk,
  }));
  await createStepQueues(unused, queue, unused).enqueue(messages);
  expect(batches.map(({ length }) => length)).toEqual([100, 44]);
  expect(batches.flat()).toEqual(messages);
});
