import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ConfigurationVersion } from '../../domain/configuration.ts';
import { putSetting, readSetting, resetSetting } from '../../services/configuration/settings.ts';
import { listVersions } from '../../services/configuration/versions.ts';
import { contextOf } from '../authentication.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface, type SurfaceEnv } from '../surface.ts';
import { type SettingResource, settingRoutes, settingWires } from './setting-routes.ts';
import { toVersionFields, toVersionsWire } from './versions.ts';

export function settingSurface(resource: SettingResource): OpenAPIHono<SurfaceEnv> {
  const { kind, content } = resource;
  const surface = createSurface(renderProblem);
  const wires = settingWires(resource);
  const routes = settingRoutes(resource);
  const toWire = (entry: ConfigurationVersion | null) => ({
    ...content.parse(entry?.content ?? {}),
    object: kind,
    ...(entry === null ? { version: null, created_at: null } : toVersionFields(entry)),
  });

  surface.openapi(routes.read, async (c) =>
    reply(c, wires.setting, toWire(await readSetting(contextOf(c), kind)), 200),
  );
  surface.openapi(routes.put, async (c) => {
    const entry = await putSetting(contextOf(c), kind, c.req.valid('json'));
    return reply(c, wires.setting, toWire(entry), 200);
  });
  surface.openapi(routes.reset, async (c) => {
    await resetSetting(contextOf(c), kind);
    return c.body(null, 204);
  });
  surface.openapi(routes.versions, async (c) => {
    const page = await listVersions(contextOf(c), { kind }, c.req.valid('query'));
    return reply(c, wires.versions, toVersionsWire(page, content), 200);
  });
  return surface;
}
