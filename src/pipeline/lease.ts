import { LEASE_MS, type TaskRef } from '../domain/lifecycle.ts';
import type { AnalysisObjects } from '../platform/ports.ts';
import { type Hold, StepTakenAway } from './step.ts';

const RENEW_EVERY_MS = LEASE_MS / 3;

export interface Lease extends Hold {
  end(): void;
}

/** Keeps a taken task while its work runs, and aborts the work when the object no longer counts on it. */
export function holdLease(
  objects: Pick<AnalysisObjects, 'send'>,
  id: string,
  task: TaskRef,
  attempt: number,
): Lease {
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
