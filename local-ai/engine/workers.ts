import { FairQueue } from '../threads/fair-queue.ts';
import { Thread } from '../threads/thread.ts';
import type { RecogniserFiles } from './recognise.ts';
import type { Span } from './spans.ts';
import type { Voice } from './speakers/voice-points.ts';

/** Paths of the models that a worker loads. */
export interface WorkerSetup extends RecogniserFiles {
  voiceActivity: string;
}

/** Work on a stretch of a channel; `samples` is the whole channel, in shared memory. */
export interface WorkerTask {
  kind: 'find-speech' | 'find-voices' | 'recognise';
  samples: Float32Array;
  stretch: Span;
}

/** What a worker found in a stretch. Spans count from the start of the channel. */
export interface WorkerResult {
  /** Speech found; empty for `recognise`. */
  spans: Span[];
  /** How each span sounds, for `find-voices`; empty otherwise. */
  voices: Voice[];
  /** Mean square of every frame; empty for `recognise`. */
  powers: number[];
  /** The recognised text, for `recognise`; empty otherwise. */
  text: string;
}

/** A pool of worker threads, shared by all calls that are being transcribed. */
export interface Workers {
  /** Does one task; tasks of different callers take turns. */
  run(caller: symbol, task: WorkerTask): Promise<WorkerResult>;
  /** Drops what a caller still has queued. */
  drop(caller: symbol, reason: unknown): void;
  close(): Promise<void>;
}

/** Starts `threads` threads, each with its own recogniser, and waits until all have loaded their models. */
export async function startWorkers(setup: WorkerSetup, threads: number): Promise<Workers> {
  const entry = new URL('./worker-thread.ts', import.meta.url);
  const pool = Array.from({ length: threads }, () => new Thread<WorkerTask, WorkerResult>(entry, setup));
  const nothing: WorkerTask = {
    kind: 'find-speech',
    samples: new Float32Array(0),
    stretch: { from: 0, to: 0 },
  };
  await Promise.all(pool.map((thread) => thread.run(nothing)));
  const queue = new FairQueue(pool.map((thread) => (task: WorkerTask) => thread.run(task)));
  return {
    run: (caller, task) => queue.run(caller, task),
    drop: (caller, reason) => queue.drop(caller, reason),
    close: async () => {
      await Promise.all(pool.map((thread) => thread.close()));
    },
  };
}
