import { createRoute, type RouteHandler, z } from '@hono/zod-openapi';
import { Failure } from '../../domain/analysis.ts';
import { listReports } from '../../services/analyses/documents.ts';
import { contextOf } from '../authentication.ts';
import { reply } from '../reply.ts';
import type { RouterEnv } from '../router.ts';
import { json, reading, readingErrors } from './responses.ts';

const ReportListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(
    z.strictObject({ version: z.int().positive(), created_at: z.iso.datetime(), is_current: z.boolean() }),
  ),
  /** A rescore that is pending, or the last one where it failed. */
  rescore: z
    .strictObject({
      status: z.enum(['pending', 'failed']),
      requested_at: z.iso.datetime(),
      error: Failure.nullable(),
    })
    .nullable(),
});

export const reportsRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}/reports',
  operationId: 'listReports',
  summary: 'The versions of the report of an analysis, the latest first',
  description: 'Each rescore makes one more. Fetch one by `GET /v1/analyses/{id}/report?version=…`.',
  responses: { 200: json(ReportListWire, 'All versions'), ...readingErrors },
});

export const sendReports: RouteHandler<typeof reportsRoute, RouterEnv> = async (c) => {
  const { versions, rescore } = await listReports(contextOf(c), c.req.valid('param').id);
  const data = versions.map(({ version, storedAt }, index) => ({
    version,
    created_at: timestamp(storedAt),
    is_current: index === 0,
  }));
  const state = rescore && {
    status: rescore.failure === null ? ('pending' as const) : ('failed' as const),
    requested_at: timestamp(rescore.requestedAt),
    error: rescore.failure,
  };
  return reply(c, ReportListWire, { object: 'list', data, rescore: state }, 200);
};

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
