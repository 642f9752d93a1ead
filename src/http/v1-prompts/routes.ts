import { createRoute, z } from '@hono/zod-openapi';
import { PromptsContent } from '../../analysis/account-config.ts';
import { json } from '../contract.ts';
import {
  bodyErrors,
  versioned,
  versionedErrors,
  VersionsQuery,
  versionsResponses,
  versionsWire,
} from '../versioned.ts';

const tags = ['Prompts'];

export const PromptsWire = z.strictObject({
  object: z.literal('prompts'),
  /** `null`: the account has none of its own; what is shown is what everybody has. */
  version: z.int().positive().nullable(),
  created_at: z.iso.datetime().nullable(),
  ...PromptsContent.shape,
});
export type PromptsWire = z.infer<typeof PromptsWire>;
export const PromptsVersionsWire = versionsWire(PromptsContent);

export const readRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/prompts',
  operationId: 'readPrompts',
  summary: 'Fetch the prompts in their current version',
  description:
    'What the organisation asks of its agents, in its own words, and the name and version of the prompt its analyses are based on.',
  responses: { 200: json(PromptsWire, 'What calls are analysed with'), ...versionedErrors },
});

export const putRoute = createRoute({
  ...versioned,
  tags,
  method: 'put',
  path: '/v1/prompts',
  operationId: 'putPrompts',
  summary: 'Make a new version of the prompts',
  description: 'What is left out is as it is by default, not as it was before. Needs the scope "admin".',
  request: { body: { required: true, content: { 'application/json': { schema: PromptsContent } } } },
  responses: { 200: json(PromptsWire, 'The new version'), ...versionedErrors, ...bodyErrors },
});

export const resetRoute = createRoute({
  ...versioned,
  tags,
  method: 'delete',
  path: '/v1/prompts',
  operationId: 'resetPrompts',
  summary: 'Go back to the default; the versions stay readable',
  description: 'Needs the scope "admin".',
  responses: { 204: { description: 'Back at the default' }, ...versionedErrors },
});

export const versionsRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/prompts/versions',
  operationId: 'listPromptsVersions',
  summary: 'List the versions of the prompts',
  request: { query: VersionsQuery },
  responses: versionsResponses(PromptsVersionsWire),
});
