import type { Analysis, Waiting } from '../domain/analysis.ts';
import { Fault } from '../domain/fault.ts';
import type { StepDeps } from './step.ts';

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
  { chance, clock }: Pick<StepDeps, 'chance' | 'clock'>,
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
