import { z } from '@hono/zod-openapi';
import type { ConfigurationVersion } from '../../../domain/configuration.ts';
import type { VersionPage } from '../../../services/configuration.ts';
import { authenticated } from '../../authentication.ts';
import { json, problem, security } from '../../responses.ts';

/** What the routes of all versioned configuration have in common. */
export const versioned = { security, middleware: authenticated };

export const versionedErrors = {
  400: problem('A field or parameter is missing, unknown or not valid'),
  401: problem('No credential, or one that is not valid'),
  403: problem('The credential lacks the scope this route needs'),
  429: problem('Too many requests'),
};

export const bodyErrors = {
  409: problem('There are as many entries, or versions of this one, as there may be'),
  415: problem('The body is not JSON'),
};

export const entryNotFound = problem('The account has no such entry in this mode');

export const EntryNumber = z.coerce.number().int().positive().max(1_000_000_000);

/** What every version has beside its content. */
export const versionFields = {
  version: z.int().positive(),
  /** Of this version. */
  created_at: z.iso.datetime(),
};

export const VersionsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Versions per page' }),
  cursor: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: '`next_cursor` of the page before' }),
});

/** A page of versions, newest first; the content of one that deleted the entry is `null`. */
export function versionsWire<Schema extends z.ZodType>(content: Schema) {
  return z.strictObject({
    object: z.literal('list'),
    data: z.array(z.strictObject({ ...versionFields, content: content.nullable() })),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });
}

export function listWire<Schema extends z.ZodType>(entry: Schema) {
  return z.strictObject({ object: z.literal('list'), data: z.array(entry), has_more: z.literal(false) });
}

export function versionsResponses<Schema extends z.ZodType>(schema: Schema) {
  return { 200: json(schema, 'A page of versions, newest first'), ...versionedErrors };
}

export function toVersionsWire({ versions, nextCursor }: VersionPage, content: z.ZodObject) {
  const data = versions.map((one) => ({
    ...toVersionFields(one),
    content: one.content === null ? null : content.parse(one.content),
  }));
  return { object: 'list' as const, data, has_more: nextCursor !== null, next_cursor: nextCursor };
}

export function toVersionFields({ version, createdAt }: Pick<ConfigurationVersion, 'version' | 'createdAt'>) {
  return { version, created_at: new Date(createdAt).toISOString() };
}
