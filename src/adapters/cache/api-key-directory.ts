import type { ApiKey } from '../../domain/api-key.ts';
import type { Clock } from '../clock.ts';
import { describeError, type Log } from '../log.ts';
import { ExpiringMap } from './expiring-map.ts';

/** How long an isolate may go on with what it knows of a key. A revocation elsewhere takes effect within it. */
const KNOWN_FOR_MS = 10_000;
/** How exact the recorded time of the last use is. */
const USE_RESOLUTION_MS = 60_000;
const CAPACITY = 2_000;

export interface ApiKeyDirectory {
  /** `hash` is the hex SHA-256 of a key. */
  find(hash: string): Promise<ApiKey | null>;
  /** The same, by the database alone. */
  findNow(hash: string): Promise<ApiKey | null>;
  /** Whether this isolate has seen the key before. */
  isFamiliar(hash: string): boolean;
  /** Makes the next look-up of this key ask the database. */
  forget(id: string): void;
  /** Records that a key was used just now, at most once a minute. Never throws. */
  recordUse(id: string): Promise<void>;
}

interface ApiKeySource {
  find(hash: string): Promise<ApiKey | null>;
  /** Sets the time of the last use unless one after `unlessAfter` is already recorded. */
  touch(id: string, nowMs: number, unlessAfter: number): Promise<void>;
}

/** What an isolate remembers of API keys between requests. */
interface ApiKeyMemory {
  readonly keys: ExpiringMap<ApiKey>;
  readonly uses: ExpiringMap<true>;
}

export function createApiKeyMemory(): ApiKeyMemory {
  return { keys: new ExpiringMap(CAPACITY), uses: new ExpiringMap(CAPACITY) };
}

/** Unknown keys are not remembered: a key works from the moment it is made. */
export function createApiKeyDirectory(
  source: ApiKeySource,
  { keys, uses }: ApiKeyMemory,
  clock: Clock,
  log: Log,
): ApiKeyDirectory {
  return {
    async find(hash) {
      const known = keys.get(hash, clock.now());
      if (known) return known;
      const found = await source.find(hash);
      if (found) keys.set(hash, found, clock.now() + KNOWN_FOR_MS);
      return found;
    },
    findNow: (hash) => source.find(hash),
    isFamiliar: (hash) => keys.remembers(hash),
    forget: (id) => keys.deleteWhere((key) => key.id === id),
    async recordUse(id) {
      const now = clock.now();
      if (uses.get(id, now)) return;
      uses.set(id, true, now + USE_RESOLUTION_MS);
      try {
        await source.touch(id, now, now - USE_RESOLUTION_MS);
      } catch (error) {
        log.error('api_key.use_not_recorded', { key: id, ...describeError(error) });
      }
    },
  };
}
