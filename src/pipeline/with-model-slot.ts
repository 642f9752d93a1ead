import type { Job } from '../domain/job.ts';
import type { StepMessage } from '../domain/queue-messages.ts';
import { SLOT_LEASE_MS } from '../adapters/semaphore.ts';
import { requireBudget } from '../services/budget.ts';
import type { Postponed, StepDeps } from './step.ts';

const RENEW_EVERY_MS = SLOT_LEASE_MS / 3;
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
  const timer = setInterval(() => void semaphore.acquire(accountId, message), RENEW_EVERY_MS);
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
