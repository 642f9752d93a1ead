import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { BatchFields, MAX_BATCH_ITEMS, MAX_ITEM_BYTES } from '../../domain/batch.ts';
import { Fault } from '../../domain/fault.ts';
import type { Arrival } from '../../services/batches/batch-items.ts';
import { createBatch, type CreatedBatch } from '../../services/batches/create.ts';
import { contextOf } from '../authentication.ts';
import { parseJson, readJson } from '../json-body.ts';
import { readLines } from '../ndjson.ts';
import type { SurfaceEnv } from '../surface.ts';
import { parseValid } from '../validation.ts';

/** A JSON body is in memory as a whole; lines are not. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;
const NDJSON = /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)\b/i;

export const BatchRequest = BatchFields.extend({
  items: z.array(z.unknown()).max(MAX_BATCH_ITEMS).meta({ description: 'Bodies of `POST /v1/analyses`' }),
});

/** What a body of lines leaves no room for. */
export const LineQuery = z.strictObject({
  strict: z.enum(['true', 'false']).optional().meta({ description: 'All items or none' }),
  callback_url: BatchFields.shape.callback_url.meta({
    description: 'Told of `batch.completed`, once every item is final',
  }),
  metadata: z.string().optional().meta({ description: 'A JSON object' }),
});

/** Takes either kind of body. */
export async function receiveBatch(c: Context<SurfaceEnv>): Promise<CreatedBatch> {
  const contentType = c.req.header('content-type') ?? '';
  if (NDJSON.test(contentType)) {
    return createBatch(contextOf(c), fieldsOf(c.req.query()), arrivingLines(c.req.raw.body));
  }
  if (!/^application\/json\b/i.test(contentType))
    throw new Fault('unsupported_media_type', 'Send application/json or application/x-ndjson.', {
      content_type: contentType,
    });
  const { items, ...fields } = await readJson(c.req.raw, BatchRequest, MAX_JSON_BYTES);
  return createBatch(contextOf(c), fields, arrivingValues(items));
}

function fieldsOf(query: Record<string, string>): BatchFields {
  const { strict, metadata, ...rest } = parseValid(LineQuery, query);
  return parseValid(BatchFields, {
    ...rest,
    strict: strict === 'true',
    ...(metadata !== undefined && { metadata: parseJson(metadata, 'metadata') }),
  });
}

async function* arrivingValues(items: readonly unknown[]): AsyncGenerator<Arrival> {
  const encoder = new TextEncoder();
  for (const value of items) yield { value, sizeBytes: encoder.encode(JSON.stringify(value)).byteLength };
}

async function* arrivingLines(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Arrival> {
  for await (const line of readLines(body, MAX_ITEM_BYTES)) yield toArrival(line);
}

function toArrival(line: string): Arrival {
  try {
    return { value: parseJson(line), sizeBytes: line.length };
  } catch (error) {
    if (error instanceof Fault)
      return { fault: new Fault(error.code, 'The line is not valid JSON.', {}, error) };
    throw error;
  }
}
