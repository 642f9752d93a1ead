import type { z } from '@hono/zod-openapi';

/** Every route that acts for an account takes the key either way. */
export const security = [{ bearer: [] }, { apiKey: [] }];

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export const unchanged = { description: 'The caller has this already: `If-None-Match` names its ETag' };
