import { z } from 'zod';
import { monthsBefore, startOfMonth, type UsageMonth } from '../../domain/billing.ts';

const Amount = z.number().nonnegative();

/** `GET /api/v1/billing/usage`. What is not counted or not limited is `null`. */
export const BillingUsageWire = z.strictObject({
  period: z.strictObject({
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    billing_cycle: z.literal('monthly'),
  }),
  metrics: z.strictObject({ minutes_analyzed: Amount, api_requests: z.null(), storage_gb: z.null() }),
  limits: z.strictObject({ minutes_limit: z.null(), requests_limit: z.null(), storage_limit_gb: z.null() }),
  costs: z.strictObject({
    minutes_cost: Amount,
    api_cost: Amount,
    storage_cost: Amount,
    total: Amount,
    currency: z.literal('USD'),
  }),
});
export type BillingUsageWire = z.infer<typeof BillingUsageWire>;

/** A month (`2026-11`, UTC) and what completed in it; `null` where nothing did. Costs are US dollars. */
export function renderBillingUsage(month: string, usage: UsageMonth | null): BillingUsageWire {
  const cost = (usage?.costUsdCents ?? 0) / 100;
  return {
    period: {
      start: startOfMonth(month),
      end: startOfMonth(monthsBefore(month, -1)),
      billing_cycle: 'monthly',
    },
    metrics: { minutes_analyzed: usage?.audioMinutes ?? 0, api_requests: null, storage_gb: null },
    limits: { minutes_limit: null, requests_limit: null, storage_limit_gb: null },
    costs: { minutes_cost: cost, api_cost: 0, storage_cost: 0, total: cost, currency: 'USD' },
  };
}
