import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { SweepMessage } from '../../src/domain/queue-messages.ts';
import worker from '../../src/worker.ts';
import { LOST } from './batch-calls.ts';

/** Delivers a message about a sweep by itself; says how it ended. */
export async function deliverSweep(body: SweepMessage, attempts = 1) {
  const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts, body };
  const batch = createMessageBatch('debrief-jobs', [message]);
  await worker.queue(batch, env);
  return getQueueResult(batch, createExecutionContext());
}

/** Keeps messages about sweeps from being delivered by the queue; other messages go their way. */
export function heldSweeps(): SweepMessage[] {
  const held: SweepMessage[] = [];
  const send: typeof env.JOBS.send = Object.getPrototypeOf(env.JOBS).send.bind(env.JOBS);
  vi.spyOn(env.JOBS, 'send').mockImplementation(async (body, options) => {
    const message = SweepMessage.safeParse(body);
    if (!message.success) return send(body, options);
    held.push(message.data);
    return LOST;
  });
  return held;
}

/** The night: the cron, and one message after the other until no sweep has more to do. Answers every message. */
export async function nightlySweeps(): Promise<SweepMessage[]> {
  const held = heldSweeps();
  await worker.scheduled(createScheduledController(), env);
  for (const message of held) await deliverSweep(message);
  return held;
}
