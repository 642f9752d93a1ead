import { createRoute } from '@hono/zod-openapi';
import {
  cancelAnalysis,
  removeAnalysis,
  rescoreAnalysis,
  retryAnalysis,
} from '../../services/analyses/change.ts';
import { contextOf } from '../authentication.ts';
import { bodyRefusals, json, reply } from '../responses.ts';
import { createRouter } from '../router.ts';
import {
  AcceptedWire,
  envelope,
  error,
  ProgressWire,
  readErrors,
  readOne,
  renderAccepted,
  renderProgress,
} from './responses.ts';

const writeOne = { ...readOne, method: 'post' } as const;
const errors = { ...bodyRefusals(error), ...readErrors, 403: error('The API key lacks the scope "write"') };
const chargedErrors = { ...errors, 402: error('The account has used up its budget for this month') };

export const lifecycleRouter = createRouter(envelope);

const cancelRoute = createRoute({
  ...writeOne,
  path: '/v1/analyses/{id}/cancel',
  operationId: 'cancelAnalysis',
  summary: 'Cancel an analysis that is not final',
  description: 'No further step begins; one that is under way stops within ten seconds and stores nothing.',
  responses: { 200: json(ProgressWire, 'Cancelled'), ...errors, 409: error('The analysis is final') },
});

lifecycleRouter.openapi(cancelRoute, async (c) => {
  const analysis = await cancelAnalysis(contextOf(c), c.req.valid('param').id);
  return reply(c, ProgressWire, renderProgress(analysis), 200);
});

const retryRoute = createRoute({
  ...writeOne,
  path: '/v1/analyses/{id}/retry',
  operationId: 'retryAnalysis',
  summary: 'Take up a failed or cancelled analysis again',
  description: 'Goes on with the step that was not finished. What was transcribed is not transcribed again.',
  responses: {
    202: json(AcceptedWire, 'Queued again'),
    ...chargedErrors,
    409: error('The analysis has neither failed nor been cancelled'),
  },
});

lifecycleRouter.openapi(retryRoute, async (c) => {
  const analysis = await retryAnalysis(contextOf(c), c.req.valid('param').id);
  return reply(c, AcceptedWire, renderAccepted(analysis), 202);
});

const rescoreRoute = createRoute({
  ...writeOne,
  path: '/v1/analyses/{id}/rescore',
  operationId: 'rescoreAnalysis',
  summary: 'Analyse a completed call again, without transcribing it again',
  description:
    'Uses the goals, rules and prompts of now. The analysis stays completed, with its latest report, until there is a ' +
    'newer one; earlier reports stay readable by their version.',
  responses: {
    202: json(AcceptedWire, 'Another report is being made'),
    ...chargedErrors,
    409: error('The analysis has not completed, is being rescored, or has too many reports'),
  },
});

lifecycleRouter.openapi(rescoreRoute, async (c) => {
  const analysis = await rescoreAnalysis(contextOf(c), c.req.valid('param').id);
  return reply(c, AcceptedWire, renderAccepted(analysis), 202);
});

const removeRoute = createRoute({
  ...readOne,
  method: 'delete',
  path: '/v1/analyses/{id}',
  operationId: 'deleteAnalysis',
  summary: 'Delete an analysis and all that is kept of it, for good',
  description:
    'Recording, transcript, every report, its entry in lists and searches, and callbacks that are pending.',
  responses: {
    204: { description: 'Deleted, now or within the last month' },
    ...errors,
    403: error('The API key lacks the scope "admin"'),
  },
});

lifecycleRouter.openapi(removeRoute, async (c) => {
  await removeAnalysis(contextOf(c), c.req.valid('param').id);
  return c.body(null, 204);
});
