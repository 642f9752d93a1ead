import { type BatchItem, type BatchState, isOver, percentOf, totalOf } from '../../domain/batch.ts';
import type { BatchWire, ItemWire } from './wire.ts';

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
    cancelled_at: batch.cancelledAt === null ? null : toTime(batch.cancelledAt),
    completed_at: batch.completedAt === null ? null : toTime(batch.completedAt),
  };
}

export function renderItem({ index, status, analysisId, error, costUsdCents }: BatchItem): ItemWire {
  return { index, status, analysis_id: analysisId, error, cost_usd_cents: costUsdCents };
}

function statusOf({ batch, counts }: Pick<BatchState, 'batch' | 'counts'>): BatchWire['status'] {
  if (batch.cancelledAt === null) return isOver(counts) ? 'completed' : 'processing';
  return isOver(counts) ? 'cancelled' : 'cancelling';
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
