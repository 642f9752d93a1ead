import { type AccountSettings, DEFAULT_SETTINGS } from '../domain/account-settings.ts';
import { ExpiringMap } from './expiring-map.ts';
import type { Clock } from './ports.ts';

/** How long an isolate may go on with what it knows. A change elsewhere takes effect within it. */
const KNOWN_FOR_MS = 60_000;
const CAPACITY = 2_000;

export interface AccountSettingsBook {
  of(accountId: string): Promise<AccountSettings>;
  /** Answers what is true afterwards. */
  change(accountId: string, changes: Partial<AccountSettings>): Promise<AccountSettings>;
}

export interface AccountSettingsSource {
  /** `null` where there is no such account. */
  read(accountId: string): Promise<AccountSettings | null>;
  write(accountId: string, changes: Partial<AccountSettings>): Promise<AccountSettings | null>;
}

export type AccountSettingsMemory = ExpiringMap<AccountSettings>;

export function createAccountSettingsMemory(): AccountSettingsMemory {
  return new ExpiringMap(CAPACITY);
}

export function createAccountSettings(
  source: AccountSettingsSource,
  memory: AccountSettingsMemory,
  clock: Clock,
): AccountSettingsBook {
  function remember(accountId: string, settings: AccountSettings | null): AccountSettings {
    const known = settings ?? DEFAULT_SETTINGS;
    memory.set(accountId, known, clock.now() + KNOWN_FOR_MS);
    return known;
  }
  return {
    of: async (accountId) =>
      memory.get(accountId, clock.now()) ?? remember(accountId, await source.read(accountId)),
    change: async (accountId, changes) => remember(accountId, await source.write(accountId, changes)),
  };
}
