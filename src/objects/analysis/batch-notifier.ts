import { z } from 'zod';
import { describeError } from '../../adapters/log.ts';
import { isFinal } from '../../domain/analysis.ts';
import type { Job } from '../../domain/job.ts';
import type { StoredRecord } from '../storage.ts';
import { BackOff, SingleRun, type Timer } from '../timers.ts';
import type { AnalysisContext, AnalysisObjectDeps, Observer } from './context.ts';
import { RETRY_MS } from './projection.ts';

/** What the batch of the analysis knows of it. */
const BatchNotice = z.strictObject({
  batchId: z.string(),
  index: z.int().nonnegative(),
  /** What is still to be sent to the batch; `null`: nothing, or nothing new. */
  pending: z
    .strictObject({
      status: z.enum(['completed', 'failed', 'cancelled']),
      costUsdCents: z.number().nullable(),
    })
    .nullable(),
  wasSent: z.boolean(),
});
type BatchNotice = z.infer<typeof BatchNotice>;

/** Reports how the analysis ended to the batch that it came from, until the batch has answered. */
export class BatchNotifier implements Timer, Observer {
  readonly #notice: StoredRecord<BatchNotice>;
  readonly #deps: AnalysisObjectDeps;
  readonly #backOff: BackOff;
  readonly #sending = new SingleRun();

  constructor({ storage }: AnalysisContext, deps: AnalysisObjectDeps) {
    this.#notice = storage.record({ key: 'batch_notice', version: 1, schema: BatchNotice });
    this.#deps = deps;
    this.#backOff = new BackOff(storage, 'batch_notice_failures', deps);
  }

  changed({ analysis }: Job, before: Job | null): void {
    const { batch } = analysis.submission;
    if (!batch || before?.analysis.status === analysis.status) return;
    const { status, costUsdCents } = analysis;
    const pending = isFinal(status) ? { status, costUsdCents } : null;
    const wasSent = this.#notice.read()?.wasSent ?? false;
    this.#notice.write({ batchId: batch.id, index: batch.index, pending, wasSent });
  }

  dueAt(nowMs: number): number | null {
    return this.#notice.read()?.pending ? (this.#backOff.retryAt() ?? nowMs + RETRY_MS) : null;
  }

  async run(): Promise<void> {
    if (!this.#backOff.isWaiting()) await this.#sending.run(() => this.#send());
  }

  /** A batch must not wait for an analysis that was deleted before it ended: to the batch, it was cancelled. */
  forget(): void {
    const notice = this.#notice.read();
    if (!notice || notice.pending || notice.wasSent) return;
    this.#notice.write({ ...notice, pending: { status: 'cancelled', costUsdCents: null } });
  }

  async #send(): Promise<void> {
    const notice = this.#notice.read();
    if (!notice?.pending) return;
    const { batchId, index, pending } = notice;
    try {
      await this.#deps.batches.ended(batchId, { index, ...pending });
    } catch (error) {
      return this.#backOff.failed('batch.not_noticed', { batch: batchId, index, ...describeError(error) });
    }
    this.#backOff.succeeded();
    // The analysis may have been retried and have ended again meanwhile.
    const now = this.#notice.read();
    if (!now) return;
    const isSame =
      now.pending?.status === pending.status && now.pending.costUsdCents === pending.costUsdCents;
    this.#notice.write({ ...now, wasSent: true, pending: isSame ? null : now.pending });
  }
}
