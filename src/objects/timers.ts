import type { Job } from '../domain/job.ts';

/**
 * One thing that an analysis object sees to, in storage keys of its own. The object's one alarm is set for the earliest
 * of the times that its concerns ask for.
 */
export interface Concern {
  /** When it wants to be run next, milliseconds since 1970; `null`: not for now. */
  dueAt(nowMs: number): number | null;
  /** Does what is due. Every alarm runs every concern, also before its time; what it throws is logged. */
  run(): Promise<void>;
  /** The job was just written; `before` is the one it replaces. What is stored here is stored with it or not at all. */
  changed?(job: Job, before: Job | null): void;
  /** The analysis is being deleted: drops what is stored. It is stored with the deletion or not at all. */
  forget(): void;
}

/** What is stored with an object. Writes made without waiting in between take effect together. */
export interface ObjectStorage {
  /** What was put under the key; where there is nothing, `otherwise`. */
  get<Value>(key: string, otherwise?: Value): Value | undefined;
  put(key: string, value: unknown): void;
  delete(key: string): void;
  /** Removes everything, and the alarm. */
  clear(): Promise<void>;
  setAlarm(atMs: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}

/** When the alarm has to go off; `null`: not for now. */
export function earliestDueAt(concerns: readonly Concern[], nowMs: number): number | null {
  const times = concerns.map((concern) => concern.dueAt(nowMs)).filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** Work that runs once at a time: who asks meanwhile waits for the run under way. */
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
