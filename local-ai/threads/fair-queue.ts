interface Entry<Task, Result> {
  task: Task;
  resolve: (result: Result) => void;
  reject: (cause: unknown) => void;
}

/** Runs one task; a queue never gives a runner a second task before the first is done. */
export type Runner<Task, Result> = (task: Task) => Promise<Result>;

/**
 * Spreads tasks over runners, taking turns between callers: a caller with one task waits for at most one task of each
 * other caller, however many those have queued.
 */
export class FairQueue<Task, Result> {
  readonly #idle: Runner<Task, Result>[];
  readonly #callers = new Map<symbol, Entry<Task, Result>[]>();

  constructor(runners: readonly Runner<Task, Result>[]) {
    this.#idle = [...runners];
  }

  /** Queues a task for `caller`. */
  run(caller: symbol, task: Task): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const queue = this.#callers.get(caller) ?? [];
      queue.push({ task, resolve, reject });
      this.#callers.set(caller, queue);
      this.#next();
    });
  }

  /** Drops what `caller` has queued; the dropped tasks reject with `reason`. Running tasks go on. */
  drop(caller: symbol, reason: unknown): void {
    for (const { reject } of this.#callers.get(caller) ?? []) reject(reason);
    this.#callers.delete(caller);
  }

  #next(): void {
    const [turn] = this.#callers;
    if (turn === undefined) return;
    const runner = this.#idle.pop();
    if (runner === undefined) return;
    const [caller, queue] = turn;
    const entry = queue.shift();
    this.#callers.delete(caller);
    if (queue.length > 0) this.#callers.set(caller, queue);
    if (entry !== undefined) void this.#work(runner, entry);
    else this.#idle.push(runner);
    this.#next();
  }

  async #work(runner: Runner<Task, Result>, entry: Entry<Task, Result>): Promise<void> {
    try {
      entry.resolve(await runner(entry.task));
    } catch (cause) {
      entry.reject(cause);
    } finally {
      this.#idle.push(runner);
      this.#next();
    }
  }
}
