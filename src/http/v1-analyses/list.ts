import { createRoute, z } from '@hono/zod-openapi';
import type { AnalysisFilters } from '../../domain/analysis-list.ts';
import { type Analysis, Status } from '../../domain/analysis.ts';
import { Fault } from '../../domain/errors.ts';
import { decodeCursor } from '../../domain/page-cursor.ts';
import { renderAnalysis } from '../../formats/v1-analyses/render.ts';
import { AnalysisWire } from '../../formats/v1-analyses/schema.ts';
import { listAnalyses } from '../../services/analyses/read.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { json, reply, security } from '../responses.ts';
import { createRouter } from '../router.ts';
import { envelope, error, readErrors, tags } from './responses.ts';

const METADATA = /^metadata\[(?<key>.{1,64})\]$/;
const MAX_METADATA_FILTERS = 5;
const Reference = z.string().min(1).max(256);
const Time = z.iso.datetime({ offset: true });

const ListQuery = z.looseObject({
  status: Status.optional().meta({ description: 'Only analyses of this status' }),
  agent_id: Reference.optional().meta({ description: 'Only calls of this agent' }),
  contact_id: Reference.optional().meta({ description: 'Only calls with this contact' }),
  search: Reference.optional().meta({
    description: 'Part of the id of the agent or of the contact, in any case',
  }),
  created_after: Time.optional().meta({ description: 'Created at this time or later' }),
  created_before: Time.optional().meta({ description: 'Created before this time' }),
  min_score: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({ description: 'Overall score of at least this' }),
  metadata: z
    .record(z.string(), z.string())
    .optional()
    .openapi({
      param: { style: 'deepObject', explode: true },
      description: 'Values in the metadata: `metadata[team]=north`; at most five',
    }),
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Analyses per page' }),
  cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before' }),
});
type ListQuery = z.infer<typeof ListQuery>;

/** A row of the list: what the route of one analysis shows, with the score in place of transcript and report. */
const ItemWire = AnalysisWire.omit({ transcript: true, analysis: true }).extend({
  agent_id: z.string().nullable(),
  contact_id: z.string().nullable(),
  overall_score: z.int().min(0).max(100).nullable(),
});

const ListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(ItemWire),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
  total: z.int().nonnegative(),
  /** False where the total is an estimate; docs/storage.md says when. */
  total_is_exact: z.boolean(),
});

export const listRouter = createRouter(envelope);

const listAnalysesRoute = createRoute({
  method: 'get',
  path: '/v1/analyses',
  operationId: 'listAnalyses',
  summary: 'List analyses, newest first',
  description: 'All filters must hold. Without transcripts and reports: fetch an analysis to read them.',
  tags,
  security,
  middleware: authenticated,
  request: { query: ListQuery },
  responses: {
    200: json(ListWire, 'A page of analyses'),
    400: error('A query parameter is not known or not valid'),
    401: readErrors[401],
    403: readErrors[403],
    429: readErrors[429],
  },
});

listRouter.openapi(listAnalysesRoute, async (c) => {
  const query = c.req.valid('query');
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const input = { filters: toFilters(query), page: { limit: query.limit, after } };
  const { rows, hasMore, nextCursor, total } = await listAnalyses(contextOf(c), input);
  const data = rows.map(({ analysis }) => renderItem(analysis));
  const page = { data, has_more: hasMore, next_cursor: nextCursor };
  const totals = { total: total.value, total_is_exact: total.exact };
  return reply(c, ListWire, { object: 'list', ...page, ...totals }, 200);
});

function toFilters(query: ListQuery): AnalysisFilters {
  const { status, agent_id, contact_id, search, created_after, created_before, min_score } = query;
  const { metadata: _metadata, limit: _limit, cursor: _cursor, ...others } = query;
  return {
    statuses: status && [status],
    agentId: agent_id,
    contactId: contact_id,
    search,
    createdAfter: created_after === undefined ? undefined : Date.parse(created_after),
    createdBefore: created_before === undefined ? undefined : Date.parse(created_before),
    minScore: min_score,
    metadata: toMetadata(Object.entries(others).filter(([name]) => !Object.hasOwn(ListQuery.shape, name))),
  };
}

/** Takes `metadata[key]` parameters; any other is one that this route does not know. */
function toMetadata(parameters: readonly [string, unknown][]): Record<string, string> {
  const entries = parameters.map(([name, value]) => {
    const key = METADATA.exec(name)?.groups?.['key'];
    if (key === undefined) throw new Fault('unknown_field', `Unknown field "${name}".`, { field: name });
    if (typeof value !== 'string')
      throw new Fault('invalid_request', `Field "${name}" may be given once.`, { field: name });
    return [key, value] as const;
  });
  if (entries.length > MAX_METADATA_FILTERS) {
    throw new Fault('invalid_request', `At most ${MAX_METADATA_FILTERS} metadata filters.`, {
      field: 'metadata',
    });
  }
  return Object.fromEntries(entries);
}

function renderItem(analysis: Analysis): z.input<typeof ItemWire> {
  const rendered = renderAnalysis({ analysis, transcript: null, report: null });
  const { transcript: _transcript, analysis: _report, ...item } = rendered;
  const { agentId, contactId } = analysis.submission;
  return {
    ...item,
    agent_id: agentId,
    contact_id: contactId,
    overall_score: analysis.headline.overallScore,
  };
}
