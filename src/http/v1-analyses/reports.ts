import { createRoute, z } from '@hono/zod-openapi';
import { Report } from '../../analysis/report.ts';
import { Analysis, Failure, MAX_REPORTS, type Rescore } from '../../domain/analysis.ts';
import { Transcript } from '../../domain/transcript.ts';
import { listReports, loadReport, loadReportVersion } from '../../services/analyses/documents.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { json, notModified, reply, Time, toTime, unlessCurrent } from '../responses.ts';
import { createRouter } from '../router.ts';
import { envelope, error, readErrors, readOne } from './responses.ts';

export const reportsRouter = createRouter(envelope);

/** The canonical document, as every published format is rendered from it. */
const DocumentWire = z.strictObject({ analysis: Analysis, transcript: Transcript, report: Report });

const ReportVersion = z.coerce.number().int().min(1).max(MAX_REPORTS);

const readReportRoute = createRoute({
  ...readOne,
  path: '/v1/analyses/{id}/report',
  operationId: 'readReport',
  summary: 'The canonical report and transcript of a completed analysis',
  description: 'Of several versions (`GET …/reports`), the latest unless another is asked for.',
  request: {
    ...readOne.request,
    query: z.object({
      version: ReportVersion.optional().meta({ description: 'Version of the report, from 1' }),
    }),
  },
  responses: {
    200: json(DocumentWire, 'Analysis, transcript and report'),
    304: notModified,
    400: error('The version is not a number from 1 to 100'),
    ...readErrors,
    409: error('The analysis has not completed'),
  },
});

reportsRouter.openapi(readReportRoute, async (c) => {
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  const { version } = c.req.valid('query');
  const load = () =>
    version === undefined
      ? loadReport(c.env.deps, analysis)
      : loadReportVersion(c.env.deps, { analysis, version });
  return unlessCurrent(c, analysis, `report-${version ?? 'current'}`, async () =>
    reply(c, DocumentWire, await load(), 200),
  );
});

const ReportListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(z.strictObject({ version: z.int().positive(), created_at: Time, is_current: z.boolean() })),
  /** A rescore that is pending, or the last one where it failed. */
  rescore: z
    .strictObject({ status: z.enum(['pending', 'failed']), requested_at: Time, error: Failure.nullable() })
    .nullable(),
});

const listReportsRoute = createRoute({
  ...readOne,
  path: '/v1/analyses/{id}/reports',
  operationId: 'listReports',
  summary: 'The versions of the report of an analysis, the latest first',
  description: 'Each rescore makes one more. Fetch one by `GET /v1/analyses/{id}/report?version=…`.',
  responses: { 200: json(ReportListWire, 'All versions'), ...readErrors },
});

reportsRouter.openapi(listReportsRoute, async (c) => {
  const { versions, rescore } = await listReports(contextOf(c), c.req.valid('param').id);
  const data = versions.map(({ version, storedAt }, index) => ({
    version,
    created_at: toTime(storedAt),
    is_current: index === 0,
  }));
  return reply(c, ReportListWire, { object: 'list', data, rescore: rescore && renderRescore(rescore) }, 200);
});

function renderRescore({ failure, requestedAt }: Rescore) {
  const status = failure === null ? ('pending' as const) : ('failed' as const);
  return { status, requested_at: toTime(requestedAt), error: failure };
}
