import { z } from 'zod';
import type { Failure, FinalStatus } from './analysis.ts';
import { Metadata } from './submission.ts';
import { WebUrl } from './webhook.ts';

export const MAX_BATCH_ITEMS = 10_000;
/** What one item may take up as JSON. */
export const MAX_ITEM_BYTES = 4 * 1024 * 1024;

const ENDS = ['completed', 'failed', 'cancelled', 'rejected'] as const;

/** `waiting`: stored, no analysis yet. `running`: an analysis that is not final. `rejected`: never became one. */
export const ItemStatus = z.enum(['waiting', 'running', ...ENDS]);
export type ItemStatus = z.infer<typeof ItemStatus>;

/** What comes with a batch besides its items. */
export const BatchFields = z.strictObject({
  /** All items or none: one that is not valid refuses the batch. */
  strict: z.boolean().default(false),
  callback_url: WebUrl.optional(),
  metadata: Metadata.optional(),
});
export type BatchFields = z.infer<typeof BatchFields>;

/** A batch without its items. Times are milliseconds since 1970-01-01 UTC. */
export const Batch = z
  .strictObject({
    id: z.string(),
    accountId: z.string(),
    livemode: z.boolean(),
    callbackUrl: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()).readonly(),
    /** Names the request that made it, where that had an idempotency key. */
    requestDigest: z.string().optional(),
    createdAt: z.int(),
    cancelledAt: z.int().nullable(),
    /** When the last item became final for the first time. */
    completedAt: z.int().nullable(),
  })
  .readonly();
export type Batch = z.infer<typeof Batch>;

export interface BatchItem {
  /** Position in the batch, from 0. */
  readonly index: number;
  readonly status: ItemStatus;
  /** `null` where it never became an analysis. */
  readonly analysisId: string | null;
  readonly error: Failure | null;
  readonly costUsdCents: number | null;
}

export type ItemCounts = Readonly<Record<ItemStatus, number>>;

export interface BatchState {
  readonly batch: Batch;
  readonly counts: ItemCounts;
  readonly costUsdCents: number;
}

/** How an analysis of a batch ended. */
export interface ItemEnd {
  readonly index: number;
  readonly status: FinalStatus;
  readonly costUsdCents: number | null;
}

/** Number of items, whatever their status. */
export function totalOf(counts: ItemCounts): number {
  return ItemStatus.options.reduce((sum, status) => sum + counts[status], 0);
}

/** Items that are final, of all, in whole percent; 100 only when all are. */
export function percentOf(counts: ItemCounts): number {
  const total = totalOf(counts);
  const ended = ENDS.reduce((sum, status) => sum + counts[status], 0);
  return total === 0 ? 0 : Math.floor((ended / total) * 100);
}

/** Whether every item is final. */
export function isBatchOver({ waiting, running }: ItemCounts): boolean {
  return waiting + running === 0;
}

/** An item as it is taken down: with the id of its analysis to be, or with what is wrong with it. */
export interface NewItem {
  readonly index: number;
  readonly analysisId: string | null;
  readonly error: Failure | null;
}

export interface RejectedItem {
  readonly index: number;
  readonly error: Failure;
}

export interface ItemPage {
  /** Position of the last item of the page before; -1: from the first on. */
  readonly after: number;
  readonly limit: number;
  readonly status: ItemStatus | null;
}

/** What stands for the analysis in the key of a stored chunk: `batch/{account}/{batch}/{chunk}.json.gz`. */
export function chunkName(batchId: string, chunk: number): string {
  return `${batchId}/${chunk}`;
}
