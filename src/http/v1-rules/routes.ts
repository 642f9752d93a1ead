import { createRoute, z } from '@hono/zod-openapi';
import { RulesContent } from '../../analysis/account-config.ts';
import { json } from '../contract.ts';
import {
  bodyErrors,
  versioned,
  versionedErrors,
  VersionsQuery,
  versionsResponses,
  versionsWire,
} from '../versioned.ts';

const tags = ['Rules'];

export const RulesWire = z.strictObject({
  object: z.literal('rules'),
  /** `null`: the account has none of its own; what is shown is what everybody has. */
  version: z.int().positive().nullable(),
  created_at: z.iso.datetime().nullable(),
  ...RulesContent.shape,
});
export type RulesWire = z.infer<typeof RulesWire>;
export const RulesVersionsWire = versionsWire(RulesContent);

export const readRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/rules',
  operationId: 'readRules',
  summary: 'Fetch the rules in their current version',
  description:
    'Disclosures that agents must make, phrases they must not use, keywords to count, and limits of pauses, dead air and identification.',
  responses: { 200: json(RulesWire, 'What calls are analysed with'), ...versionedErrors },
});

export const putRoute = createRoute({
  ...versioned,
  tags,
  method: 'put',
  path: '/v1/rules',
  operationId: 'putRules',
  summary: 'Make a new version of the rules',
  description: 'What is left out is as it is by default, not as it was before. Needs the scope "admin".',
  request: { body: { required: true, content: { 'application/json': { schema: RulesContent } } } },
  responses: { 200: json(RulesWire, 'The new version'), ...versionedErrors, ...bodyErrors },
});

export const resetRoute = createRoute({
  ...versioned,
  tags,
  method: 'delete',
  path: '/v1/rules',
  operationId: 'resetRules',
  summary: 'Go back to the default; the versions stay readable',
  description: 'Needs the scope "admin".',
  responses: { 204: { description: 'Back at the default' }, ...versionedErrors },
});

export const versionsRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/rules/versions',
  operationId: 'listRulesVersions',
  summary: 'List the versions of the rules',
  request: { query: VersionsQuery },
  responses: versionsResponses(RulesVersionsWire),
});
