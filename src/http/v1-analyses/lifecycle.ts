import { createRoute, type RouteHandler } from '@hono/zod-openapi';
import { linksTo } from '../../formats/registry.ts';
import {
  cancelAnalysis,
  removeAnalysis,
  rescoreAnalysis,
  retryAnalysis,
} from '../../services/analyses/change.ts';
import { contextOf } from '../authentication.ts';
import { reply } from '../reply.ts';
import type { RouterEnv } from '../router.ts';
import { Accepted, Progress, progressOf } from './analysis.ts';
import { error, json, reading, readingErrors } from './responses.ts';

const moving = { ...reading, method: 'post' } as const;
const errors = { ...readingErrors, 403: error('The API key lacks the scope "write"') };
const costly = { ...errors, 402: error('The account has used up its budget for this month') };

export const cancelRoute = createRoute({
  ...moving,
  path: '/v1/analyses/{id}/cancel',
  operationId: 'cancelAnalysis',
  summary: 'Cancel an analysis that is not final',
  description:
    'No step is begun any more; one that is under way is stopped within ten seconds and stores nothing.',
  responses: {
    200: json(Progress, 'Cancelled'),
    ...errors,
    409: error('The analysis is final'),
  },
});

export const retryRoute = createRoute({
  ...moving,
  path: '/v1/analyses/{id}/retry',
  operationId: 'retryAnalysis',
  summary: 'Take a failed or cancelled analysis up again',
  description: 'Goes on with the step that was not finished. What was transcribed is not transcribed again.',
  responses: {
    202: json(Accepted, 'Queued again'),
    ...costly,
    409: error('The analysis has neither failed nor been cancelled'),
  },
});

export const rescoreRoute = createRoute({
  ...moving,
  path: '/v1/analyses/{id}/rescore',
  operationId: 'rescoreAnalysis',
  summary: 'Analyse a completed call again, without transcribing it again',
  description:
    'Uses the goals, rules and prompts of now. The analysis stays completed, with its latest report, until there is a ' +
    'newer one; earlier reports stay readable by their version.',
  responses: {
    202: json(Accepted, 'Another report is being made'),
    ...costly,
    409: error('The analysis has not completed, is being rescored, or has too many reports'),
  },
});

export const removeRoute = createRoute({
  ...reading,
  method: 'delete',
  path: '/v1/analyses/{id}',
  operationId: 'deleteAnalysis',
  summary: 'Delete an analysis and all that is kept of it, for good',
  description:
    'Recording, transcript, every report, its entry in lists and searches, and callbacks that are pending.',
  responses: {
    204: { description: 'Deleted, now or within the last month' },
    ...readingErrors,
    403: error('The API key lacks the scope "admin"'),
  },
});

export const cancel: RouteHandler<typeof cancelRoute, RouterEnv> = async (c) => {
  const analysis = await cancelAnalysis(contextOf(c), c.req.valid('param').id);
  return reply(c, Progress, progressOf(analysis), 200);
};

export const retry: RouteHandler<typeof retryRoute, RouterEnv> = async (c) => {
  const { id, status, createdAt } = await retryAnalysis(contextOf(c), c.req.valid('param').id);
  const accepted = { id, status, created_at: new Date(createdAt).toISOString(), links: linksTo(id) };
  return reply(c, Accepted, accepted, 202);
};

export const rescore: RouteHandler<typeof rescoreRoute, RouterEnv> = async (c) => {
  const { id, status, createdAt } = await rescoreAnalysis(contextOf(c), c.req.valid('param').id);
  const accepted = { id, status, created_at: new Date(createdAt).toISOString(), links: linksTo(id) };
  return reply(c, Accepted, accepted, 202);
};

export const remove: RouteHandler<typeof removeRoute, RouterEnv> = async (c) => {
  await removeAnalysis(contextOf(c), c.req.valid('param').id);
  return c.body(null, 204);
};
