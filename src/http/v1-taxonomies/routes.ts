import { createRoute, z } from '@hono/zod-openapi';
import { TaxonomyContent } from '../../analysis/account-config.ts';
import { json } from '../contract.ts';
import {
  bodyErrors,
  EntryNumber,
  entryNotFound,
  listWire,
  versioned,
  versionedErrors,
  versionFields,
  VersionsQuery,
  versionsResponses,
  versionsWire,
} from '../versioned.ts';

const tags = ['Taxonomies'];
const params = z.object({ taxonomy_id: EntryNumber.meta({ description: 'Number of the taxonomy, from 1' }) });
const body = { required: true, content: { 'application/json': { schema: TaxonomyContent } } };

export const TaxonomyWire = z.strictObject({
  id: z.int().positive(),
  object: z.literal('taxonomy'),
  ...versionFields,
  ...TaxonomyContent.shape,
});
export type TaxonomyWire = z.infer<typeof TaxonomyWire>;
export const TaxonomyListWire = listWire(TaxonomyWire);
export const TaxonomyVersionsWire = versionsWire(TaxonomyContent);

export const creationRoute = createRoute({
  ...versioned,
  tags,
  method: 'post',
  path: '/v1/taxonomies',
  operationId: 'createTaxonomy',
  summary: 'Create a taxonomy',
  description: 'Subjects that calls are sorted by, with the wordings callers use for them.',
  request: { body },
  responses: { 201: json(TaxonomyWire, 'The taxonomy, in version 1'), ...versionedErrors, ...bodyErrors },
});

export const listRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/taxonomies',
  operationId: 'listTaxonomies',
  summary: 'List the taxonomies that calls are analysed with',
  responses: { 200: json(TaxonomyListWire, 'All taxonomies, in their current version'), ...versionedErrors },
});

export const readRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/taxonomies/{taxonomy_id}',
  operationId: 'readTaxonomy',
  summary: 'Fetch a taxonomy in its current version',
  request: { params },
  responses: { 200: json(TaxonomyWire, 'The taxonomy'), ...versionedErrors, 404: entryNotFound },
});

export const replaceRoute = createRoute({
  ...versioned,
  tags,
  method: 'put',
  path: '/v1/taxonomies/{taxonomy_id}',
  operationId: 'replaceTaxonomy',
  summary: 'Make a new version of a taxonomy',
  request: { params, body },
  responses: {
    200: json(TaxonomyWire, 'The new version'),
    ...versionedErrors,
    404: entryNotFound,
    ...bodyErrors,
  },
});

export const deleteRoute = createRoute({
  ...versioned,
  tags,
  method: 'delete',
  path: '/v1/taxonomies/{taxonomy_id}',
  operationId: 'deleteTaxonomy',
  summary: 'Take a taxonomy out of use; its versions stay readable',
  request: { params },
  responses: { 204: { description: 'No longer used' }, ...versionedErrors, 404: entryNotFound },
});

export const versionsRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/taxonomies/{taxonomy_id}/versions',
  operationId: 'listTaxonomyVersions',
  summary: 'List the versions of a taxonomy',
  request: { params, query: VersionsQuery },
  responses: { ...versionsResponses(TaxonomyVersionsWire), 404: entryNotFound },
});
