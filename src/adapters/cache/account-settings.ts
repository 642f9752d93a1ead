import { type AccountSettings, DEFAULT_SETTINGS } from '../../domain/tenant.ts';
import type { Clock } from '../clock.ts';
import { ExpiringMap } from './expiring-map.ts';

/** How long an isolate may go on with what it knows. A change elsewhere takes effect within it. */
const KNOWN_FOR_MS = 60_000;
const CAPACITY = 2_000;

export interface AccountSettingsCache {
  get(accountId: string): Promise<AccountSettings>;
  /** Answers what is true afterwards. */
  update(accountId: string, changes: Partial<AccountSettings>): Promise<AccountSettings>;
}

interface AccountSettingsSource {
  /** `null` where there is no such account. */
  read(accountId: string): Promise<AccountSettings | null>;
  write(accountId: string, changes: Partial<AccountSettings>): Promise<AccountSettings | null>;
}

type AccountSettingsMemory = ExpiringMap<AccountSettings>;

export function createAccountSettingsMemory(): AccountSettingsMemory {
  return new ExpiringMap(CAPACITY);
}

export function createAccountSettingsCache(
  source: AccountSettingsSource,
  memory: AccountSettingsMemory,
  clock: Clock,
): AccountSettingsCache {
  function remember(accountId: string, settings: AccountSettings | null): AccountSettings {
    const known = settings ?? DEFAULT_SETTINGS;
    memory.set(accountId, known, clock.now() + KNOWN_FOR_MS);
    return known;
  }
  return {
    get: async (accountId) =>
      memory.get(accountId, clock.now()) ?? remember(accountId, await source.read(accountId)),
    update: async (accountId, changes) => remember(accountId, await source.write(accountId, changes)),
  };
}
