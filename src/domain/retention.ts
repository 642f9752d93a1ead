import type { Analysis } from './analysis.ts';
import { DEFAULT_RETENTION_DAYS } from './retention-days.ts';

const DAY_MS = 86_400_000;
/** An analysis that is to go with its callbacks goes after this long even if nobody says that they are over. */
const CALLBACK_DAYS = 7;

/**
 * When a final analysis is no longer kept, milliseconds since 1970; `null` while it is not final. With 0 days that is
 * when its callbacks are over, which `callback_settled` tells, also where there are none.
 */
export function deletionTime({ completedAt, submission }: Analysis): number | null {
  if (completedAt === null) return null;
  const days = submission.retentionDays ?? DEFAULT_RETENTION_DAYS;
  return completedAt + (days === 0 ? CALLBACK_DAYS : days) * DAY_MS;
}

/** Whether an analysis is to go as soon as its callbacks are over. */
export function goesWithCallback({ submission }: Analysis): boolean {
  return submission.retentionDays === 0;
}
