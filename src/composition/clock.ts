import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../adapters/clock.ts';
import { consoleLog } from '../adapters/log.ts';
import type { Deps } from '../services/deps.ts';

export const clock: Clock = { now: () => Date.now() };

/** Cryptographically secure. */
export const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** What no two runs have the same of, and where it is written down. */
export const surroundings: Pick<Deps, 'clock' | 'log' | 'newId' | 'random' | 'randomBytes'> = {
  clock,
  log: consoleLog,
  newId: () => uuidv7(),
  random: () => Math.random(),
  randomBytes,
};
