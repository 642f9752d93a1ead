import { createRoute, z } from '@hono/zod-openapi';
import { ItemStatus } from '../../domain/batch.ts';
import { AcceptedBatchWire, BatchWire, ItemListWire } from '../../formats/v1-batches/wire.ts';
import { authenticated, authenticatedSubmission } from '../authentication.ts';
import { json, security } from '../contract.ts';
import { problem } from '../problem.ts';
import { BatchRequest, LineQuery } from './receive.ts';

const MOST_ITEMS_PER_PAGE = 1000;

const shared = { tags: ['Batches'], security };

const BatchId = z.object({ batch_id: z.string().max(100).meta({ description: 'Id of a batch, `batch_…`' }) });

const errors = {
  401: problem('No API key, or one that is not valid'),
  403: problem('The API key lacks the scope that the method needs'),
  429: problem('Too many requests'),
};
const notFound = problem('No batch of this account has this id');

export const ItemQuery = z.object({
  status: ItemStatus.optional().meta({ description: 'Only items of this status' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_ITEMS_PER_PAGE)
    .default(100)
    .meta({ description: 'Items per page' }),
  cursor: z
    .string()
    .regex(/^\d{1,5}$/, 'use the "next_cursor" of the page before')
    .optional()
    .meta({ description: '`next_cursor` of the page before' }),
});

export const createBatchRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/batches',
  operationId: 'createBatch',
  summary: 'Submit up to 10,000 calls in one request',
  description:
    'Each item is a body of `POST /v1/analyses`. As JSON, up to 16 MiB; as NDJSON, one item a line and as large as ' +
    'the platform takes it, with the other fields in the query. An item that is not valid is reported by its index ' +
    'and sinks no others; with `strict`, it refuses the batch.',
  middleware: authenticatedSubmission,
  request: {
    query: LineQuery,
    body: {
      required: true,
      content: {
        'application/json': { schema: BatchRequest },
        'application/x-ndjson': { schema: z.string().meta({ description: 'One item a line' }) },
      },
    },
  },
  responses: {
    202: json(AcceptedBatchWire, 'Accepted, with the first 100 items that are not valid'),
    400: problem('A field is missing, unknown or not valid, or there are no items'),
    402: problem('The account has used up its budget for this month'),
    ...errors,
    413: problem('The body, or a line of it, is too large, or has too many items'),
    415: problem('Neither JSON nor NDJSON'),
    422: problem('The batch is strict, and an item is not valid'),
  },
});

export const readBatchRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/batches/{batch_id}',
  operationId: 'readBatch',
  summary: 'How far a batch is, and what it cost so far',
  middleware: authenticated,
  request: { params: BatchId },
  responses: { 200: json(BatchWire, 'Counts by status, cost, percentage'), ...errors, 404: notFound },
});

export const listItemsRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/batches/{batch_id}/items',
  operationId: 'listBatchItems',
  summary: 'The items of a batch, in the order in which they were sent',
  middleware: authenticated,
  request: { params: BatchId, query: ItemQuery },
  responses: {
    200: json(ItemListWire, 'A page of items'),
    400: problem('A query parameter is not valid'),
    ...errors,
    404: notFound,
  },
});

export const cancelBatchRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/batches/{batch_id}/cancel',
  operationId: 'cancelBatch',
  summary: 'Cancel what is not final of a batch',
  middleware: authenticated,
  request: { params: BatchId },
  responses: {
    202: json(BatchWire, 'Being cancelled; `status` becomes `cancelled` when nothing runs any more'),
    ...errors,
    404: notFound,
    409: problem('Every item is final already'),
  },
});
