import { FAULTS } from '../domain/fault.ts';
import { describeError } from '../platform/log.ts';
import type { Deps } from '../services/deps.ts';
import { StepMessage } from './messages.ts';
import { runStep } from './run-step.ts';

const DEAD_LETTERS = 'debrief-dead-letters';
const RETRY_MAX_SECONDS = 600;

/**
 * The one place that acknowledges or retries. Messages of a batch run side by side, and nothing is thrown:
 * a throw would bring acknowledged messages back in local mode.
 */
export async function consume(batch: MessageBatch, deps: Deps): Promise<void> {
  const handle = batch.queue === DEAD_LETTERS ? abandonStep : runStep;
  await Promise.all(batch.messages.map((message) => consumeMessage(message, deps, handle)));
}

type Handle = (deps: Deps, message: StepMessage) => Promise<'done' | 'retry'>;

async function consumeMessage(message: Message, deps: Deps, handle: Handle): Promise<void> {
  const parsed = StepMessage.safeParse(message.body);
  if (!parsed.success) {
    deps.log.error('message.unreadable', { message: message.id });
    return message.ack();
  }
  const outcome = await handle(deps, parsed.data).catch((error: unknown) => {
    deps.log.error('message.failed', { message: message.id, ...describeError(error) });
    return 'retry' as const;
  });
  if (outcome === 'done') return message.ack();
  return message.retry({ delaySeconds: Math.min(2 ** message.attempts, RETRY_MAX_SECONDS) });
}

/** The queue gave up on a step: so does the analysis, unless somebody still works on it. */
async function abandonStep({ objects, log }: Deps, { analysisId, step }: StepMessage): Promise<'done'> {
  const failure = { code: 'internal_error', message: FAULTS.internal_error.message, details: { step } };
  const reply = await objects.send(analysisId, { type: 'abandon', step, failure });
  log.error('step.abandoned', { analysis: analysisId, step, accepted: reply.accepted });
  return 'done';
}
