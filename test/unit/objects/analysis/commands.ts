import fc from 'fast-check';
import { expect } from 'vitest';
import { isFinal, isRescoring, type Status } from '../../../../src/domain/analysis.ts';
import { type CallerEvent, watchTime } from '../../../../src/domain/job.ts';
import { TENANT, type Part, type System, type Worker } from './system.ts';

/** What whoever looks from outside knows: nothing of steps, leases and alarms. */
export interface Model {
  status: Status | 'none' | 'deleted';
  rescoring: boolean;
  reports: number;
  /** How often the analysis became final. */
  ends: number;
}

type Command = fc.AsyncCommand<Model, System>;

const WORKER_LIFE_MS = 15 * 60_000;

/** What may become of a status when a worker reports or time passes, not by an event of the caller. */
const MOVES: Record<Model['status'], readonly Model['status'][]> = {
  none: ['none'],
  queued: ['queued', 'processing', 'failed'],
  processing: ['processing', 'completed', 'failed'],
  completed: ['completed', 'deleted'],
  failed: ['failed', 'deleted'],
  cancelled: ['cancelled', 'deleted'],
  deleted: ['deleted', 'none'],
};

function command(name: string, run: (model: Model, system: System) => Promise<void>): Command {
  return {
    check: () => true,
    run: async (model, system) => {
      await run(model, system);
      check(model, system);
    },
    toString: () => name,
  };
}

/** Takes over what the object says now, if it may have become that by itself. */
function moved(model: Model, system: System): void {
  const job = system.job();
  const status = job?.analysis.status ?? (system.stored.has('tombstone') ? 'deleted' : 'none');
  expect(MOVES[model.status], `${model.status} → ${status}`).toContain(status);
  if (job && isFinal(job.analysis.status) && status !== model.status) model.ends += 1;
  const reports = job?.analysis.reportVersion ?? 0;
  if (job) {
    const mayReport = model.status === 'processing' || model.rescoring;
    expect(reports - model.reports, 'one report at a time').toBeLessThanOrEqual(mayReport ? 1 : 0);
    model.reports = reports;
  }
  Object.assign(model, { status, rescoring: job !== null && isRescoring(job.analysis) });
}

/** What is true at every moment. */
function check(model: Model, system: System): void {
  const job = system.job();
  if (system.receipts.length > 0 && !system.isRowLate)
    expect(system.rows.size, 'no row after the receipt').toBe(0);
  if (model.status === 'none' || model.status === 'deleted') return expect(job).toBeNull();
  if (!job) throw new Error(`lost: ${model.status}`);
  const { analysis, tasks, deleteAt } = job;
  expect(analysis.status).toBe(model.status);
  expect(analysis.stage !== null).toBe(analysis.status === 'processing');
  const isWorking = !isFinal(analysis.status) || model.rescoring;
  expect(watchTime(job) !== null, 'watched while there is work').toBe(isWorking);
  if (!isWorking) expect(tasks.every(({ leaseUntil }) => leaseUntil === null)).toBe(true);
  expect(deleteAt !== null, 'kept for a limited time once final').toBe(isFinal(analysis.status));
  expect(system.alarmAt, 'something will happen').not.toBeNull();
  expect(system.content, 'the recording is there').toContain('audio');
  for (let version = 1; version <= model.reports; version += 1)
    expect(system.content).toContain(`report ${version}`);
  expect(system.ends).toHaveLength(model.ends);
}

function callerEvent(
  event: CallerEvent,
  applies: (model: Model) => boolean,
  change: (model: Model) => void,
): Command {
  return command(event.type, async (model, system) => {
    const reply = await system.lifecycle.send(event);
    expect(reply.accepted).toBe(applies(model));
    if (reply.accepted) change(model);
  });
}

const exists = ({ status }: Model) => status !== 'none' && status !== 'deleted';

/** The same submission arrives once more, as a queue may deliver it; not later than a message may. */
const submitAgain = command('submit again', async (model, system) => {
  if (model.status !== 'none') await system.submit();
});

const cancel = callerEvent(
  { type: 'cancel' },
  ({ status }) => status === 'queued' || status === 'processing',
  (model) => Object.assign(model, { status: 'cancelled', ends: model.ends + 1 }),
);
const retry = callerEvent(
  { type: 'retry' },
  ({ status }) => status === 'failed' || status === 'cancelled',
  (model) => Object.assign(model, { status: 'queued' }),
);
const rescore = callerEvent(
  { type: 'rescore' },
  ({ status, rescoring }) => status === 'completed' && !rescoring,
  (model) => Object.assign(model, { rescoring: true }),
);
const rename = callerEvent({ type: 'rename', name: 'Monday call' }, exists, () => undefined);

/** Refused while a report is being written, and nothing where the text is known: neither is to be seen from outside. */
const prompt = command('prompt', async (model, system) => {
  const prompts = { summary: `As of ${system.now}.` };
  const reply = await system.lifecycle.send({ type: 'prompt', prompts });
  if (!reply.accepted) return;
  expect(exists(model)).toBe(true);
  const isStarted = !model.rescoring && isRescoring(reply.job.analysis);
  if (isStarted) expect(model.status).toBe('completed');
  Object.assign(model, { rescoring: model.rescoring || isStarted });
});

const remove = command('delete', async (model, system) => {
  const known = exists(model) || system.stored.has('tombstone');
  expect(await system.lifecycle.remove(TENANT, 'key_1')).toBe(known);
  if (exists(model)) Object.assign(model, { status: 'deleted', rescoring: false });
});
const removeAsStranger = command('delete as a stranger', async (_model, system) => {
  expect(await system.lifecycle.remove({ ...TENANT, accountId: 'acc_2' }, 'key_2')).toBe(false);
});

/** `age`: how many messages were sent after it. */
const deliver = (age: number) =>
  command(`message ${age}`, async (model, system) => {
    const message = system.messages.at(-1 - (age % Math.max(system.messages.length, 1)));
    const wasWorking = model.status === 'queued' || model.status === 'processing' || model.rescoring;
    const taken = message !== undefined && (await system.deliver(message));
    if (taken) expect(wasWorking, 'no work begins on what is over').toBe(true);
    moved(model, system);
  });

function byWorker(name: string, index: number, act: (system: System, worker: Worker) => unknown): Command {
  return command(`worker ${index} ${name}`, async (model, system) => {
    const [worker] = system.workers.splice(index % Math.max(system.workers.length, 1), 1);
    if (worker) await act(system, worker);
    moved(model, system);
  });
}

const failure = { code: 'internal_error', message: 'Something went wrong on our side.', details: {} };
const reporting = (type: 'release' | 'fail') => (system: System, worker: Worker) =>
  system.report(worker, { type, step: worker.step, chunk: worker.chunk, attempt: worker.attempt, failure });

const postpone = (system: System, worker: Worker) => {
  const { step, chunk, attempt } = worker;
  const wait = { untilMs: system.now + 3_600_000, code: 'transcription_quota_used' } as const;
  return system.report(worker, { type: 'postpone', step, chunk, attempt, ...wait });
};

/** Between asking and storing, the step may be taken away; a worker does not outlive its invocation. */
function storeLate(system: System, worker: Worker): void {
  const isAlive = system.now - worker.takenAt < WORKER_LIFE_MS;
  if (isAlive && (system.job() || system.stored.has('tombstone'))) system.storeUnasked(worker);
}

const alarm = command('alarm', async (model, system) => {
  await system.alarm();
  moved(model, system);
});
const wait = (ms: number) =>
  command(`wait ${ms} ms`, async (_model, system) => {
    system.now += ms;
  });
const breakDown = (part: Part) =>
  command(`${part} breaks down`, async (_model, system) => void system.broken.add(part));
const repair = command('all is repaired', async (_model, system) => system.broken.clear());
const evict = command('eviction', async (_model, system) => system.evict());

const nth = fc.nat({ max: 5 });
const part = fc.constantFrom<Part>('enqueue', 'project', 'index', 'remove', 'purge', 'receipt');
const completes = (nth: number) => byWorker('completes', nth, (system, worker) => system.complete(worker));

/** Everything that may happen after a submission, in any order. What moves it on is the most frequent. */
export const happenings = fc.commands(
  [
    ...Array.from({ length: 6 }, () => fc.constant(deliver(0))),
    ...Array.from({ length: 6 }, () => fc.constant(completes(0))),
    nth.map(deliver),
    nth.map(completes),
    fc.constantFrom(submitAgain, cancel, retry, rescore, rename, prompt, removeAsStranger),
    fc.constantFrom(retry, rescore),
    fc.constantFrom(remove, alarm, alarm, repair, evict),
    nth.map((at) => byWorker('releases', at, reporting('release'))),
    nth.map((at) => byWorker('postpones', at, postpone)),
    nth.map((at) => byWorker('fails', at, reporting('fail'))),
    nth.map((at) => byWorker('dies', at, () => undefined)),
    nth.map((at) => byWorker('stores late and dies', at, storeLate)),
    fc.integer({ min: 1, max: 600_000 }).map(wait),
    part.map(breakDown),
  ],
  { maxCommands: 80, size: 'max' },
);
