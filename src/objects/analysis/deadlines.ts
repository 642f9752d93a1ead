import type { Log } from '../../adapters/log.ts';
import type { Reply } from '../../adapters/objects.ts';
import { type ClockEvent, type Job, watchTime } from '../../domain/job.ts';
import type { Concern } from '../timers.ts';
import type { StoredJob } from './context.ts';

/** Sees to it that silence is noticed, and that an analysis is kept no longer than it is to be kept. */
export class Deadlines implements Concern {
  readonly #job: StoredJob;
  readonly #log: Log;
  readonly #send: (event: ClockEvent) => Promise<Reply>;

  constructor(job: StoredJob, log: Log, send: (event: ClockEvent) => Promise<Reply>) {
    this.#job = job;
    this.#log = log;
    this.#send = send;
  }

  dueAt(): number | null {
    const job = this.#job.read();
    const times = [job && watchTime(job), job?.deleteAt ?? null].filter((at) => at !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  async run(): Promise<void> {
    const job = this.#job.read();
    if (!job) return;
    const silent = await this.#send({ type: 'watch' });
    if (silent.accepted) this.#log.info('analysis.silent', describe(job));
    const expired = await this.#send({ type: 'expire' });
    if (expired.accepted) this.#log.info('analysis.expired', { analysis: job.analysis.id });
  }

  forget(): void {
    // Its times are in the job.
  }
}

function describe({ analysis, step, tasks }: Job) {
  return { analysis: analysis.id, step, attempts: tasks.map(({ attempt }) => attempt) };
}
