import type { Job } from '../domain/job.ts';
import { SLOT_LEASE_MS } from '../model-slots/line.ts';
import { requireBudget } from '../services/accounts/require-budget.ts';
import type { StepMessage } from './messages.ts';
import { Postponed } from './postponed.ts';
import type { StepDeps } from './step.ts';

const RENEW_EVERY_MS = SLOT_LEASE_MS / 3;
/** A task in line is announced again if nobody called it for so long: the message that called it may be lost. */
const IN_LINE_MS = 30 * 60_000;

type ModelDeps = Pick<
  StepDeps,
  'accountSettings' | 'clock' | 'languageModel' | 'modelSlots' | 'spentUsdCents'
>;

/**
 * Runs the work of a task. Where it asks a model, it waits for one of the account's slots, and begins only where the
 * account has budget left; what was begun is finished. Throws `Postponed` and `budget_exhausted`.
 */
export async function withModels<Result>(
  deps: ModelDeps,
  message: StepMessage,
  job: Job,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!asksModel(deps, message)) return work();
  const { clock, modelSlots } = deps;
  const { accountId } = job.analysis;
  if (!isBegun(job)) await requireBudget(deps, accountId);
  if (!(await modelSlots.acquire(accountId, message)))
    throw new Postponed(clock.now() + IN_LINE_MS, null, () => modelSlots.join(accountId, message));
  const timer = setInterval(() => void modelSlots.acquire(accountId, message), RENEW_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await modelSlots.release(accountId, message);
  }
}

/** Whether a model was paid for the call, or has transcribed a chunk of it. */
function isBegun({ analysis, tasks }: Job): boolean {
  return analysis.costUsdCents !== null || tasks.some(({ isDone }) => isDone);
}

function asksModel({ languageModel }: ModelDeps, { step }: StepMessage): boolean {
  return step === 'transcribe' || (step === 'analyse' && languageModel !== null);
}
