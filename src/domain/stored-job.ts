import { z } from 'zod';
import { isRescoring } from './analysis.ts';
import { Job } from './job.ts';
import { Task } from './task.ts';

const CURRENT_VERSION = 2;

const { enqueues: Enqueues, ...taskFields } = Task.unwrap().shape;
const { chunk: _chunk, isDone: _isDone, ...counters } = taskFields;
const { chunks: _chunks, tasks: _tasks, ...jobFields } = Job.unwrap().shape;

/** Version 1, which bears no number: tasks count `announcements`. */
const Version1 = z.strictObject({
  ...Job.unwrap().shape,
  tasks: z.array(
    z
      .strictObject({ ...taskFields, announcements: Enqueues })
      .transform(({ announcements, ...task }) => ({ ...task, enqueues: announcements })),
  ),
});

/** Before version 1: every step was one task, whose fields were those of the job. */
const SingleTask = z
  .strictObject({ ...jobFields, ...counters, announcements: Enqueues })
  .transform(({ analysis, step, deleteAt, deletion, announcements, ...counts }): Job => {
    const isDone = analysis.status === 'completed' && !isRescoring(analysis);
    const task = { chunk: null, isDone, ...counts, enqueues: announcements };
    return { analysis, step, chunks: null, tasks: [task], deleteAt, deletion };
  });

/** A job as its object stores it. */
export type JobRecord =
  | { readonly version: typeof CURRENT_VERSION; readonly job: Job }
  | z.input<typeof Version1>
  | z.input<typeof SingleTask>;

/** The record to store, of the current version. */
export function toJobRecord(job: Job): JobRecord {
  return { version: CURRENT_VERSION, job };
}

/**
 * The job in a stored record. An object reads it many times for each event, so a record of the current version is trusted
 * and not parsed; earlier ones are. Throws where it is no record of any version.
 */
export function fromJobRecord(stored: JobRecord): Job {
  if ('version' in stored && stored.version === CURRENT_VERSION) return stored.job;
  return z.union([Version1, SingleTask]).parse(stored);
}
