import { describeError } from '../adapters/log.ts';
import type { AnalysisObjects } from '../adapters/objects.ts';
import type { Failure } from '../domain/analysis.ts';
import { Fault, type FaultCode } from '../domain/errors.ts';
import { type Job, openTask } from '../domain/job.ts';
import { LEASE_MS, type Step, type TaskRef } from '../domain/lifecycle.ts';
import type { StepMessage } from '../domain/queue-messages.ts';
import { analyse } from './analyse.ts';
import { ingest } from './ingest.ts';
import { merge } from './merge.ts';
import { type Cut, type RunStep, type StepDeps, type StepLease, StepTakenAway } from './step.ts';
import { transcribe } from './transcribe.ts';
import { orPostponed, Postponed, withModelSlot } from './with-model-slot.ts';

const STEPS: Record<Step, RunStep> = { ingest, transcribe, merge, analyse };

/** Faults that may pass by themselves; all others are told at once. */
const PASSING: ReadonlySet<FaultCode> = new Set([
  'transcription_unavailable',
  'transcription_invalid',
  'source_unavailable',
  'internal_error',
]);

/**
 * Takes the task from its object, works, reports back. Answers whether the message is done with: a task that
 * is over, held by another worker, or final for the analysis is. Throws only where the object cannot be reached.
 */
export async function runStep(deps: StepDeps, message: StepMessage): Promise<'done' | 'retry'> {
  const { analysisId, step, chunk } = message;
  const task = { step, chunk };
  const taken = await deps.analysisObjects.send(analysisId, { type: 'take', ...task });
  if (!taken.accepted) {
    if (taken.reason !== 'held') await giveSlotBack(deps, message);
    return 'done';
  }
  const { analysis } = taken.job;
  const attempt = openTask(taken.job, task)?.attempt ?? 0;
  const lease = holdLease(deps.analysisObjects, analysisId, task, attempt);
  try {
    const work = () => STEPS[step](deps, analysis, lease, cutOf(taken.job, task));
    const findings = await withModelSlot(deps, message, taken.job, work);
    await deps.analysisObjects.send(analysisId, { type: 'complete', ...task, attempt, findings });
    return 'done';
  } catch (cause) {
    if (lease.signal.aborted) {
      deps.log.info('step.taken_away', { analysis: analysisId, ...task, attempt });
      return 'done';
    }
    const error = orPostponed(deps, cause, analysis);
    return await report(deps, message, attempt, error);
  } finally {
    lease.end();
  }
}

/** Tells the object how the work ended that was not completed. */
async function report(
  deps: StepDeps,
  { analysisId, step, chunk }: StepMessage,
  attempt: number,
  error: unknown,
): Promise<'done' | 'retry'> {
  const task = { step, chunk };
  if (error instanceof Postponed) {
    const { code, untilMs } = error;
    deps.log.info('step.postponed', { analysis: analysisId, ...task, untilMs, reason: error.message });
    await deps.analysisObjects.send(analysisId, { type: 'postpone', ...task, attempt, untilMs, code });
    await error.givenBack();
    return 'done';
  }
  const fault = error instanceof Fault ? error : new Fault('internal_error', undefined, {}, error);
  deps.log.error('step.failed', {
    analysis: analysisId,
    ...task,
    attempt,
    code: fault.code,
    ...describeError(fault.cause ?? fault),
  });
  const type = PASSING.has(fault.code) ? 'release' : 'fail';
  const reply = await deps.analysisObjects.send(analysisId, {
    type,
    ...task,
    attempt,
    failure: toFailure(fault),
  });
  return reply.accepted && isWaitedFor(reply.job, task) ? 'retry' : 'done';
}

/** A slot was kept for a task that is over. */
async function giveSlotBack({ semaphore }: StepDeps, message: StepMessage): Promise<void> {
  if (message.slotOf !== undefined) await semaphore.release(message.slotOf, message);
}

function cutOf({ chunks }: Job, { chunk }: TaskRef): Cut {
  return { chunks: chunks ?? [], chunk: (chunk !== undefined && chunks?.[chunk]) || null };
}

/** Whether the task is still to be done: it is not where the analysis was given up. */
function isWaitedFor(job: Job, task: TaskRef): boolean {
  return typeof openTask(job, task)?.watchAt === 'number';
}

function toFailure({ code, message, details }: Fault): Failure {
  return { code, message, details };
}

const RENEW_EVERY_MS = LEASE_MS / 3;

interface HeldLease extends StepLease {
  end(): void;
}

/** Keeps a taken task while its work runs, and aborts the work when the object no longer counts on it. */
function holdLease(
  objects: Pick<AnalysisObjects, 'send'>,
  id: string,
  task: TaskRef,
  attempt: number,
): HeldLease {
  const controller = new AbortController();

  async function renew(finishing: boolean): Promise<void> {
    const reply = await objects.send(id, { type: 'renew', ...task, attempt, finishing });
    if (!reply.accepted) {
      controller.abort(new StepTakenAway(`step ${task.step} was taken away: ${reply.reason}`));
      controller.signal.throwIfAborted();
    }
  }

  // A renewal that fails to arrive is made up for by the next; the lease outlasts two of them.
  const timer = setInterval(() => void renew(false).catch(() => undefined), RENEW_EVERY_MS);
  return {
    signal: controller.signal,
    confirm: () => renew(false),
    finishing: () => renew(true),
    end: () => clearInterval(timer),
  };
}
