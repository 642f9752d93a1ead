import type { Clock } from '../ports.ts';
import { type AiDoor, AiError } from './door.ts';
import { QUOTA_USED } from './error-codes.ts';

/** Whoever buys more in the middle of the day is noticed after this long. */
const ASK_AGAIN_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** Until when an isolate asks no model, milliseconds since 1970. */
export interface AllowanceMemory {
  closedUntil: number;
}

/**
 * The door, closed while the allowance of the day is used up: no call is made that could only be refused. The allowance
 * is one for all models. It is renewed at 00:00 UTC; until then one call is let through every ten minutes.
 */
export function withDailyAllowance(door: AiDoor, memory: AllowanceMemory, clock: Clock): AiDoor {
  return {
    async run(...call) {
      const now = clock.now();
      if (now < memory.closedUntil) throw new AiError(QUOTA_USED, 'the allowance of the day is used up');
      try {
        return await door.run(...call);
      } catch (error) {
        if (error instanceof AiError && error.remedy === 'tomorrow')
          memory.closedUntil = Math.min(nextDay(now), now + ASK_AGAIN_MS);
        throw error;
      }
    },
  };
}

function nextDay(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}
