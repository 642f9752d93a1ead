import type { Context } from 'hono';
import type { z } from 'zod';

type JsonStatus = 200 | 201 | 202;

/** Sends what the published schema says and nothing else: a body that does not fit is our fault, and throws. */
export function reply<Schema extends z.ZodType, const Status extends JsonStatus>(
  c: Context,
  schema: Schema,
  body: z.input<Schema>,
  status: Status,
) {
  return c.json(schema.parse(body), status);
}
