import type { Analysis } from '../domain/analysis.ts';
import type { Findings } from '../domain/lifecycle.ts';
import type { Deps } from '../services/deps.ts';

/** The step is no longer this worker's: the lease ran out, or the analysis was cancelled, deleted or finished. */
export class StepTakenAway extends Error {
  override readonly name = 'StepTakenAway';
}

/** How a step in progress speaks to the analysis object. */
export interface Hold {
  /** Aborts with `StepTakenAway`. */
  readonly signal: AbortSignal;
  /** Asked right before something is stored. Throws `StepTakenAway`. */
  confirm(): Promise<void>;
  /** The same, and shows the stage `finishing`. */
  finishing(): Promise<void>;
}

/** The work of one step. May run twice; throws `Fault` for what the caller should be told. */
export type RunStep = (deps: Deps, analysis: Analysis, hold: Hold) => Promise<Findings>;
