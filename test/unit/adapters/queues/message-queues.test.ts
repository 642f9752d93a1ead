import { expect, it } from 'vitest';
import { createStepQueues } from '../../../../src/adapters/queues/message-queues.ts';
import type { StepMessage } from '../../../../src/domain/queue-messages.ts';

it('chunks are sent together, in order, as many at once as a queue takes', async () => {
  const batches: StepMessage[][] = [];
  const queue = {
    send: () => Promise.reject(new Error('sent alone')),
    sendBatch: async (messages: Iterable<{ body: StepMessage }>) =>
      void batches.push([...messages].map(({ body }) => body)),
    metrics: async () => ({}),
  };
  const unused = { ...queue, sendBatch: queue.send };
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

it.each([
  ['the time of the oldest message', async () => ({ oldestMessageTimestamp: new Date(5_000) }), 5_000],
  ['nothing where no message waits', async () => ({}), null],
  ['nothing where the local platform says 1970', async () => ({ oldestMessageTimestamp: new Date(0) }), null],
  ['nothing where the queue does not answer', () => Promise.reject(new Error('away')), null],
  ['nothing where the platform has no such question', undefined, null],
])('a queue tells %s', async (_name, metrics, expected) => {
  const queue = {
    send: async () => undefined,
    sendBatch: async () => undefined,
    ...(metrics && { metrics }),
  };
  expect(await createStepQueues(queue, queue, queue).oldestAt('analyse')).toBe(expected);
});
