import { TaxonomyContent } from '../../analysis/account-config.ts';
import type { ConfigurationVersion } from '../../domain/configuration.ts';
import {
  createEntry,
  deleteEntry,
  listEntries,
  readEntry,
  replaceEntry,
} from '../../services/configuration/entries.ts';
import { listVersions } from '../../services/configuration/versions.ts';
import { contextOf } from '../authentication.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';
import { toVersionFields, toVersionsWire } from '../versioned.ts';
import {
  creationRoute,
  deleteRoute,
  TaxonomyListWire,
  TaxonomyVersionsWire,
  TaxonomyWire,
  listRoute,
  readRoute,
  replaceRoute,
  versionsRoute,
} from './routes.ts';

export const v1Taxonomies = createSurface(renderProblem);

v1Taxonomies.openapi(creationRoute, async (c) => {
  const entry = await createEntry(contextOf(c), 'taxonomy', c.req.valid('json'));
  c.header('location', `/v1/taxonomies/${entry.number}`);
  return reply(c, TaxonomyWire, toWire(entry), 201);
});

v1Taxonomies.openapi(listRoute, async (c) => {
  const entries = await listEntries(contextOf(c), 'taxonomy');
  return reply(c, TaxonomyListWire, { object: 'list', data: entries.map(toWire), has_more: false }, 200);
});

v1Taxonomies.openapi(readRoute, async (c) => {
  const entry = await readEntry(contextOf(c), 'taxonomy', c.req.valid('param').taxonomy_id);
  return reply(c, TaxonomyWire, toWire(entry), 200);
});

v1Taxonomies.openapi(replaceRoute, async (c) => {
  const { taxonomy_id: number } = c.req.valid('param');
  const entry = await replaceEntry(contextOf(c), 'taxonomy', number, c.req.valid('json'));
  return reply(c, TaxonomyWire, toWire(entry), 200);
});

v1Taxonomies.openapi(deleteRoute, async (c) => {
  await deleteEntry(contextOf(c), 'taxonomy', c.req.valid('param').taxonomy_id);
  return c.body(null, 204);
});

v1Taxonomies.openapi(versionsRoute, async (c) => {
  const which = { kind: 'taxonomy', number: c.req.valid('param').taxonomy_id } as const;
  const page = await listVersions(contextOf(c), which, c.req.valid('query'));
  return reply(
    c,
    TaxonomyVersionsWire,
    toVersionsWire(page, (content) => TaxonomyContent.parse(content)),
    200,
  );
});

function toWire(entry: ConfigurationVersion): TaxonomyWire {
  return {
    id: entry.number,
    object: 'taxonomy',
    ...toVersionFields(entry),
    ...TaxonomyContent.parse(entry.content),
  };
}
