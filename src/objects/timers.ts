import { z } from 'zod';
import { describeError, type Log } from '../adapters/log.ts';
import type { Clock } from '../adapters/clock.ts';
import { backOffMs, jittered } from '../domain/back-off.ts';
import type { ObjectStorage, StoredRecord } from './storage.ts';

/** How long a timer waits whose run threw. */
const FAILED_RETRY_MS = 30_000;

/** Something that an object does at a time. The object's one alarm is set for the earliest of its timers. */
export interface Timer {
  /** When to run it next, milliseconds since 1970-01-01 UTC; `null`: not for now. */
  dueAt(nowMs: number): number | null;
  /** Does what is due. Every alarm runs every timer, also before its time. What it throws is logged, and it runs again. */
  run(): Promise<void>;
}

export interface TimersDeps {
  readonly clock: Clock;
  readonly log: Log;
}

export interface BackOffDeps extends TimersDeps {
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** The timers of one object, and the alarm that wakes it for them. */
export class Timers {
  readonly #storage: ObjectStorage;
  readonly #deps: TimersDeps;
  readonly #timers: readonly Timer[];

  constructor(storage: ObjectStorage, deps: TimersDeps, timers: readonly Timer[]) {
    this.#storage = storage;
    this.#deps = deps;
    this.#timers = timers;
  }

  /** Sets the alarm for the earliest timer; to be called whenever one may have changed. */
  schedule(): Promise<void> {
    return this.#set(new Set());
  }

  /** Sets the alarm unless one is set that is as early. One that is earlier finds the new time and costs no write. */
  async ensure(): Promise<void> {
    const [set, wanted] = [await this.#storage.getAlarm(), this.#earliest(new Set())];
    if (wanted !== null && (set === null || wanted < set)) await this.#storage.setAlarm(wanted);
  }

  /** Runs every timer in order; the alarm of the object. It does not throw: the platform gives up an alarm that does. */
  async run(): Promise<void> {
    const failed = new Set<Timer>();
    for (const timer of this.#timers) {
      try {
        await timer.run();
      } catch (error) {
        failed.add(timer);
        this.#deps.log.error('object.timer_failed', describeError(error));
      }
    }
    await this.#set(failed);
  }

  async #set(failed: ReadonlySet<Timer>): Promise<void> {
    const earliest = this.#earliest(failed);
    if (earliest === null) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(earliest);
  }

  /** A timer that cannot tell, because what it stored cannot be read, is looked at again like one that failed. */
  #dueAt(timer: Timer, nowMs: number): number | null {
    try {
      return timer.dueAt(nowMs);
    } catch (error) {
      this.#deps.log.error('object.timer_unreadable', describeError(error));
      return nowMs + FAILED_RETRY_MS;
    }
  }

  /** A failed timer may know no time of its own: what it should have stored is missing. It runs again all the same. */
  #earliest(failed: ReadonlySet<Timer>): number | null {
    const now = this.#deps.clock.now();
    const times = this.#timers.flatMap((timer) => {
      const at = this.#dueAt(timer, now);
      if (failed.has(timer)) return Math.max(at ?? 0, now + FAILED_RETRY_MS);
      return at === null ? [] : Math.max(at, now);
    });
    return times.length === 0 ? null : Math.min(...times);
  }
}

const Failures = z.strictObject({ count: z.int().positive(), retryAt: z.int() });
/** From so many failures in a row on, hours lie between two tries, and each one is logged as work that is stuck. */
const STUCK_AFTER = 20;
const STUCK_WAIT_MS = 3_600_000;

/** When work that failed is done again: after 1, 4, 16 s, … up to 10 minutes, ± 20 %, then every hour. It is never given up. */
export class BackOff {
  readonly #failures: StoredRecord<z.infer<typeof Failures>>;
  readonly #deps: BackOffDeps;

  /** `key`: of the record in which failures are counted until the work succeeds. */
  constructor(storage: ObjectStorage, key: string, deps: BackOffDeps) {
    this.#failures = storage.record({ key, version: 1, schema: Failures });
    this.#deps = deps;
  }

  /** Milliseconds since 1970-01-01 UTC; `null`: it did not fail. */
  retryAt(): number | null {
    return this.#failures.read()?.retryAt ?? null;
  }

  isWaiting(): boolean {
    return (this.retryAt() ?? 0) > this.#deps.clock.now();
  }

  /** `event` is logged with the number of failures; with `_stuck` behind it where they are many. */
  failed(event: string, fields: Readonly<Record<string, unknown>>): void {
    const { clock, log, random } = this.#deps;
    const count = (this.#failures.read()?.count ?? 0) + 1;
    const isStuck = count >= STUCK_AFTER;
    const waitMs = isStuck ? jittered(STUCK_WAIT_MS, random()) : backOffMs(count, random());
    this.#failures.write({ count, retryAt: clock.now() + waitMs });
    log.error(isStuck ? `${event}_stuck` : event, { ...fields, failures: count });
  }

  succeeded(): void {
    if (this.#failures.read()) this.#failures.delete();
  }
}

/** Empties the object at a time; `dueAt`: milliseconds since 1970-01-01 UTC, `null`: not for now. */
export function removal(storage: ObjectStorage, clock: Clock, dueAt: () => number | null): Timer {
  return {
    dueAt,
    async run() {
      const at = dueAt();
      if (at !== null && at <= clock.now()) await storage.clear();
    },
  };
}

/** Work that runs once at a time: whoever asks meanwhile waits for the run under way. */
export class SingleRun {
  #running: Promise<void> | null = null;

  run(work: () => Promise<void>): Promise<void> {
    this.#running ??= work().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }
}

/** Work that runs once at a time, and once more where somebody asked during it. */
export class RepeatedRun {
  readonly #running = new SingleRun();
  #isBehind = false;

  run(work: () => Promise<void>): Promise<void> {
    this.#isBehind = true;
    return this.#running.run(async () => {
      while (this.#isBehind) {
        this.#isBehind = false;
        await work();
      }
    });
  }
}
