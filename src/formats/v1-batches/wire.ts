import { z } from 'zod';
import { ItemStatus } from '../../domain/batch.ts';

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

export const ItemWire = z.strictObject({
  index: Count,
  status: ItemStatus,
  /** `null` where there is no analysis: not yet, or never. */
  analysis_id: z.uuid().nullable(),
  error: ErrorWire.nullable(),
  cost_usd_cents: z.number().nonnegative().nullable(),
});
export type ItemWire = z.infer<typeof ItemWire>;

export const ItemListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(ItemWire),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});
