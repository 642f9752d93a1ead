import type { Failure } from '../domain/analysis.ts';
import { Fault, type FaultCode } from '../domain/fault.ts';
import { type Job, openTask } from '../domain/job.ts';
import type { Step, TaskRef } from '../domain/lifecycle.ts';
import { describeError } from '../platform/log.ts';
import { analyse } from './analyse.ts';
import { ingest } from './ingest.ts';
import { holdLease } from './lease.ts';
import { merge } from './merge.ts';
import type { StepMessage } from './messages.ts';
import { orPostponed, Postponed } from './postponed.ts';
import type { Cut, RunStep, StepDeps } from './step.ts';
import { transcribe } from './transcribe.ts';
import { withModels } from './with-models.ts';

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
  const taken = await deps.objects.send(analysisId, { type: 'take', ...task });
  if (!taken.accepted) {
    if (taken.reason !== 'held') await giveSlotBack(deps, message);
    return 'done';
  }
  const { analysis } = taken.job;
  const attempt = openTask(taken.job, task)?.attempt ?? 0;
  const lease = holdLease(deps.objects, analysisId, task, attempt);
  try {
    const work = () => STEPS[step](deps, analysis, lease, cutOf(taken.job, task));
    const findings = await withModels(deps, message, taken.job, work);
    await deps.objects.send(analysisId, { type: 'complete', ...task, attempt, findings });
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
    await deps.objects.send(analysisId, { type: 'postpone', ...task, attempt, untilMs, code });
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
  const reply = await deps.objects.send(analysisId, { type, ...task, attempt, failure: toFailure(fault) });
  return reply.accepted && isWaitedFor(reply.job, task) ? 'retry' : 'done';
}

/** A slot was kept for a task that is over. */
async function giveSlotBack({ modelSlots }: StepDeps, message: StepMessage): Promise<void> {
  if (message.slotOf !== undefined) await modelSlots.release(message.slotOf, message);
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
