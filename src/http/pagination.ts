import { z } from '@hono/zod-openapi';

/** The query of a list that is read page by page. `noun` is what it lists, in the plural. */
export function pageQuery(noun: string) {
  return z.object({
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(20)
      .meta({ description: `${noun} per page` }),
    cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before' }),
  });
}

/** The schema of a page. */
export function pageWire<Row extends z.ZodType>(row: Row) {
  return z.strictObject({
    object: z.literal('list'),
    data: z.array(row),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });
}

export function toPage<Row>(data: Row[], nextCursor: string | null) {
  return { object: 'list' as const, data, has_more: nextCursor !== null, next_cursor: nextCursor };
}
