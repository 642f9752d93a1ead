import { createRoute, z } from '@hono/zod-openapi';
import { AnalysisListWire, AnalysisWire } from '../../formats/api-v1-analysis/schema.ts';
import { authenticated, authenticatedSubmission } from '../authentication.ts';
import { json, security, unchanged } from '../responses.ts';

const ErrorWire = z.strictObject({
  detail: z.union([
    z.string(),
    z.array(
      z.strictObject({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() }),
    ),
  ]),
});
export const tags = ['Analysis list format'];
export const errors = {
  401: json(ErrorWire, 'No credentials, or ones that are not valid'),
  403: json(ErrorWire, 'The key lacks the scope this route needs'),
  422: json(ErrorWire, 'A parameter is not valid'),
  429: json(ErrorWire, 'Too many requests'),
};
const Reference = z.string().min(1).max(256);

export const ListQuery = z.object({
  status_filter: z
    .enum(['processing', 'completed', 'failed'])
    .optional()
    .meta({ description: 'Only this status' }),
  agent_id: Reference.optional().meta({ description: 'Only calls of this agent' }),
  contact_id: Reference.optional().meta({ description: 'Only calls with this contact' }),
  search: Reference.optional().meta({ description: 'Part of the agent or contact, in either case' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: 'Entries per page' }),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0).meta({ description: 'Entries to skip' }),
});

export const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/analysis/',
  operationId: 'listAnalysisEntries',
  summary: 'List analyses',
  tags,
  security,
  middleware: authenticated,
  request: { query: ListQuery },
  responses: { 200: json(AnalysisListWire, 'Newest first'), ...errors },
});

export const readRoute = createRoute({
  method: 'get',
  path: '/api/v1/analysis/{id}',
  operationId: 'readAnalysisEntry',
  summary: 'Retrieve an analysis',
  tags,
  security,
  middleware: authenticated,
  request: { params: z.object({ id: z.string().meta({ description: 'Id of the analysis' }) }) },
  responses: {
    200: json(AnalysisWire, 'The analysis in its current state'),
    304: unchanged,
    404: json(ErrorWire, 'No analysis of this account has this id'),
    ...errors,
  },
});

/** The form of a submission; the recording is its part `audio_file`. */
export const CreateForm = z.strictObject({
  agent_id: Reference,
  contact_id: Reference,
  webhook_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
});

/** The older JSON form of a submission. */
export const CreateBody = CreateForm.extend({ audio_url: z.url({ protocol: /^https?$/ }).max(2048) });

export const createAnalysisRoute = createRoute({
  method: 'post',
  path: '/api/v1/analysis/',
  operationId: 'submitAudio',
  summary: 'Submit audio for analysis',
  tags,
  security,
  middleware: authenticatedSubmission,
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: CreateForm.extend({ audio_file: z.string().meta({ format: 'binary' }) }),
        },
        'application/json': { schema: CreateBody },
      },
    },
  },
  responses: {
    201: json(AnalysisWire, 'Accepted'),
    402: json(ErrorWire, 'The account has used up its budget for this month'),
    413: json(ErrorWire, 'The recording is too large'),
    ...errors,
  },
});
