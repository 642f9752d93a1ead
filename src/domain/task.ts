import { z } from 'zod';
import { Failure } from './analysis.ts';

/** A unit of queued work. Each may be delivered twice, late, or never. Only recordings in chunks have a `merge`. */
export const Step = z.enum(['ingest', 'transcribe', 'merge', 'analyse']);
export type Step = z.infer<typeof Step>;

/** Names a task: a whole step, or one chunk of the recording within the step `transcribe`. */
export interface TaskRef {
  readonly step: Step;
  /** Position of the chunk, from 0; absent: the step is one task. */
  readonly chunk?: number | undefined;
}

const Count = z.int().nonnegative();

/** What one worker does at a time, as the analysis keeps account of it. Times: milliseconds since 1970. */
export const Task = z
  .strictObject({
    /** Position of the chunk to transcribe; `null`: the step as a whole. */
    chunk: Count.nullable(),
    isDone: z.boolean(),
    /** How often a worker took it. Only the latest taker may report on it. */
    attempt: Count,
    /** Attempts before the last retry or rescore. They do not count against the limit. */
    forgivenAttempts: Count,
    /** How often it was put on its queue since a worker last took it. */
    enqueues: Count,
    /** When it was put on its queue last, unless a worker took it since. */
    enqueuedAt: z.int().optional(),
    /** Until when the taker holds it; `null` while nobody does. */
    leaseUntil: z.int().nullable(),
    /** When to look after it, should nobody report until then; `null` while there is nothing to do. */
    watchAt: z.int().nullable(),
    lastFailure: Failure.nullable(),
  })
  .readonly();
export type Task = z.infer<typeof Task>;

/** A worker that has not renewed its lease for this long is taken for dead. */
export const LEASE_MS = 30_000;
export const MAX_ATTEMPTS = 5;

/** How long a task may wait on its queue before it is sent again; doubles each time, up to an hour. */
const ENQUEUED_MS = 60_000;
const ENQUEUED_MAX_MS = 3_600_000;
/** Most sends after a worker was lost: 1 + 2 + 4 + 8 minutes without anybody taking the task. */
const MAX_STUCK_ENQUEUES = 4;
/** Most sends of a task that no worker has taken yet: about a day. */
const MAX_WAITING_ENQUEUES = 29;

/** A task that was put on its queue for the first time. */
export function newTask(chunk: number | null, nowMs: number): Task {
  const unknown = { attempt: 0, forgivenAttempts: 0, enqueues: 0, lastFailure: null };
  return enqueued({ chunk, isDone: false, ...unknown, leaseUntil: null, watchAt: null }, nowMs);
}

/** The task put on its queue once more. */
export function enqueued(task: Task, nowMs: number): Task {
  const waitMs = Math.min(ENQUEUED_MS * 2 ** task.enqueues, ENQUEUED_MAX_MS);
  const queued = { enqueues: task.enqueues + 1, enqueuedAt: nowMs };
  return { ...task, ...queued, leaseUntil: null, watchAt: nowMs + waitMs };
}

/**
 * Whether its message is still in line, as far as the queue tells: the oldest message there, put on it at `oldestAt`, is no
 * younger. Not of a task that was tried before, nor for longer than an hour: a queue may be wrong about itself.
 */
export function isInLine(task: Task, oldestAt: number | null, nowMs: number): boolean {
  const { enqueuedAt } = task;
  if (oldestAt === null || enqueuedAt === undefined || attemptsOf(task) > 0) return false;
  return oldestAt <= enqueuedAt && nowMs - enqueuedAt < ENQUEUED_MAX_MS;
}

/** The task that waits in line behind a message put on the queue at `oldestAt`: about as long as that one has waited. */
export function leftInLine(task: Task, oldestAt: number, nowMs: number): Task {
  return { ...task, watchAt: nowMs + Math.max(ENQUEUED_MS, nowMs - oldestAt) };
}

/** The task started over: earlier attempts forgiven, on its queue again. */
export function restartedTask(task: Task, nowMs: number): Task {
  const fresh = { forgivenAttempts: task.attempt, enqueues: 0, lastFailure: null };
  return enqueued({ ...task, ...fresh, isDone: false }, nowMs);
}

/** The task held by another worker. */
export function taken(task: Task, nowMs: number): Task {
  const { enqueuedAt: _, ...waiting } = task;
  return leased({ ...waiting, attempt: task.attempt + 1, enqueues: 0 }, nowMs);
}

/** The task with its lease begun anew, for `LEASE_MS`. */
export function leased(task: Task, nowMs: number): Task {
  return { ...task, leaseUntil: nowMs + LEASE_MS, watchAt: nowMs + LEASE_MS };
}

/** The task given back by its worker, whose message comes again. */
export function released(task: Task, failure: Failure, nowMs: number): Task {
  return { ...task, leaseUntil: null, watchAt: nowMs + ENQUEUED_MS, lastFailure: failure };
}

/** The task given back untried. It is put on its queue again at `untilMs`, if nobody did so before. */
export function postponed(task: Task, untilMs: number): Task {
  const { forgivenAttempts } = task;
  return {
    ...task,
    forgivenAttempts: forgivenAttempts + 1,
    enqueues: 0,
    leaseUntil: null,
    watchAt: untilMs,
  };
}

/** The task with nothing to wait for, done or not. */
export function rested(task: Task): Task {
  return { ...task, leaseUntil: null, watchAt: null };
}

/** Whether a worker holds it. */
export function isHeld({ leaseUntil }: Task, nowMs: number): boolean {
  return leaseUntil !== null && nowMs < leaseUntil;
}

/** Whether it was tried as often as it may be. */
export function isExhausted(task: Task): boolean {
  return attemptsOf(task) >= MAX_ATTEMPTS;
}

/** Whether nobody has taken it for longer than anybody waits. */
export function isStuck(task: Task): boolean {
  const isFirst = attemptsOf(task) === 0;
  return task.enqueues >= (isFirst ? MAX_WAITING_ENQUEUES : MAX_STUCK_ENQUEUES);
}

/** How often it was taken, without the forgiven attempts. */
function attemptsOf({ attempt, forgivenAttempts }: Task): number {
  return attempt - forgivenAttempts;
}
