import { Worker } from 'node:worker_threads';

/** An answer of the thread: `error` is there when the task threw. */
interface Reply<Result> {
  id: number;
  result: Result;
  error?: unknown;
}

interface Waiting<Result> {
  resolve: (result: Result) => void;
  reject: (cause: unknown) => void;
}

/**
 * A worker thread that answers tasks in order. When it dies, the tasks it had fail and the next one starts a new
 * thread, so that one bad recording cannot end the service.
 */
export class Thread<Task, Result> {
  readonly #entry: URL;
  readonly #setup: unknown;
  readonly #waiting = new Map<number, Waiting<Result>>();
  #worker: Worker | null = null;
  #nextId = 0;

  constructor(entry: URL, setup: unknown) {
    this.#entry = entry;
    this.#setup = setup;
  }

  /** Runs a task; rejects with what the task threw, or with the reason the thread ended. */
  run(task: Task, transfer: readonly ArrayBuffer[] = []): Promise<Result> {
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, task }, [...transfer]);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { workerData: this.#setup });
    worker.on('message', (reply: Reply<Result>) => this.#settle(reply));
    worker.on('error', (cause: unknown) => this.#fail(worker, cause));
    worker.on('exit', (code) => this.#fail(worker, new Error(`the thread ended with code ${code}`)));
    return worker;
  }

  #settle({ id, result, error }: Reply<Result>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(error);
  }

  #fail(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(cause);
    this.#waiting.clear();
  }
}
