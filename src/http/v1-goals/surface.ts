import { GoalContent } from '../../analysis/account-config.ts';
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
  GoalListWire,
  GoalVersionsWire,
  GoalWire,
  listRoute,
  readRoute,
  replaceRoute,
  versionsRoute,
} from './routes.ts';

export const v1Goals = createSurface(renderProblem);

v1Goals.openapi(creationRoute, async (c) => {
  const entry = await createEntry(contextOf(c), 'goal', c.req.valid('json'));
  c.header('location', `/v1/goals/${entry.number}`);
  return reply(c, GoalWire, toWire(entry), 201);
});

v1Goals.openapi(listRoute, async (c) => {
  const entries = await listEntries(contextOf(c), 'goal');
  return reply(c, GoalListWire, { object: 'list', data: entries.map(toWire), has_more: false }, 200);
});

v1Goals.openapi(readRoute, async (c) => {
  const entry = await readEntry(contextOf(c), 'goal', c.req.valid('param').goal_id);
  return reply(c, GoalWire, toWire(entry), 200);
});

v1Goals.openapi(replaceRoute, async (c) => {
  const { goal_id: number } = c.req.valid('param');
  const entry = await replaceEntry(contextOf(c), 'goal', number, c.req.valid('json'));
  return reply(c, GoalWire, toWire(entry), 200);
});

v1Goals.openapi(deleteRoute, async (c) => {
  await deleteEntry(contextOf(c), 'goal', c.req.valid('param').goal_id);
  return c.body(null, 204);
});

v1Goals.openapi(versionsRoute, async (c) => {
  const which = { kind: 'goal', number: c.req.valid('param').goal_id } as const;
  const page = await listVersions(contextOf(c), which, c.req.valid('query'));
  return reply(
    c,
    GoalVersionsWire,
    toVersionsWire(page, (content) => GoalContent.parse(content)),
    200,
  );
});

function toWire(entry: ConfigurationVersion): GoalWire {
  return {
    id: entry.number,
    object: 'goal',
    ...toVersionFields(entry),
    ...GoalContent.parse(entry.content),
  };
}
