import { type Analysis, type Failure, isRescoring, nextReportVersion, type Stage } from './analysis.ts';
import { charge } from './charge.ts';
import {
  accept,
  type Findings,
  type Job,
  openTask,
  openTasks,
  refuse,
  type Transition,
  type WorkerEvent,
  withTask,
} from './job.ts';
import { change, failed, settled, started } from './job-moves.ts';
import {
  isExhausted,
  isHeld,
  leased,
  postponed,
  released,
  rested,
  type Step,
  taken,
  type Task,
} from './task.ts';
import { transcribedPercent } from './transcribed-share.ts';

const STAGES: Record<Step, { stage: Stage; percent: number }> = {
  ingest: { stage: 'ingesting', percent: 5 },
  transcribe: { stage: 'transcribing', percent: 15 },
  merge: { stage: 'transcribing', percent: 80 },
  analyse: { stage: 'analysing', percent: 85 },
};
const FINISHING_PERCENT = 95;

/** What a worker's event does to a job with work left to do. */
export function onWorkerEvent(job: Job, event: WorkerEvent, nowMs: number): Transition {
  const task = openTask(job, event);
  if (task === null) return refuse('not_current');
  if (event.type === 'take') return isHeld(task, nowMs) ? refuse('held') : accept(take(job, task, nowMs));
  if (event.type === 'abandon')
    return isHeld(task, nowMs) ? refuse('held') : accept(gaveUp(job, task, event.failure, nowMs));
  if (event.attempt !== task.attempt || task.leaseUntil === null) return refuse('not_holder');
  switch (event.type) {
    case 'renew':
      return accept(renewed(job, task, event.finishing ?? false, nowMs));
    case 'complete':
      return completed(job, task, event.findings, nowMs);
    case 'release':
      return accept(
        isExhausted(task)
          ? gaveUp(job, task, event.failure, nowMs)
          : withTask(job, released(task, event.failure, nowMs)),
      );
    case 'postpone':
      return accept(putOff(withTask(job, postponed(task, event.untilMs)), event));
    case 'fail':
      return accept(gaveUp(job, task, event.failure, nowMs));
  }
}

/** The job given up because of one of its tasks. */
export function gaveUp(job: Job, { chunk }: Task, failure: Failure, nowMs: number): Job {
  const details = chunk === null ? failure.details : { ...failure.details, chunk };
  return failed(job, { ...failure, details }, nowMs);
}

function take(job: Job, task: Task, nowMs: number): Job {
  const next = withTask(job, taken(task, nowMs));
  if (isRescoring(job.analysis)) return next;
  const { stage, percent } = STAGES[job.step];
  const { analysis } = job;
  // The other chunks of a recording change nothing that anybody sees.
  if (analysis.stage === stage && analysis.percent >= percent && !analysis.waiting) return next;
  const changes = {
    status: 'processing',
    stage,
    percent: Math.max(percent, analysis.percent),
    waiting: null,
    startedAt: analysis.startedAt ?? nowMs,
  } as const;
  return { ...next, analysis: change(analysis, changes) };
}

function putOff(job: Job, { code, untilMs }: Extract<WorkerEvent, { type: 'postpone' }>): Job {
  if (code === null || isRescoring(job.analysis)) return job;
  return { ...job, analysis: change(job.analysis, { waiting: { code, until: untilMs } }) };
}

function renewed(job: Job, task: Task, finishing: boolean, nowMs: number): Job {
  const next = withTask(job, leased(task, nowMs));
  if (!finishing || isRescoring(job.analysis)) return next;
  return {
    ...next,
    analysis: change(job.analysis, { stage: 'finishing', percent: FINISHING_PERCENT }),
  };
}

function completed(job: Job, task: Task, findings: Findings, nowMs: number): Transition {
  const analysis = learn(job.analysis, findings, nowMs);
  const done = withTask({ ...job, analysis }, { ...rested(task), isDone: true });
  if (openTasks(done).length > 0) {
    const percent = Math.max(analysis.percent, transcribedPercent(done));
    return accept({ ...done, analysis: change(analysis, { percent }) });
  }
  const chunks = chunksAfter(job, findings);
  const next = stepAfter(job.step, chunks !== null);
  if (next === null) return accept(settled({ ...done, analysis: reported(analysis, nowMs) }));
  const begun = started({ ...done, chunks, analysis: change(analysis, {}) }, next, nowMs);
  return accept(begun, openTasks(begun));
}

/** Until they are merged. */
function chunksAfter({ step, chunks }: Job, findings: Findings): Job['chunks'] {
  if (step === 'ingest') return findings.chunks ?? null;
  return step === 'transcribe' ? chunks : null;
}

function stepAfter(step: Step, isCut: boolean): Step | null {
  switch (step) {
    case 'ingest':
      return 'transcribe';
    case 'transcribe':
      return isCut ? 'merge' : 'analyse';
    case 'merge':
      return 'analyse';
    case 'analyse':
      return null;
  }
}

/** With one more report. What a rescore replaces is the report: the call was done with when it first completed. */
function reported(analysis: Analysis, nowMs: number): Analysis {
  const reportVersion = nextReportVersion(analysis);
  if (isRescoring(analysis)) return change(analysis, { reportVersion, rescore: null });
  const done = { status: 'completed', stage: null, percent: 100, completedAt: nowMs } as const;
  return change(analysis, { ...done, reportVersion });
}

function learn(analysis: Analysis, findings: Findings, nowMs: number): Analysis {
  const { timings } = analysis;
  return {
    ...analysis,
    recording: findings.recording ?? analysis.recording,
    durationMs: findings.durationMs ?? analysis.durationMs,
    headline: findings.headline ?? analysis.headline,
    ...charge(analysis, findings, nowMs),
    timings: {
      // Chunks are transcribed side by side: the slowest counts.
      transcriptionMs:
        findings.transcriptionMs === undefined
          ? timings.transcriptionMs
          : Math.max(findings.transcriptionMs, timings.transcriptionMs ?? 0),
      analysisMs: findings.analysisMs ?? timings.analysisMs,
    },
  };
}
