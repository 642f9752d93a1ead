import { createRoute, z } from '@hono/zod-openapi';
import { GoalContent } from '../../analysis/account-config.ts';
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

const tags = ['Goals'];
const params = z.object({ goal_id: EntryNumber.meta({ description: 'Number of the goal, from 1' }) });
const body = { required: true, content: { 'application/json': { schema: GoalContent } } };

export const GoalWire = z.strictObject({
  id: z.int().positive(),
  object: z.literal('goal'),
  ...versionFields,
  ...GoalContent.shape,
});
export type GoalWire = z.infer<typeof GoalWire>;
export const GoalListWire = listWire(GoalWire);
export const GoalVersionsWire = versionsWire(GoalContent);

export const creationRoute = createRoute({
  ...versioned,
  tags,
  method: 'post',
  path: '/v1/goals',
  operationId: 'createGoal',
  summary: 'Create a goal',
  description:
    'Something the account wants to see happen in its calls. The id is a number that formats show as the id of the goal.',
  request: { body },
  responses: { 201: json(GoalWire, 'The goal, in version 1'), ...versionedErrors, ...bodyErrors },
});

export const listRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/goals',
  operationId: 'listGoals',
  summary: 'List the goals that calls are analysed with',
  responses: { 200: json(GoalListWire, 'All goals, in their current version'), ...versionedErrors },
});

export const readRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/goals/{goal_id}',
  operationId: 'readGoal',
  summary: 'Fetch a goal in its current version',
  request: { params },
  responses: { 200: json(GoalWire, 'The goal'), ...versionedErrors, 404: entryNotFound },
});

export const replaceRoute = createRoute({
  ...versioned,
  tags,
  method: 'put',
  path: '/v1/goals/{goal_id}',
  operationId: 'replaceGoal',
  summary: 'Make a new version of a goal',
  request: { params, body },
  responses: {
    200: json(GoalWire, 'The new version'),
    ...versionedErrors,
    404: entryNotFound,
    ...bodyErrors,
  },
});

export const deleteRoute = createRoute({
  ...versioned,
  tags,
  method: 'delete',
  path: '/v1/goals/{goal_id}',
  operationId: 'deleteGoal',
  summary: 'Take a goal out of use; its versions stay readable',
  request: { params },
  responses: { 204: { description: 'No longer used' }, ...versionedErrors, 404: entryNotFound },
});

export const versionsRoute = createRoute({
  ...versioned,
  tags,
  method: 'get',
  path: '/v1/goals/{goal_id}/versions',
  operationId: 'listGoalVersions',
  summary: 'List the versions of a goal',
  request: { params, query: VersionsQuery },
  responses: { ...versionsResponses(GoalVersionsWire), 404: entryNotFound },
});
