import type { z } from 'zod';
import { describeError } from '../adapters/log.ts';
import { backOffMs } from '../domain/back-off.ts';
import { Fault, FAULTS } from '../domain/errors.ts';
import { ChunkMessage, StepMessage } from '../domain/queue-messages.ts';
import { runChunk } from '../services/batches/run-chunk.ts';
import type { Deps } from '../services/deps.ts';
import { receiveMessage, rejectSubmission } from '../services/submissions/receive.ts';
import { runStep } from './run-step.ts';

type Outcome = 'done' | 'retry';
type Handle = (deps: Deps, message: Pick<Message, 'id' | 'body'>) => Promise<Outcome>;

const steps = parsed(StepMessage, runStep);

/** By the ends of queue names: a deployment has its own beginning. */
const HANDLES: Readonly<Record<string, Handle>> = {
  '-jobs': steps,
  '-transcriptions': steps,
  '-judgements': steps,
  '-batches': parsed(ChunkMessage, runChunk),
  '-submissions': receive,
  '-dead-letters': giveUp,
};

/**
 * The one place that acknowledges or retries. Messages of a batch run side by side, and nothing is thrown:
 * a throw would bring acknowledged messages back in local mode.
 */
export async function consume(batch: MessageBatch, deps: Deps): Promise<void> {
  const handle = handleOf(batch.queue);
  await Promise.all(batch.messages.map((message) => consumeMessage(message, deps, handle)));
}

/** Nothing is lost of a queue that is not known: its messages come again, and end as dead letters. */
function handleOf(queue: string): Handle {
  const known = Object.entries(HANDLES).find(([end]) => queue.endsWith(end));
  return known ? known[1] : () => Promise.reject(new Error(`the queue "${queue}" is not known`));
}

async function consumeMessage(message: Message, deps: Deps, handle: Handle): Promise<void> {
  const outcome = await handle(deps, message).catch((error: unknown) => {
    deps.log.error('message.failed', { message: message.id, ...describeError(error) });
    return 'retry' as const;
  });
  if (outcome === 'done') return message.ack();
  return message.retry({ delaySeconds: Math.ceil(backOffMs(message.attempts, deps.random()) / 1000) });
}

/** A message of ours that cannot be read is dropped: objects announce again what they wait for. */
function parsed<Schema extends z.ZodType>(
  schema: Schema,
  handle: (deps: Deps, message: z.output<Schema>) => Promise<Outcome>,
): Handle {
  return async (deps, { id, body }) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return handle(deps, parsed.data);
    deps.log.error('message.unreadable', { message: id });
    return 'done';
  };
}

async function receive(deps: Deps, message: Pick<Message, 'id' | 'body'>): Promise<Outcome> {
  await receiveMessage(deps, message);
  return 'done';
}

/** The queue gave up on a message. */
async function giveUp(deps: Deps, message: Pick<Message, 'id' | 'body'>): Promise<Outcome> {
  const step = StepMessage.safeParse(message.body);
  if (step.success) return abandonStep(deps, step.data);
  const chunk = ChunkMessage.safeParse(message.body);
  // The batch has it announced again, and gives up after as many workers as a step does.
  if (chunk.success)
    deps.log.error('chunk.abandoned', { batch: chunk.data.batchId, chunk: chunk.data.chunk });
  else await rejectSubmission(deps, message, new Fault('internal_error'));
  return 'done';
}

/** So does the analysis, unless somebody still works on it. */
async function abandonStep(
  { analysisObjects: objects, log }: Deps,
  { analysisId, step, chunk }: StepMessage,
): Promise<Outcome> {
  const failure = { code: 'internal_error', message: FAULTS.internal_error.message, details: { step } };
  const reply = await objects.send(analysisId, { type: 'abandon', step, chunk, failure });
  log.error('step.abandoned', { analysis: analysisId, step, chunk, accepted: reply.accepted });
  return 'done';
}
