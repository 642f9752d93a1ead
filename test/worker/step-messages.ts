import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { StepMessage } from '../../src/domain/queue-messages.ts';
import worker from '../../src/worker.ts';
import { LOST } from './batch-calls.ts';

/** Keeps the messages of a step from being delivered. */
export function heldBack(queue: 'JOBS' | 'TRANSCRIPTIONS', step: StepMessage['step']): StepMessage[] {
  const held: StepMessage[] = [];
  const send = env[queue].send.bind(env[queue]);
  vi.spyOn(env[queue], 'send').mockImplementation(async (body) => {
    const message = StepMessage.parse(body);
    if (message.step !== step) return send(message);
    held.push(message);
    return LOST;
  });
  return held;
}

/** Delivers messages about transcriptions all at once, and resolves when they are done with. */
export async function deliver(messages: readonly StepMessage[]): Promise<void> {
  const batch = createMessageBatch(
    'debrief-transcriptions',
    messages.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body })),
  );
  await worker.queue(batch, env);
  await getQueueResult(batch, createExecutionContext());
}
