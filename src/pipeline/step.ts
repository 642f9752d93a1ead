import type { Analysis } from '../domain/analysis.ts';
import type { Findings } from '../domain/lifecycle.ts';
import type { Deps } from '../services/deps.ts';

/** How a step in progress speaks to the analysis object. */
export interface Hold {
  /** Aborts when the step was taken away: the lease ran out, or the analysis became final. */
  readonly signal: AbortSignal;
  /** Shows the stage `finishing`. */
  finishing(): Promise<void>;
}

/** The work of one step. May run twice; throws `Fault` for what the caller should be told. */
export type RunStep = (deps: Deps, analysis: Analysis, hold: Hold) => Promise<Findings>;
