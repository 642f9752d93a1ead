import type { Analysis, Failure, Headline, RecordingFacts } from './analysis.ts';

/** A unit of queued work. Each may be delivered twice, late, or never. */
export type Step = 'ingest' | 'transcribe' | 'analyse';

/** Why an analysis is being deleted. */
export interface Deletion {
  readonly reason: 'requested' | 'retention';
  /** The API key that asked for it; `null` where a token or the retention did. */
  readonly requestedBy: string | null;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
}

/** An analysis together with the work that moves it. Only `advance` makes a new one. Times: milliseconds since 1970. */
export interface Job {
  readonly analysis: Analysis;
  readonly step: Step;
  /** How often the current step was taken by a worker. The latest taker alone may report on it. */
  readonly attempt: number;
  /** Attempts of the current step before the last retry or rescore: they do not count against the limit. */
  readonly forgivenAttempts: number;
  /** How often the current step was announced on its queue since it was last taken. */
  readonly announcements: number;
  /** Until when the taker holds the step; `null` while nobody does. */
  readonly leaseUntil: number | null;
  /** When silence becomes suspicious; `null` while nothing is to be done. */
  readonly watchAt: number | null;
  readonly lastFailure: Failure | null;
  /** When the analysis is no longer kept; `null` until it is final. */
  readonly deleteAt: number | null;
  /** Once set, nothing else happens to the analysis. */
  readonly deletion: Deletion | null;
}

/** What a finished step found out. */
export interface Findings {
  readonly recording?: RecordingFacts;
  readonly durationMs?: number;
  readonly transcriptionMs?: number;
  readonly analysisMs?: number;
  readonly headline?: Headline;
  readonly costUsdCents?: number;
}

/** What the worker that took a step says. */
export type WorkerEvent =
  | { readonly type: 'take'; readonly step: Step }
  | { readonly type: 'renew'; readonly step: Step; readonly attempt: number; readonly finishing?: boolean }
  | { readonly type: 'complete'; readonly step: Step; readonly attempt: number; readonly findings: Findings }
  | { readonly type: 'release'; readonly step: Step; readonly attempt: number; readonly failure: Failure }
  | { readonly type: 'fail'; readonly step: Step; readonly attempt: number; readonly failure: Failure }
  | { readonly type: 'abandon'; readonly step: Step; readonly failure: Failure };

/** What the account asks for. */
export type CallerEvent =
  | { readonly type: 'cancel' }
  | { readonly type: 'retry' }
  | { readonly type: 'rescore' }
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'delete'; readonly requestedBy: string | null };

/** What time brings. */
export type ClockEvent =
  | { readonly type: 'watch' }
  | { readonly type: 'expire' }
  /** Nobody is left to be told how the analysis ended. */
  | { readonly type: 'callback_settled' };

export type LifecycleEvent = WorkerEvent | CallerEvent | ClockEvent;

export type Refusal =
  | 'deleted'
  | 'final'
  | 'held'
  | 'not_completed'
  | 'not_current'
  | 'not_due'
  | 'not_holder'
  | 'not_retryable'
  | 'rescore_pending'
  | 'too_many_reports';

export type Transition =
  | {
      readonly accepted: true;
      readonly job: Job;
      /** Step to announce on its queue. */
      readonly announce: Step | null;
    }
  | { readonly accepted: false; readonly reason: Refusal };

export function accept(job: Job, announce: Step | null = null): Transition {
  return { accepted: true, job, announce };
}

export function refuse(reason: Refusal): Transition {
  return { accepted: false, reason };
}
