import { z } from 'zod';
import { describeError } from '../adapters/log.ts';
import { backOffMs } from '../domain/back-off.ts';
import { Fault, FAULTS } from '../domain/errors.ts';
import { ChunkMessage, StepMessage, SweepMessage } from '../domain/queue-messages.ts';
import { runChunk } from '../services/batches/run-chunk.ts';
import type { Deps } from '../services/deps.ts';
import { abandonSweep, runSweep } from '../services/sweep.ts';
import { receiveMessage, rejectSubmission } from '../services/submissions.ts';
import { runStep } from './run-step.ts';

/** Works on one message. A throw counts as `retry`. */
type Handler = (deps: Deps, message: Pick<Message, 'id' | 'body' | 'attempts'>) => Promise<'done' | 'retry'>;

/**
 * The one place that acknowledges or retries. Messages of a batch run side by side, and nothing is thrown:
 * a throw would bring acknowledged messages back in local mode.
 */
export async function consume(batch: MessageBatch, deps: Deps): Promise<void> {
  const handle = handlerOf(batch.queue);
  await Promise.all(batch.messages.map((message) => consumeMessage(message, deps, handle)));
}

async function consumeMessage(message: Message, deps: Deps, handle: Handler): Promise<void> {
  const outcome = await handle(deps, message).catch((error: unknown) => {
    deps.log.error('message.failed', { message: message.id, ...describeError(error) });
    return 'retry' as const;
  });
  if (outcome === 'done') return message.ack();
  return message.retry({ delaySeconds: Math.ceil(backOffMs(message.attempts, deps.random()) / 1000) });
}

/** Messages of an unknown queue are not lost: they are retried, and end as dead letters. */
function handlerOf(queue: string): Handler {
  const known = Object.entries(HANDLERS).find(([end]) => queue.endsWith(end));
  return known ? known[1] : () => Promise.reject(new Error(`the queue "${queue}" is not known`));
}

const handleStep = parsedBy(StepMessage, runStep);

/** By the ends of the queues' names: how they begin is up to the deployment. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  '-jobs': parsedBy(z.union([StepMessage, SweepMessage]), (deps, message, attempts) =>
    'sweep' in message ? runSweep(deps, message, attempts) : runStep(deps, message),
  ),
  '-transcriptions': handleStep,
  '-judgements': handleStep,
  '-batches': parsedBy(ChunkMessage, runChunk),
  '-submissions': async (deps, message) => {
    await receiveMessage(deps, message);
    return 'done';
  },
  '-dead-letters': handleDeadLetter,
};

/** A message of ours that cannot be read is dropped: the objects enqueue again what they wait for. */
function parsedBy<Schema extends z.ZodType>(
  schema: Schema,
  handle: (deps: Deps, message: z.output<Schema>, attempts: number) => Promise<'done' | 'retry'>,
): Handler {
  return async (deps, { id, body, attempts }) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return handle(deps, parsed.data, attempts);
    deps.log.error('message.unreadable', { message: id });
    return 'done';
  };
}

/** The queue gave up on a message, so what the message was about is given up. */
async function handleDeadLetter(deps: Deps, message: Pick<Message, 'id' | 'body'>): Promise<'done'> {
  const step = StepMessage.safeParse(message.body);
  const chunk = ChunkMessage.safeParse(message.body);
  const sweep = SweepMessage.safeParse(message.body);
  if (step.success) await abandonStep(deps, step.data);
  else if (chunk.success)
    // The batch enqueues it again, and gives up after as many workers as a step does.
    deps.log.error('chunk.abandoned', { batch: chunk.data.batchId, chunk: chunk.data.chunk });
  else if (sweep.success) abandonSweep(deps, sweep.data);
  else await rejectSubmission(deps, message, new Fault('internal_error'));
  return 'done';
}

/** Fails the analysis, unless another worker still has the task. */
async function abandonStep(
  { analysisObjects, log }: Deps,
  { analysisId, step, chunk }: StepMessage,
): Promise<void> {
  const failure = { code: 'internal_error', message: FAULTS.internal_error.message, details: { step } };
  const reply = await analysisObjects.send(analysisId, { type: 'abandon', step, chunk, failure });
  log.error('step.abandoned', { analysis: analysisId, step, chunk, accepted: reply.accepted });
}
