import type { ConfigurationRepository } from '../db/configuration.ts';
import type { Analysis, Waiting } from '../domain/analysis.ts';
import type { AudioChunk } from '../domain/audio-chunk.ts';
import type { Fault } from '../domain/errors.ts';
import type { Findings } from '../domain/job.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Deps } from '../services/deps.ts';

/** The work of one task. It may run twice. Throws `Fault` for an expected failure, and anything once the lease's signal aborts. */
export type RunStep = (
  deps: StepDeps,
  analysis: Analysis,
  lease: Lease,
  recordingChunks: RecordingChunks,
) => Promise<Completed | LeaseLost>;

/** How the work of a task ended. */
export type StepOutcome = Completed | LeaseLost | Postponed | Failed;

export interface Completed {
  readonly type: 'completed';
  readonly findings: Findings;
}

/** The task is no longer this worker's: the lease ran out, or the analysis was cancelled, deleted or finished. */
export interface LeaseLost {
  readonly type: 'lease_lost';
}

/** The task has to wait. Nobody failed, and it counts as no attempt. */
export interface Postponed {
  readonly type: 'postponed';
  /** What it waits for: one of the account's slots for models, or the deployment's allowance of the next day. */
  readonly reason: 'no_slot' | Waiting['code'];
  /** When it is enqueued again, unless it was before. Milliseconds since 1970. */
  readonly untilMs: number;
}

export interface Failed {
  readonly type: 'failed';
  readonly fault: Fault;
}

export const LEASE_LOST: LeaseLost = { type: 'lease_lost' };

export function completed(findings: Findings): Completed {
  return { type: 'completed', findings };
}

/** The right of one worker to work on a task, as the analysis object granted it. */
export interface Lease {
  /** Aborts once the lease is lost. */
  readonly signal: AbortSignal;
  /** Whether this worker still has the task. Asked right before something is stored. */
  confirm(): Promise<boolean>;
  /** The same, and shows the stage `finishing`. */
  confirmFinishing(): Promise<boolean>;
}

/** The recording as it is cut for transcription. */
export interface RecordingChunks {
  /** Empty: it is transcribed as a whole. */
  readonly chunks: readonly AudioChunk[];
  /** The one that this work is about; `null`: the step as a whole. */
  readonly chunk: AudioChunk | null;
}

/** What the steps act through. */
export interface StepDeps extends Pick<
  Deps,
  | 'accountSettings'
  | 'chunking'
  | 'clock'
  | 'documents'
  | 'download'
  | 'languageModel'
  | 'log'
  | 'maxRecordingBytes'
  | 'prices'
  | 'random'
  | 'recordings'
  | 'semaphore'
  | 'spentUsdCents'
  | 'transcriber'
> {
  readonly analysisObjects: Pick<Deps['analysisObjects'], 'send'>;
  readonly configuration: (tenant: Tenant) => Pick<ConfigurationRepository, 'all' | 'find'>;
}
