import { FAULTS } from './fault.ts';
import {
  type Analysis,
  type Failure,
  type Headline,
  isFinal,
  type RecordingFacts,
  type Stage,
} from './analysis.ts';

/** A unit of queued work. Each may be delivered twice, late, or never. */
export type Step = 'ingest' | 'transcribe' | 'analyse';

/** An analysis together with the work that moves it. Only `advance` makes a new one. */
export interface Job {
  readonly analysis: Analysis;
  readonly step: Step;
  /** How often the current step was taken by a worker. The latest taker alone may report on it. */
  readonly attempt: number;
  /** How often the current step was announced on its queue. */
  readonly announcements: number;
  /** Until when the taker holds the step; `null` while nobody does. Milliseconds since 1970. */
  readonly leaseUntil: number | null;
  /** When silence becomes suspicious; `null` once final. Milliseconds since 1970. */
  readonly watchAt: number | null;
  readonly lastFailure: Failure | null;
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

export type LifecycleEvent =
  | { readonly type: 'take'; readonly step: Step }
  | { readonly type: 'renew'; readonly step: Step; readonly attempt: number; readonly finishing?: boolean }
  | { readonly type: 'complete'; readonly step: Step; readonly attempt: number; readonly findings: Findings }
  | { readonly type: 'release'; readonly step: Step; readonly attempt: number; readonly failure: Failure }
  | { readonly type: 'fail'; readonly step: Step; readonly attempt: number; readonly failure: Failure }
  | { readonly type: 'abandon'; readonly step: Step; readonly failure: Failure }
  | { readonly type: 'watch' };

export type Refusal = 'final' | 'not_current' | 'held' | 'not_holder' | 'not_due';

export type Transition =
  | {
      readonly accepted: true;
      readonly job: Job;
      /** Step to announce on its queue. */ readonly announce: Step | null;
    }
  | { readonly accepted: false; readonly reason: Refusal };

/** A taker that has said nothing for this long is taken for dead. */
export const LEASE_MS = 30_000;
/** First wait for an announced step to be taken; doubles with each announcement up to an hour. */
const ANNOUNCED_MS = 60_000;
const ANNOUNCED_MAX_MS = 3_600_000;
export const MAX_ATTEMPTS = 5;

const STAGES: Record<Step, { stage: Stage; percent: number; next: Step | null }> = {
  ingest: { stage: 'ingesting', percent: 5, next: 'transcribe' },
  transcribe: { stage: 'transcribing', percent: 15, next: 'analyse' },
  analyse: { stage: 'analysing', percent: 85, next: null },
};
const FINISHING_PERCENT = 95;

/** The job of a freshly accepted submission, with its first step announced. */
export function begin(analysis: Analysis, nowMs: number): Job {
  const step = analysis.submission.source.kind === 'transcript' ? 'analyse' : 'ingest';
  return announced(
    { analysis, step, attempt: 0, announcements: 0, leaseUntil: null, watchAt: null, lastFailure: null },
    nowMs,
  );
}

/**
 * The one function that moves an analysis. Pure and total: every event is answered in every state, and a
 * late, repeated or foreign event is refused with a reason rather than applied.
 */
export function advance(job: Job, event: LifecycleEvent, nowMs: number): Transition {
  if (isFinal(job.analysis.status)) return refuse('final');
  if (event.type === 'watch') return watch(job, nowMs);
  if (event.step !== job.step) return refuse('not_current');
  if (event.type === 'take') return isHeld(job, nowMs) ? refuse('held') : accept(taken(job, nowMs));
  if (event.type === 'abandon')
    return isHeld(job, nowMs) ? refuse('held') : accept(failed(job, event.failure, nowMs));
  if (event.attempt !== job.attempt || job.leaseUntil === null) return refuse('not_holder');
  switch (event.type) {
    case 'renew':
      return accept(renewed(job, event.finishing ?? false, nowMs));
    case 'complete':
      return completed(job, event.findings, nowMs);
    case 'release':
      return accept(
        job.attempt >= MAX_ATTEMPTS ? failed(job, event.failure, nowMs) : released(job, event.failure, nowMs),
      );
    case 'fail':
      return accept(failed(job, event.failure, nowMs));
  }
}

function watch(job: Job, nowMs: number): Transition {
  if (job.watchAt === null || nowMs < job.watchAt) return refuse('not_due');
  if (job.attempt >= MAX_ATTEMPTS) {
    const timedOut = { code: 'timed_out', message: FAULTS.timed_out.message, details: { step: job.step } };
    return accept(failed(job, job.lastFailure ?? timedOut, nowMs));
  }
  return accept(announced({ ...job, leaseUntil: null }, nowMs), job.step);
}

function announced(job: Job, nowMs: number): Job {
  const waitMs = Math.min(ANNOUNCED_MS * 2 ** job.announcements, ANNOUNCED_MAX_MS);
  return { ...job, announcements: job.announcements + 1, watchAt: nowMs + waitMs };
}

function taken(job: Job, nowMs: number): Job {
  const { stage, percent } = STAGES[job.step];
  const analysis = change(job.analysis, {
    status: 'processing',
    stage,
    percent: Math.max(percent, job.analysis.percent),
    startedAt: job.analysis.startedAt ?? nowMs,
  });
  return leased({ ...job, analysis, attempt: job.attempt + 1 }, nowMs);
}

function renewed(job: Job, finishing: boolean, nowMs: number): Job {
  const analysis = finishing
    ? change(job.analysis, { stage: 'finishing', percent: FINISHING_PERCENT })
    : job.analysis;
  return leased({ ...job, analysis }, nowMs);
}

function released(job: Job, failure: Failure, nowMs: number): Job {
  return { ...job, leaseUntil: null, watchAt: nowMs + ANNOUNCED_MS, lastFailure: failure };
}

function failed(job: Job, failure: Failure, nowMs: number): Job {
  const analysis = change(job.analysis, { status: 'failed', stage: null, failure, completedAt: nowMs });
  return settled({ ...job, analysis });
}

function completed(job: Job, findings: Findings, nowMs: number): Transition {
  const learned = learn(job.analysis, findings);
  const { next } = STAGES[job.step];
  if (next === null) {
    const done = { status: 'completed', stage: null, percent: 100, completedAt: nowMs } as const;
    return accept(settled({ ...job, analysis: change(learned, done) }));
  }
  const waiting = {
    ...job,
    analysis: change(learned, {}),
    step: next,
    attempt: 0,
    announcements: 0,
    leaseUntil: null,
    lastFailure: null,
  };
  return accept(announced(waiting, nowMs), next);
}

function learn(analysis: Analysis, findings: Findings): Analysis {
  return {
    ...analysis,
    recording: findings.recording ?? analysis.recording,
    durationMs: findings.durationMs ?? analysis.durationMs,
    headline: findings.headline ?? analysis.headline,
    costUsdCents: findings.costUsdCents ?? analysis.costUsdCents,
    timings: {
      transcriptionMs: findings.transcriptionMs ?? analysis.timings.transcriptionMs,
      analysisMs: findings.analysisMs ?? analysis.timings.analysisMs,
    },
  };
}

function change(analysis: Analysis, changes: Partial<Analysis>): Analysis {
  return { ...analysis, ...changes, version: analysis.version + 1 };
}

function leased(job: Job, nowMs: number): Job {
  return { ...job, leaseUntil: nowMs + LEASE_MS, watchAt: nowMs + LEASE_MS };
}

function settled(job: Job): Job {
  return { ...job, leaseUntil: null, watchAt: null };
}

function isHeld(job: Job, nowMs: number): boolean {
  return job.leaseUntil !== null && nowMs < job.leaseUntil;
}

function accept(job: Job, announce: Step | null = null): Transition {
  return { accepted: true, job, announce };
}

function refuse(reason: Refusal): Transition {
  return { accepted: false, reason };
}
