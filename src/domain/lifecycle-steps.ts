import {
  type Analysis,
  deletionTime,
  type Failure,
  isRescoring,
  nextReportVersion,
  type Stage,
} from './analysis.ts';
import { charge } from './billing.ts';
import {
  accept,
  type Findings,
  type Job,
  openTask,
  openTasks,
  refuse,
  type Transition,
  withTask,
  type WorkerEvent,
} from './job.ts';
import { transcribedPercent } from './progress.ts';
import {
  isExhausted,
  isHeld,
  leased,
  newTask,
  postponed,
  released,
  restartedTask,
  rested,
  type Step,
  taken,
  type Task,
} from './task.ts';

const STAGES: Record<Step, { stage: Stage; percent: number }> = {
  ingest: { stage: 'ingesting', percent: 5 },
  transcribe: { stage: 'transcribing', percent: 15 },
  merge: { stage: 'transcribing', percent: 80 },
  analyse: { stage: 'analysing', percent: 85 },
};
const FINISHING_PERCENT = 95;

/** What the report of a worker does to a job with work left to do. */
export function onWorkerEvent(job: Job, event: WorkerEvent, nowMs: number): Transition {
  const task = openTask(job, event);
  if (task === null) return refuse('not_current');
  if (event.type === 'take') return isHeld(task, nowMs) ? refuse('held') : accept(take(job, task, nowMs));
  if (event.type === 'abandon')
    return isHeld(task, nowMs) ? refuse('held') : accept(failedTask(job, task, event.failure, nowMs));
  if (event.attempt !== task.attempt || task.leaseUntil === null) return refuse('not_holder');
  switch (event.type) {
    case 'renew':
      return accept(renewed(job, task, event.finishing ?? false, nowMs));
    case 'complete':
      return completed(job, task, event.findings, nowMs);
    case 'release':
      return accept(
        isExhausted(task)
          ? failedTask(job, task, event.failure, nowMs)
          : withTask(job, released(task, event.failure, nowMs)),
      );
    case 'postpone':
      return accept(putOff(withTask(job, postponed(task, event.untilMs)), event));
    case 'fail':
      return accept(failedTask(job, task, event.failure, nowMs));
  }
}

/** The job after one of its tasks failed for good. */
export function failedTask(job: Job, { chunk }: Task, failure: Failure, nowMs: number): Job {
  const details = chunk === null ? failure.details : { ...failure.details, chunk };
  return failed(job, { ...failure, details }, nowMs);
}

function take(job: Job, task: Task, nowMs: number): Job {
  const next = withTask(job, taken(task, nowMs));
  if (isRescoring(job.analysis)) return next;
  const { stage, percent } = STAGES[job.step];
  const { analysis } = job;
  // Callers see no difference when another chunk of the recording is taken.
  if (analysis.stage === stage && analysis.percent >= percent && !analysis.waiting) return next;
  const changes = {
    status: 'processing',
    stage,
    percent: Math.max(percent, analysis.percent),
    waiting: null,
    startedAt: analysis.startedAt ?? nowMs,
  } as const;
  return { ...next, analysis: withChanges(analysis, changes) };
}

function putOff(job: Job, { code, untilMs }: Extract<WorkerEvent, { type: 'postpone' }>): Job {
  if (code === null || isRescoring(job.analysis)) return job;
  return { ...job, analysis: withChanges(job.analysis, { waiting: { code, until: untilMs } }) };
}

function renewed(job: Job, task: Task, finishing: boolean, nowMs: number): Job {
  const next = withTask(job, leased(task, nowMs));
  if (!finishing || isRescoring(job.analysis)) return next;
  return {
    ...next,
    analysis: withChanges(job.analysis, { stage: 'finishing', percent: FINISHING_PERCENT }),
  };
}

function completed(job: Job, task: Task, findings: Findings, nowMs: number): Transition {
  const analysis = learn(job.analysis, findings, nowMs);
  const done = withTask({ ...job, analysis }, { ...rested(task), isDone: true });
  if (openTasks(done).length > 0) {
    const percent = Math.max(analysis.percent, transcribedPercent(done));
    return accept({ ...done, analysis: withChanges(analysis, { percent }) });
  }
  const chunks = chunksAfter(job, findings);
  const next = stepAfter(job.step, chunks !== null);
  if (next === null) return accept(settled({ ...done, analysis: reported(analysis, nowMs) }));
  const begun = startedStep({ ...done, chunks, analysis: withChanges(analysis, {}) }, next, nowMs);
  return accept(begun, openTasks(begun));
}

/** The chunks are kept until their transcripts are merged. */
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

/** With one more report. A rescore replaces the report alone: `completedAt` stays that of the first. */
function reported(analysis: Analysis, nowMs: number): Analysis {
  const reportVersion = nextReportVersion(analysis);
  if (isRescoring(analysis)) return withChanges(analysis, { reportVersion, rescore: null });
  const done = { status: 'completed', stage: null, percent: 100, completedAt: nowMs } as const;
  return withChanges(analysis, { ...done, reportVersion });
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

/** The analysis with `changes`, as a newer version. */
export function withChanges(analysis: Analysis, changes: Partial<Analysis>): Analysis {
  return { ...analysis, ...changes, version: analysis.version + 1 };
}

/** The job at the beginning of a step, its tasks on their queue. */
export function startedStep(job: Omit<Job, 'tasks'>, step: Step, nowMs: number): Job {
  const chunks = (step === 'transcribe' && job.chunks?.map(({ index }) => index)) || [null];
  return { ...job, step, tasks: chunks.map((chunk) => newTask(chunk, nowMs)) };
}

/** The job that goes on with its step: earlier attempts forgiven, open tasks on their queue again. */
export function restartedStep(job: Job, nowMs: number): Job {
  const isOpen = job.tasks.some(({ isDone }) => !isDone);
  const tasks = job.tasks.map((task) => (isOpen && task.isDone ? task : restartedTask(task, nowMs)));
  return { ...job, tasks };
}

/** The job with nothing left to do until its retention ends. */
export function settled(job: Job): Job {
  return { ...job, tasks: job.tasks.map(rested), deleteAt: deletionTime(job.analysis) };
}

/** The failed job. A rescore that fails leaves the analysis and its reports as they were. */
function failed(job: Job, failure: Failure, nowMs: number): Job {
  const { rescore } = job.analysis;
  const changes =
    rescore && isRescoring(job.analysis)
      ? { rescore: { ...rescore, failure } }
      : ({ status: 'failed', stage: null, failure, completedAt: nowMs } as const);
  return settled({ ...job, analysis: withChanges(job.analysis, changes) });
}
