import { z } from '@hono/zod-openapi';
import type { ConfigurationVersion } from '../../../domain/configuration.ts';
import type { VersionPage } from '../../../services/configuration.ts';
import { authenticated } from '../../authentication.ts';
import { pageWire, toPage } from '../../lists.ts';
import { accessProblems, json, problem, security, Time, toTime } from '../../responses.ts';

/** What the routes of all versioned configuration have in common. */
export const shared = { security, middleware: authenticated };

export const problems = {
  400: problem('A field or parameter is missing, unknown or not valid'),
  ...accessProblems,
};

export const writeProblems = {
  ...problems,
  409: problem('There are as many entries, or versions of this one, as there may be'),
  415: problem('The body is not JSON'),
};

/** What every version has beside its content. */
export const versionFields = { version: z.int().positive(), created_at: Time };

export function renderVersion({ version, createdAt }: Pick<ConfigurationVersion, 'version' | 'createdAt'>) {
  return { version, created_at: toTime(createdAt) };
}

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
export function versionsWire<Content extends z.ZodType>(content: Content) {
  return pageWire(versionWire(content));
}

function versionWire<Content extends z.ZodType>(content: Content) {
  return z.strictObject({ ...versionFields, content: content.nullable() });
}

export function versionsResponses<Schema extends z.ZodType>(VersionsWire: Schema) {
  return { 200: json(VersionsWire, 'A page of versions, newest first'), ...problems };
}

export function renderVersions({ versions, nextCursor }: VersionPage, content: z.ZodObject) {
  return toPage({ rows: versions, nextCursor }, versionWire(content), (one) => ({
    ...renderVersion(one),
    content: one.content === null ? null : content.parse(one.content),
  }));
}
