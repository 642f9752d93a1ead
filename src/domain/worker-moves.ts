import { type Analysis, type Failure, isRescoring, nextReportVersion, type Stage } from './analysis.ts';
import {
  accept,
  type Findings,
  type Job,
  refuse,
  type Step,
  type Transition,
  type WorkerEvent,
} from './job.ts';
import { announced, ANNOUNCED_MS, change, failed, settled } from './job-moves.ts';

/** A taker that has said nothing for this long is taken for dead. */
export const LEASE_MS = 30_000;
export const MAX_ATTEMPTS = 5;

const STAGES: Record<Step, { stage: Stage; percent: number; next: Step | null }> = {
  ingest: { stage: 'ingesting', percent: 5, next: 'transcribe' },
  transcribe: { stage: 'transcribing', percent: 15, next: 'analyse' },
  analyse: { stage: 'analysing', percent: 85, next: null },
};
const FINISHING_PERCENT = 95;

/** What a worker's event does to a job with work left to do. */
export function onWorkerEvent(job: Job, event: WorkerEvent, nowMs: number): Transition {
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
        attemptsOf(job) >= MAX_ATTEMPTS
          ? failed(job, event.failure, nowMs)
          : released(job, event.failure, nowMs),
      );
    case 'fail':
      return accept(failed(job, event.failure, nowMs));
  }
}

/** How often the current step was taken, those attempts apart that were forgiven. */
export function attemptsOf({ attempt, forgivenAttempts }: Job): number {
  return attempt - forgivenAttempts;
}

function taken(job: Job, nowMs: number): Job {
  const next = { ...job, attempt: job.attempt + 1, announcements: 0 };
  if (isRescoring(job.analysis)) return leased(next, nowMs);
  const { stage, percent } = STAGES[job.step];
  const analysis = change(job.analysis, {
    status: 'processing',
    stage,
    percent: Math.max(percent, job.analysis.percent),
    startedAt: job.analysis.startedAt ?? nowMs,
  });
  return leased({ ...next, analysis }, nowMs);
}

function renewed(job: Job, finishing: boolean, nowMs: number): Job {
  const analysis =
    finishing && !isRescoring(job.analysis)
      ? change(job.analysis, { stage: 'finishing', percent: FINISHING_PERCENT })
      : job.analysis;
  return leased({ ...job, analysis }, nowMs);
}

function released(job: Job, failure: Failure, nowMs: number): Job {
  return { ...job, leaseUntil: null, watchAt: nowMs + ANNOUNCED_MS, lastFailure: failure };
}

function completed(job: Job, findings: Findings, nowMs: number): Transition {
  const learned = learn(job.analysis, findings);
  const { next } = STAGES[job.step];
  if (next === null) return accept(settled({ ...job, analysis: reported(learned, nowMs) }));
  const started = { step: next, attempt: 0, forgivenAttempts: 0, announcements: 0, lastFailure: null };
  return accept(announced({ ...job, ...started, analysis: change(learned, {}) }, nowMs), next);
}

/** With one more report. What a rescore replaces is the report: the call was done with when it first completed. */
function reported(analysis: Analysis, nowMs: number): Analysis {
  const reportVersion = nextReportVersion(analysis);
  if (isRescoring(analysis)) return change(analysis, { reportVersion, rescore: null });
  const done = { status: 'completed', stage: null, percent: 100, completedAt: nowMs } as const;
  return change(analysis, { ...done, reportVersion });
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

function leased(job: Job, nowMs: number): Job {
  return { ...job, leaseUntil: nowMs + LEASE_MS, watchAt: nowMs + LEASE_MS };
}

function isHeld(job: Job, nowMs: number): boolean {
  return job.leaseUntil !== null && nowMs < job.leaseUntil;
}
