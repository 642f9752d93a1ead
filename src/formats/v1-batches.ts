import { z } from 'zod';
import {
  type BatchItem,
  type BatchState,
  isBatchOver,
  ItemStatus,
  percentOf,
  totalOf,
} from '../domain/batch.ts';
import { toTime } from './published-format.ts';

const Time = z.iso.datetime();
const Count = z.int().nonnegative();

const ErrorWire = z.strictObject({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});

export const BatchWire = z.strictObject({
  id: z.string(),
  object: z.literal('batch'),
  livemode: z.boolean(),
  /** `cancelling` and `cancelled` once it was cancelled; over when no item is waiting or running any more. */
  status: z.enum(['processing', 'completed', 'cancelling', 'cancelled']),
  total: Count,
  counts: z.strictObject({
    waiting: Count,
    running: Count,
    completed: Count,
    failed: Count,
    cancelled: Count,
    rejected: Count,
  }),
  percent: z.int().min(0).max(100),
  /** Of the items that are completed so far. */
  cost_usd_cents: z.number().nonnegative(),
  callback_url: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
  created_at: Time,
  cancelled_at: Time.nullable(),
  completed_at: Time.nullable(),
});
export type BatchWire = z.infer<typeof BatchWire>;

const ItemErrorWire = ErrorWire.extend({ index: Count });

/** The answer to a batch: what it is now, and the first items that are not valid. */
export const AcceptedBatchWire = BatchWire.extend({ errors: z.array(ItemErrorWire) });

const ItemWire = z.strictObject({
  index: Count,
  status: ItemStatus,
  /** `null` where there is no analysis: not yet, or never. */
  analysis_id: z.uuid().nullable(),
  error: ErrorWire.nullable(),
  cost_usd_cents: z.number().nonnegative().nullable(),
});
type ItemWire = z.infer<typeof ItemWire>;

export const ItemListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(ItemWire),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

/** A batch as `GET /v1/batches/{id}` shows it. */
export function renderBatch({ batch, counts, costUsdCents }: BatchState): BatchWire {
  return {
    id: batch.id,
    object: 'batch',
    livemode: batch.livemode,
    status: statusOf({ batch, counts }),
    total: totalOf(counts),
    counts: { ...counts },
    percent: percentOf(counts),
    cost_usd_cents: costUsdCents,
    callback_url: batch.callbackUrl,
    metadata: { ...batch.metadata },
    created_at: toTime(batch.createdAt),
    cancelled_at: toTime(batch.cancelledAt),
    completed_at: toTime(batch.completedAt),
  };
}

/** An item as `GET /v1/batches/{id}/items` lists it. */
export function renderItem({ index, status, analysisId, error, costUsdCents }: BatchItem): ItemWire {
  return { index, status, analysis_id: analysisId, error, cost_usd_cents: costUsdCents };
}

function statusOf({ batch, counts }: Pick<BatchState, 'batch' | 'counts'>): BatchWire['status'] {
  if (batch.cancelledAt === null) return isBatchOver(counts) ? 'completed' : 'processing';
  return isBatchOver(counts) ? 'cancelled' : 'cancelling';
}
