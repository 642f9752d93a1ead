import { describeError, type Log } from '../adapters/log.ts';
import type { Clock } from '../adapters/clock.ts';
import type { ObjectStorage } from './storage.ts';

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

  /** Runs every timer in order; the alarm of the object. */
  async run(): Promise<void> {
    const failed = new Set<Timer>();
    for (const timer of this.#timers) {
      await timer.run().catch((error: unknown) => {
        failed.add(timer);
        this.#deps.log.error('object.timer_failed', describeError(error));
      });
    }
    await this.#set(failed);
  }

  async #set(failed: ReadonlySet<Timer>): Promise<void> {
    const earliest = this.#earliest(failed);
    if (earliest === null) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(earliest);
  }

  /** A failed timer may know no time of its own: what it should have stored is missing. It runs again all the same. */
  #earliest(failed: ReadonlySet<Timer>): number | null {
    const now = this.#deps.clock.now();
    const times = this.#timers.flatMap((timer) => {
      const at = timer.dueAt(now);
      if (failed.has(timer)) return Math.max(at ?? 0, now + FAILED_RETRY_MS);
      return at === null ? [] : Math.max(at, now);
    });
    return times.length === 0 ? null : Math.min(...times);
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
