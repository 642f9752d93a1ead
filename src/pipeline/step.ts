import type { ConfigurationRepository } from '../db/configuration.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { AudioChunk } from '../domain/audio-chunk.ts';
import type { Findings } from '../domain/lifecycle.ts';
import type { Deps } from '../services/deps.ts';

/** The step is no longer this worker's: the lease ran out, or the analysis was cancelled, deleted or finished. */
export class StepTakenAway extends Error {
  override readonly name = 'StepTakenAway';
}

/** How a step in progress speaks to the analysis object. */
export interface StepLease {
  /** Aborts with `StepTakenAway`. */
  readonly signal: AbortSignal;
  /** Asked right before something is stored. Throws `StepTakenAway`. */
  confirm(): Promise<void>;
  /** The same, and shows the stage `finishing`. */
  finishing(): Promise<void>;
}

/** The recording as it is cut for transcription. */
export interface Cut {
  readonly chunks: readonly AudioChunk[];
  /** The one that this work is about; `null`: the step as a whole. */
  readonly chunk: AudioChunk | null;
}

/** What the work on tasks goes through. */
export interface StepDeps extends Pick<
  Deps,
  | 'accountSettings'
  | 'random'
  | 'chunking'
  | 'clock'
  | 'documents'
  | 'download'
  | 'languageModel'
  | 'log'
  | 'maxRecordingBytes'
  | 'semaphore'
  | 'prices'
  | 'recordings'
  | 'spentUsdCents'
  | 'transcriber'
> {
  readonly analysisObjects: Pick<Deps['analysisObjects'], 'send'>;
  readonly configuration: (
    ...of: Parameters<Deps['configuration']>
  ) => Pick<ConfigurationRepository, 'all' | 'find'>;
}

/** The work of one task. May run twice; throws `Fault` for what the caller should be told. */
export type RunStep = (deps: StepDeps, analysis: Analysis, hold: StepLease, cut: Cut) => Promise<Findings>;
