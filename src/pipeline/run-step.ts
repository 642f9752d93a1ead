import { describeError } from '../adapters/log.ts';
import { SLOT_LEASE_MS } from '../adapters/semaphore.ts';
import type { Analysis } from '../domain/analysis.ts';
import { nextDayMs } from '../domain/back-off.ts';
import { Fault, type FaultCode, toFailure } from '../domain/errors.ts';
import { type Job, openTask } from '../domain/job.ts';
import type { StepMessage } from '../domain/queue-messages.ts';
import { LEASE_MS, type Step, type TaskRef } from '../domain/task.ts';
import { requireBudget } from '../services/budget.ts';
import { analyse } from './analyse.ts';
import { ingest } from './ingest.ts';
import {
  type Lease,
  LEASE_LOST,
  type Postponed,
  type RecordingChunks,
  type RunStep,
  type StepDeps,
  type StepOutcome,
} from './step.ts';
import { merge, transcribe } from './transcribe.ts';

const STEPS: Record<Step, RunStep> = { ingest, transcribe, merge, analyse };

/** A task that this worker took from its analysis object. */
interface TakenTask {
  readonly message: StepMessage;
  readonly task: TaskRef & { readonly attempt: number };
  readonly job: Job;
}

/**
 * Takes the task from its analysis object, does the work and reports how it ended. Answers whether the message is done
 * with. It is where the task is over, or another worker has it. Throws only where the object cannot be reached.
 */
export async function runStep(deps: StepDeps, message: StepMessage): Promise<'done' | 'retry'> {
  const { analysisId, step, chunk, slotOf } = message;
  const taken = await deps.analysisObjects.send(analysisId, { type: 'take', step, chunk });
  if (!taken.accepted) {
    // A slot was kept for a task that is over.
    if (taken.reason !== 'held' && slotOf !== undefined) await deps.semaphore.release(slotOf, message);
    return 'done';
  }
  const { job } = taken;
  const attempt = openTask(job, message)?.attempt ?? 0;
  const takenTask = { message, job, task: { step, chunk, attempt } };
  const lease = holdLease(deps, takenTask);
  try {
    return await report(deps, takenTask, await work(deps, takenTask, lease));
  } finally {
    lease.end();
  }
}

/** Does the work. What completed it is stored by the object before this answers. */
async function work(deps: StepDeps, { message, task, job }: TakenTask, lease: Lease): Promise<StepOutcome> {
  const { analysis } = job;
  try {
    const outcome = await withModelSlot(deps, message, job, () =>
      STEPS[task.step](deps, analysis, lease, chunksOf(job, task)),
    );
    if (outcome.type === 'completed')
      await deps.analysisObjects.send(analysis.id, { ...task, type: 'complete', findings: outcome.findings });
    return outcome;
  } catch (error) {
    if (lease.signal.aborted) return LEASE_LOST;
    const fault = error instanceof Fault ? error : new Fault('internal_error', undefined, {}, error);
    return postponedByQuota(deps, fault, analysis) ?? { type: 'failed', fault };
  }
}

/** Tells the object how the work ended, unless it knows. Answers whether the message is done with. */
async function report(
  { analysisObjects, log, semaphore }: StepDeps,
  { message, task, job }: TakenTask,
  outcome: StepOutcome,
): Promise<'done' | 'retry'> {
  const { id, accountId } = job.analysis;
  switch (outcome.type) {
    case 'completed':
      return 'done';
    case 'lease_lost':
      log.info('step.taken_away', { analysis: id, ...task });
      return 'done';
    case 'postponed': {
      const { reason, untilMs } = outcome;
      log.info('step.postponed', { analysis: id, ...task, untilMs, reason });
      const code = reason === 'no_slot' ? null : reason;
      await analysisObjects.send(id, { ...task, type: 'postpone', untilMs, code });
      // Only now: whoever gets the slot has to find the task free.
      if (reason === 'no_slot') await semaphore.enqueue(accountId, message);
      return 'done';
    }
    case 'failed': {
      const { fault } = outcome;
      log.error('step.failed', {
        analysis: id,
        ...task,
        code: fault.code,
        ...describeError(fault.cause ?? fault),
      });
      const type = TEMPORARY.has(fault.code) ? 'release' : 'fail';
      const reply = await analysisObjects.send(id, { ...task, type, failure: toFailure(fault) });
      return reply.accepted && isWaitedFor(reply.job, task) ? 'retry' : 'done';
    }
  }
}

/** Faults that may pass by themselves. Any other fails the analysis at once. */
const TEMPORARY: ReadonlySet<FaultCode> = new Set([
  'transcription_unavailable',
  'transcription_invalid',
  'source_unavailable',
  'internal_error',
]);

/** Whether the task is still to be done. It is not where the analysis was given up. */
function isWaitedFor(job: Job, task: TaskRef): boolean {
  return typeof openTask(job, task)?.watchAt === 'number';
}

function chunksOf({ chunks }: Job, { chunk }: TaskRef): RecordingChunks {
  return { chunks: chunks ?? [], chunk: (chunk !== undefined && chunks?.[chunk]) || null };
}

const ASK_AGAIN_MS = 3_600_000;
/** Tasks that wait for the same moment must not all come back in it. */
const SPREAD_MS = 10 * 60_000;
/** An analysis that began this long ago does not wait for another day. */
const MAX_WAIT_MS = 3 * 86_400_000;

/**
 * Where the speech models' allowance is used up, the task waits: the allowance comes back at 00:00 UTC, or once the
 * operator has bought more, so it is tried again every hour. After three days it is a failure.
 */
function postponedByQuota(
  { random, clock }: Pick<StepDeps, 'random' | 'clock'>,
  { code }: Fault,
  { createdAt, startedAt }: Analysis,
): Postponed | null {
  const now = clock.now();
  if (code !== 'transcription_quota_used' || now - (startedAt ?? createdAt) > MAX_WAIT_MS) return null;
  const untilMs = Math.min(nextDayMs(now), now + ASK_AGAIN_MS) + Math.round(random() * SPREAD_MS);
  return { type: 'postponed', reason: code, untilMs };
}

const RENEW_LEASE_EVERY_MS = LEASE_MS / 3;

/** Renews the lease of a task until `end`. Its signal aborts once the object refuses to renew it. */
function holdLease(
  { analysisObjects }: Pick<StepDeps, 'analysisObjects'>,
  { task, job }: TakenTask,
): Lease & { end(): void } {
  const controller = new AbortController();

  async function renew(finishing: boolean): Promise<boolean> {
    const reply = await analysisObjects.send(job.analysis.id, { ...task, type: 'renew', finishing });
    if (!reply.accepted) controller.abort(new Error(`the lease of ${task.step} was lost: ${reply.reason}`));
    return reply.accepted;
  }

  // A renewal that does not arrive is made up for by the next: the lease outlasts two of them.
  const timer = setInterval(() => void renew(false).catch(() => undefined), RENEW_LEASE_EVERY_MS);
  return {
    signal: controller.signal,
    confirm: () => renew(false),
    confirmFinishing: () => renew(true),
    end: () => clearInterval(timer),
  };
}

const RENEW_SLOT_EVERY_MS = SLOT_LEASE_MS / 3;
/** A task that waits for a slot is enqueued again after this long: the message that gave it one may be lost. */
const WAIT_MS = 30 * 60_000;

type ModelDeps = Pick<
  StepDeps,
  'accountSettings' | 'clock' | 'languageModel' | 'semaphore' | 'spentUsdCents'
>;

/**
 * Runs the work of a task. Work that asks a model needs one of the account's slots, and is postponed where none is free.
 * An analysis that has not yet cost anything begins only where the account has budget left. Throws `budget_exhausted`.
 */
export async function withModelSlot<Result>(
  deps: ModelDeps,
  message: StepMessage,
  job: Job,
  work: () => Promise<Result>,
): Promise<Result | Postponed> {
  if (!usesModel(deps, message)) return work();
  const { clock, semaphore } = deps;
  const { accountId } = job.analysis;
  if (!isBegun(job)) await requireBudget(deps, accountId);
  if (!(await semaphore.acquire(accountId, message)))
    return { type: 'postponed', reason: 'no_slot', untilMs: clock.now() + WAIT_MS };
  const timer = setInterval(() => void semaphore.acquire(accountId, message), RENEW_SLOT_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await semaphore.release(accountId, message);
  }
}

function usesModel({ languageModel }: ModelDeps, { step }: StepMessage): boolean {
  return step === 'transcribe' || (step === 'analyse' && languageModel !== null);
}

/** Whether the analysis has cost something, or one of its chunks is transcribed. */
function isBegun({ analysis, tasks }: Job): boolean {
  return analysis.costUsdCents !== null || tasks.some(({ isDone }) => isDone);
}
