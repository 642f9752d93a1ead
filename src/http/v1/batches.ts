import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { BatchFields, ItemStatus, MAX_BATCH_ITEMS, MAX_ITEM_BYTES } from '../../domain/batch.ts';
import { Fault, parseValid, shown } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import {
  AcceptedBatchWire,
  BatchWire,
  ItemListWire,
  renderBatch,
  renderItem,
} from '../../formats/v1-batches.ts';
import type { IncomingItem } from '../../services/batches/items.ts';
import {
  cancelBatch,
  createBatch,
  type CreatedBatch,
  listItems,
  readBatch,
} from '../../services/batches/batches.ts';
import { authenticated, authenticatedBatch, contextOf } from '../authentication.ts';
import { isJson, isLines } from '../body-limits.ts';
import { readJson, readLines } from '../request-body.ts';
import {
  accessProblems,
  invalidQuery,
  json,
  problem,
  problemEnvelope,
  reply,
  security,
  bodyProblems,
} from '../responses.ts';
import { createRouter, type RouterEnv, serveUnvalidated } from '../router.ts';

const MAX_ITEMS_PER_PAGE = 1000;

const BatchRequest = BatchFields.extend({
  items: z.array(z.unknown()).max(MAX_BATCH_ITEMS).meta({ description: 'Bodies of `POST /v1/analyses`' }),
});

/** The fields of a batch whose body is lines. */
const NdjsonQuery = z.strictObject({
  strict: z.enum(['true', 'false']).optional().meta({ description: 'All items or none' }),
  callback_url: BatchFields.shape.callback_url.meta({
    description: 'Told of `batch.completed`, once every item is final',
  }),
  metadata: z.string().optional().meta({ description: 'A JSON object' }),
});

const BatchId = z.object({ batch_id: z.string().max(100).meta({ description: 'Id of a batch, `batch_…`' }) });

const ItemQuery = z.object({
  status: ItemStatus.optional().meta({ description: 'Only items of this status' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_ITEMS_PER_PAGE)
    .default(100)
    .meta({ description: 'Items per page' }),
  cursor: z
    .string()
    .regex(/^\d{1,5}$/, 'use the "next_cursor" of the page before')
    .optional()
    .meta({ description: '`next_cursor` of the page before' }),
});

const shared = { tags: ['Batches'], security };
const notFound = { 404: problem('No batch of this account has this id') };

export const batchesRouter = createRouter(problemEnvelope);

const createBatchRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/batches',
  operationId: 'createBatch',
  summary: 'Submit up to 10,000 calls in one request',
  description:
    'Each item is a body of `POST /v1/analyses`. As JSON, up to 16 MiB; as NDJSON, one item a line and as large as ' +
    'the platform takes it, with the other fields in the query. An item that is not valid is reported by its index ' +
    'and sinks no others; with `strict`, it refuses the batch.',
  middleware: authenticatedBatch,
  request: {
    query: NdjsonQuery,
    body: {
      required: true,
      content: {
        'application/json': { schema: BatchRequest },
        'application/x-ndjson': { schema: z.string().meta({ description: 'One item a line' }) },
      },
    },
  },
  responses: {
    ...bodyProblems,
    202: json(AcceptedBatchWire, 'Accepted, with the first 100 items that are not valid'),
    400: problem('A field is missing, unknown or not valid, or there are no items'),
    402: problem('The account has used up its budget for this month'),
    ...accessProblems,
    413: problem('The body, or a line of it, is too large, or has too many items'),
    415: problem('Neither JSON nor NDJSON'),
    422: problem('The batch is strict, and an item is not valid'),
  },
});

// Lines are read as they arrive.
serveUnvalidated(batchesRouter, createBatchRoute, async (c) => {
  const { state, rejected } = await receiveBatch(c);
  c.header('location', `/v1/batches/${state.batch.id}`);
  const errors = rejected.map(({ index, error }) => ({ index, ...error }));
  return reply(c, AcceptedBatchWire, { ...renderBatch(state), errors }, 202);
});

const readBatchRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/batches/{batch_id}',
  operationId: 'readBatch',
  summary: 'How far a batch is, and what it cost so far',
  middleware: authenticated,
  request: { params: BatchId },
  responses: { 200: json(BatchWire, 'Counts by status, cost, percentage'), ...accessProblems, ...notFound },
});

batchesRouter.openapi(readBatchRoute, async (c) => {
  const batch = await readBatch(contextOf(c), c.req.valid('param').batch_id);
  return reply(c, BatchWire, renderBatch(batch), 200);
});

const listItemsRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/batches/{batch_id}/items',
  operationId: 'listBatchItems',
  summary: 'The items of a batch, in the order in which they were sent',
  middleware: authenticated,
  request: { params: BatchId, query: ItemQuery },
  responses: {
    200: json(ItemListWire, 'A page of items'),
    ...invalidQuery,
    ...accessProblems,
    ...notFound,
  },
});

batchesRouter.openapi(listItemsRoute, async (c) => {
  const { status = null, limit, cursor } = c.req.valid('query');
  const page = { after: cursor === undefined ? -1 : Number(cursor), limit, status };
  const { items, hasMore } = await listItems(contextOf(c), { id: c.req.valid('param').batch_id, page });
  const next = hasMore ? `${items.at(-1)?.index}` : null;
  const data = items.map(renderItem);
  return reply(c, ItemListWire, { object: 'list', data, has_more: hasMore, next_cursor: next }, 200);
});

const cancelBatchRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/batches/{batch_id}/cancel',
  operationId: 'cancelBatch',
  summary: 'Cancel what is not final of a batch',
  middleware: authenticated,
  request: { params: BatchId },
  responses: {
    ...bodyProblems,
    202: json(BatchWire, 'Being cancelled; `status` becomes `cancelled` when nothing runs any more'),
    ...accessProblems,
    ...notFound,
    409: problem('Every item is final already'),
  },
});

batchesRouter.openapi(cancelBatchRoute, async (c) => {
  const batch = await cancelBatch(contextOf(c), c.req.valid('param').batch_id);
  return reply(c, BatchWire, renderBatch(batch), 202);
});

/** Takes a body of either kind. */
async function receiveBatch(c: Context<RouterEnv>): Promise<CreatedBatch> {
  if (isLines(c.req.raw)) {
    const fields = fieldsOf(c.req.query());
    return createBatch(contextOf(c), { fields, items: arrivingLines(c.req.raw.body) });
  }
  if (!isJson(c.req.raw))
    throw new Fault('unsupported_media_type', 'Send application/json or application/x-ndjson.', {
      content_type: shown(c.req.header('content-type') ?? ''),
    });
  const { items, ...fields } = await readJson(c.req.raw, BatchRequest);
  return createBatch(contextOf(c), { fields, items: arrivingValues(items) });
}

function fieldsOf(query: Record<string, string>): BatchFields {
  const { strict, metadata, ...rest } = parseValid(NdjsonQuery, query);
  return parseValid(BatchFields, {
    ...rest,
    strict: strict === 'true',
    ...(metadata !== undefined && { metadata: parseJson(metadata, 'metadata') }),
  });
}

async function* arrivingValues(items: readonly unknown[]): AsyncGenerator<IncomingItem> {
  const encoder = new TextEncoder();
  for (const value of items) yield { value, sizeBytes: encoder.encode(JSON.stringify(value)).byteLength };
}

async function* arrivingLines(body: ReadableStream<Uint8Array> | null): AsyncGenerator<IncomingItem> {
  for await (const line of readLines(body, MAX_ITEM_BYTES)) yield toArrival(line);
}

function toArrival(line: string): IncomingItem {
  try {
    return { value: parseJson(line), sizeBytes: line.length };
  } catch (error) {
    if (error instanceof Fault)
      return {
        fault:
          error.code === 'malformed_json'
            ? new Fault(error.code, 'The line is not valid JSON.', {}, error)
            : error,
      };
    throw error;
  }
}
