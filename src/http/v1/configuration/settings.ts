import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ConfigurationVersion } from '../../../domain/configuration.ts';
import {
  listVersions,
  putSetting,
  readSetting,
  resetSetting,
  type SingleKind,
} from '../../../services/configuration.ts';
import { contextOf } from '../../authentication.ts';
import { reply } from '../../reply.ts';
import { json, renderProblem } from '../../responses.ts';
import { createRouter, type RouterEnv } from '../../router.ts';
import {
  bodyErrors,
  toVersionFields,
  toVersionsWire,
  versioned,
  versionedErrors,
  VersionsQuery,
  versionsResponses,
  versionsWire,
} from './versions.ts';

/** What an account has one of, or else what everybody has. */
interface SettingResource {
  readonly kind: SingleKind;
  readonly path: string;
  /** As operation ids say it. */
  readonly name: string;
  readonly about: string;
  readonly content: z.ZodObject;
}

function settingWires({ kind, content }: SettingResource) {
  const setting = z.strictObject({
    object: z.literal(kind),
    /** `null`: the account has none of its own; what is shown is what everybody has. */
    version: z.int().positive().nullable(),
    created_at: z.iso.datetime().nullable(),
    ...content.shape,
  });
  return { setting, versions: versionsWire(content) };
}

function settingRoutes(resource: SettingResource) {
  const { path, name, about, content } = resource;
  const noun = name.toLowerCase();
  const wires = settingWires(resource);
  const common = { ...versioned, tags: [name], path };
  return {
    read: createRoute({
      ...common,
      method: 'get',
      operationId: `read${name}`,
      summary: `Fetch the current version of the ${noun}`,
      description: about,
      responses: { 200: json(wires.setting, 'What calls are analysed with'), ...versionedErrors },
    }),
    put: createRoute({
      ...common,
      method: 'put',
      operationId: `put${name}`,
      summary: `Make a new version of the ${noun}`,
      description: 'What is left out is as it is by default, not as it was before. Needs the scope "admin".',
      request: { body: { required: true, content: { 'application/json': { schema: content } } } },
      responses: { 200: json(wires.setting, 'The new version'), ...versionedErrors, ...bodyErrors },
    }),
    reset: createRoute({
      ...common,
      method: 'delete',
      operationId: `reset${name}`,
      summary: 'Go back to the default; the versions stay readable',
      description: 'Needs the scope "admin".',
      responses: { 204: { description: 'Back at the default' }, ...versionedErrors },
    }),
    versions: createRoute({
      ...common,
      method: 'get',
      path: `${path}/versions`,
      operationId: `list${name}Versions`,
      summary: `List the versions of the ${noun}`,
      request: { query: VersionsQuery },
      responses: versionsResponses(wires.versions),
    }),
  };
}

export function createSettingRouter(resource: SettingResource): OpenAPIHono<RouterEnv> {
  const { kind, content } = resource;
  const surface = createRouter(renderProblem);
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
