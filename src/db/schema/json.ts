import { customType } from 'drizzle-orm/sqlite-core';
import type { z } from 'zod';

/** JSON in a text column. What is read must fit the schema; else the query throws. */
export function json<Schema extends z.ZodType>(name: string, schema: Schema) {
  return customType<{ data: z.output<Schema>; driverData: string }>({
    dataType: () => 'text',
    fromDriver: (text) => schema.parse(JSON.parse(text)),
    toDriver: (value) => JSON.stringify(value),
  })(name);
}
