import { RulesContent } from '../../analysis/account-config.ts';
import type { ConfigurationVersion } from '../../domain/configuration.ts';
import { putSetting, readSetting, resetSetting } from '../../services/configuration/settings.ts';
import { listVersions } from '../../services/configuration/versions.ts';
import { contextOf } from '../authentication.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';
import { toVersionFields, toVersionsWire } from '../versioned.ts';
import { RulesVersionsWire, RulesWire, putRoute, readRoute, resetRoute, versionsRoute } from './routes.ts';

export const v1Rules = createSurface(renderProblem);

v1Rules.openapi(readRoute, async (c) =>
  reply(c, RulesWire, toWire(await readSetting(contextOf(c), 'rules')), 200),
);

v1Rules.openapi(putRoute, async (c) => {
  const entry = await putSetting(contextOf(c), 'rules', c.req.valid('json'));
  return reply(c, RulesWire, toWire(entry), 200);
});

v1Rules.openapi(resetRoute, async (c) => {
  await resetSetting(contextOf(c), 'rules');
  return c.body(null, 204);
});

v1Rules.openapi(versionsRoute, async (c) => {
  const page = await listVersions(contextOf(c), { kind: 'rules' }, c.req.valid('query'));
  return reply(
    c,
    RulesVersionsWire,
    toVersionsWire(page, (content) => RulesContent.parse(content)),
    200,
  );
});

function toWire(entry: ConfigurationVersion | null): RulesWire {
  const fields = entry === null ? { version: null, created_at: null } : toVersionFields(entry);
  return { object: 'rules', ...fields, ...RulesContent.parse(entry?.content ?? {}) };
}
