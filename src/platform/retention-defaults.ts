import { DEFAULT_RETENTION_DAYS } from '../domain/retention-days.ts';
import { ExpiringMap } from './expiring-map.ts';
import type { Clock } from './ports.ts';

/** How long an isolate may go on with what it knows. A change elsewhere takes effect within it. */
const KNOWN_FOR_MS = 60_000;
const CAPACITY = 2_000;

/** How many days the analyses of an account are kept where a submission does not say. */
export interface RetentionDefaults {
  of(accountId: string): Promise<number>;
  set(accountId: string, days: number): Promise<void>;
}

export interface RetentionSource {
  /** `null` where there is no such account. */
  read(accountId: string): Promise<number | null>;
  write(accountId: string, days: number): Promise<void>;
}

export function createRetentionMemory(): ExpiringMap<number> {
  return new ExpiringMap(CAPACITY);
}

export function createRetentionDefaults(
  source: RetentionSource,
  memory: ExpiringMap<number>,
  clock: Clock,
): RetentionDefaults {
  const remember = (accountId: string, days: number) =>
    memory.set(accountId, days, clock.now() + KNOWN_FOR_MS);
  return {
    async of(accountId) {
      const known = memory.get(accountId, clock.now());
      if (known !== undefined) return known;
      const days = (await source.read(accountId)) ?? DEFAULT_RETENTION_DAYS;
      remember(accountId, days);
      return days;
    },
    async set(accountId, days) {
      await source.write(accountId, days);
      remember(accountId, days);
    },
  };
}
