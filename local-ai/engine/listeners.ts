import { FairQueue } from '../threads/fair-queue.ts';
import { Thread } from '../threads/thread.ts';
import type { Heard, ListenerSetup, ListenerTask } from './tasks.ts';

/** A pool of listening threads, shared by all calls that are being transcribed. */
export interface Listeners {
  /** Does one task; tasks of different callers take turns. */
  listen(caller: symbol, task: ListenerTask): Promise<Heard>;
  /** Drops what a caller still has queued. */
  drop(caller: symbol, reason: unknown): void;
  close(): Promise<void>;
}

/** Starts `threads` threads, each with its own recogniser, and waits until all have loaded their models. */
export async function startListeners(setup: ListenerSetup, threads: number): Promise<Listeners> {
  const entry = new URL('./listener-thread.ts', import.meta.url);
  const pool = Array.from({ length: threads }, () => new Thread<ListenerTask, Heard>(entry, setup));
  const nothing: ListenerTask = {
    kind: 'find-speech',
    samples: new Float32Array(0),
    stretch: { from: 0, to: 0 },
  };
  await Promise.all(pool.map((thread) => thread.run(nothing)));
  const queue = new FairQueue(pool.map((thread) => (task: ListenerTask) => thread.run(task)));
  return {
    listen: (caller, task) => queue.run(caller, task),
    drop: (caller, reason) => queue.drop(caller, reason),
    close: async () => {
      await Promise.all(pool.map((thread) => thread.close()));
    },
  };
}
