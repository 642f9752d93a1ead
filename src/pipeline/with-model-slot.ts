import type { Analysis, Waiting } from '../domain/analysis.ts';
import { Fault } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { StepMessage } from '../domain/queue-messages.ts';
import { SLOT_LEASE_MS } from '../adapters/semaphore.ts';
import { requireBudget } from '../services/accounts.ts';
import type { StepDeps } from './step.ts';

const RENEW_EVERY_MS = SLOT_LEASE_MS / 3;
/** A task in line is announced again if nobody called it for so long: the message that called it may be lost. */
const IN_LINE_MS = 30 * 60_000;

type ModelDeps = Pick<
  StepDeps,
  'accountSettings' | 'clock' | 'languageModel' | 'semaphore' | 'spentUsdCents'
>;

/**
 * Runs the work of a task. Where it asks a model, it waits for one of the account's slots, and begins only where the
 * account has budget left; what was begun is finished. Throws `Postponed` and `budget_exhausted`.
 */
export async function withModelSlot<Result>(
  deps: ModelDeps,
  message: StepMessage,
  job: Job,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!usesModel(deps, message)) return work();
  const { clock, semaphore } = deps;
  const { accountId } = job.analysis;
  if (!isBegun(job)) await requireBudget(deps, accountId);
  if (!(await semaphore.acquire(accountId, message)))
    throw new Postponed(clock.now() + IN_LINE_MS, null, () => semaphore.enqueue(accountId, message));
  const timer = setInterval(() => void semaphore.acquire(accountId, message), RENEW_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await semaphore.release(accountId, message);
  }
}

/** Whether a model was paid for the call, or has transcribed a chunk of it. */
function isBegun({ analysis, tasks }: Job): boolean {
  return analysis.costUsdCents !== null || tasks.some(({ isDone }) => isDone);
}

function usesModel({ languageModel }: ModelDeps, { step }: StepMessage): boolean {
  return step === 'transcribe' || (step === 'analyse' && languageModel !== null);
}

const DAY_MS = 86_400_000;
const ASK_AGAIN_MS = 3_600_000;
/** What waits together does not come back together. */
const SPREAD_MS = 10 * 60_000;
/** An analysis that was begun this long ago does not wait for another day. */
const PATIENCE_MS = 3 * DAY_MS;

/** The task has to wait. Nobody failed, and it counts as no attempt. */
export class Postponed extends Error {
  override readonly name = 'Postponed';
  /** When it is announced again, unless it was before. Milliseconds since 1970. */
  readonly untilMs: number;
  /** What it waits for, where that is worth telling. */
  readonly code: Waiting['code'] | null;
  /** To be called once the task was given back: from then on somebody else may take it. */
  readonly givenBack: () => Promise<void>;

  constructor(untilMs: number, code: Waiting['code'] | null, givenBack = () => Promise.resolve()) {
    super(code ?? 'no_slot');
    this.untilMs = untilMs;
    this.code = code;
    this.givenBack = givenBack;
  }
}

/**
 * What ended the work of a task, with `transcription_quota_used` as a reason to wait: the allowance comes back by itself,
 * at 00:00 UTC or when the operator has bought more, which is asked for once an hour. After three days it is a failure.
 */
export function orPostponed(
  { random: chance, clock }: Pick<StepDeps, 'random' | 'clock'>,
  error: unknown,
  { createdAt, startedAt }: Analysis,
): unknown {
  if (!(error instanceof Fault) || error.code !== 'transcription_quota_used') return error;
  const now = clock.now();
  if (now - (startedAt ?? createdAt) > PATIENCE_MS) return error;
  const nextDay = (Math.floor(now / DAY_MS) + 1) * DAY_MS;
  const untilMs = Math.min(nextDay, now + ASK_AGAIN_MS) + Math.round(chance() * SPREAD_MS);
  return new Postponed(untilMs, error.code);
}
