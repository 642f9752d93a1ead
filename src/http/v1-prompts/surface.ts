import { PromptsContent } from '../../analysis/account-config.ts';
import type { ConfigurationVersion } from '../../domain/configuration.ts';
import { putSetting, readSetting, resetSetting } from '../../services/configuration/settings.ts';
import { listVersions } from '../../services/configuration/versions.ts';
import { contextOf } from '../authentication.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';
import { toVersionFields, toVersionsWire } from '../versioned.ts';
import {
  PromptsVersionsWire,
  PromptsWire,
  putRoute,
  readRoute,
  resetRoute,
  versionsRoute,
} from './routes.ts';

export const v1Prompts = createSurface(renderProblem);

v1Prompts.openapi(readRoute, async (c) =>
  reply(c, PromptsWire, toWire(await readSetting(contextOf(c), 'prompts')), 200),
);

v1Prompts.openapi(putRoute, async (c) => {
  const entry = await putSetting(contextOf(c), 'prompts', c.req.valid('json'));
  return reply(c, PromptsWire, toWire(entry), 200);
});

v1Prompts.openapi(resetRoute, async (c) => {
  await resetSetting(contextOf(c), 'prompts');
  return c.body(null, 204);
});

v1Prompts.openapi(versionsRoute, async (c) => {
  const page = await listVersions(contextOf(c), { kind: 'prompts' }, c.req.valid('query'));
  return reply(
    c,
    PromptsVersionsWire,
    toVersionsWire(page, (content) => PromptsContent.parse(content)),
    200,
  );
});

function toWire(entry: ConfigurationVersion | null): PromptsWire {
  const fields = entry === null ? { version: null, created_at: null } : toVersionFields(entry);
  return { object: 'prompts', ...fields, ...PromptsContent.parse(entry?.content ?? {}) };
}
