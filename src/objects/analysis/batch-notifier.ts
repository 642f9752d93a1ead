import { describeError } from '../../adapters/log.ts';
import { isEnd, type ItemEnd } from '../../domain/batch.ts';
import type { Job } from '../../domain/job.ts';
import { type Concern, type ObjectStorage, SingleRun } from '../timers.ts';
import type { AnalysisObjectDeps } from './context.ts';
import { RETRY_MS } from './projection.ts';

const KEY = 'batch_notice';

interface Notice {
  readonly batchId: string;
  readonly index: number;
  /** What the batch is to be told; `null`: nothing, or nothing new. */
  readonly pending: Omit<ItemEnd, 'index'> | null;
  readonly toldAnEnd: boolean;
}

/** Tells the batch that an analysis came from how it ended, until the batch has heard it. */
export class BatchNotifier implements Concern {
  readonly #storage: ObjectStorage;
  readonly #deps: AnalysisObjectDeps;
  readonly #working = new SingleRun();

  constructor(storage: ObjectStorage, deps: AnalysisObjectDeps) {
    this.#storage = storage;
    this.#deps = deps;
  }

  changed({ analysis }: Job, before: Job | null): void {
    const { batch } = analysis.submission;
    if (!batch || before?.analysis.status === analysis.status) return;
    const toldAnEnd = this.#notice()?.toldAnEnd ?? false;
    const { status, costUsdCents } = analysis;
    const pending = isEnd(status) ? { status, costUsdCents } : null;
    this.#put({ batchId: batch.id, index: batch.index, pending, toldAnEnd });
  }

  dueAt(nowMs: number): number | null {
    return this.#notice()?.pending ? nowMs + RETRY_MS : null;
  }

  run(): Promise<void> {
    return this.#working.run(() => this.#tell());
  }

  /** A batch must not wait for an analysis that was deleted before it ended: to the batch, it was cancelled. */
  forget(): void {
    const notice = this.#notice();
    if (!notice || notice.pending || notice.toldAnEnd) return;
    this.#put({ ...notice, pending: { status: 'cancelled', costUsdCents: null } });
  }

  async #tell(): Promise<void> {
    const notice = this.#notice();
    if (!notice?.pending) return;
    const { batchId, index, pending } = notice;
    try {
      await this.#deps.batches.ended(batchId, { index, ...pending });
    } catch (error) {
      this.#deps.log.error('batch.not_noticed', { batch: batchId, index, ...describeError(error) });
      return;
    }
    // It may have been retried and have ended again meanwhile.
    const now = this.#notice();
    if (now)
      this.#put({
        ...now,
        toldAnEnd: true,
        pending: now.pending === pending || same(now, notice) ? null : now.pending,
      });
  }

  #notice(): Notice | null {
    return this.#storage.get<Notice>(KEY) ?? null;
  }

  #put(notice: Notice): void {
    this.#storage.put(KEY, notice);
  }
}

function same({ pending: one }: Notice, { pending: other }: Notice): boolean {
  return one?.status === other?.status && one?.costUsdCents === other?.costUsdCents;
}
