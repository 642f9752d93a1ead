import { createRoute, z } from '@hono/zod-openapi';
import type { ConfigurationVersion } from '../../../domain/configuration.ts';
import {
  listVersions,
  putSetting,
  readSetting,
  resetSetting,
  type SingleKind,
} from '../../../services/configuration.ts';
import { type authenticated, contextOf } from '../../authentication.ts';
import { json, jsonBody, problemEnvelope, reply, Time, bodyProblems } from '../../responses.ts';
import { createRouter, type Router } from '../../router.ts';
import {
  problems,
  renderVersion,
  renderVersions,
  shared,
  VersionsQuery,
  versionsResponses,
  versionsWire,
  writeProblems,
} from './versions.ts';

/** What an account has one of; the default where it has none of its own. */
export interface SettingResource {
  readonly kind: SingleKind;
  readonly path: string;
  /** As operation ids say it. */
  readonly name: string;
  readonly about: string;
  /** What its writes are guarded by: texts are larger than other settings. */
  readonly guard: typeof authenticated;
  readonly content: z.ZodObject;
}

export function createSettingRouter(resource: SettingResource): Router {
  const router = createRouter(problemEnvelope);
  serveReads(router, resource);
  serveChanges(router, resource);
  return router;
}

function serveReads(router: Router, resource: SettingResource): void {
  const { kind, path, name, about, content } = resource;
  const common = { ...shared, tags: [name], path };
  const SettingWire = settingWire(resource);
  const VersionsWire = versionsWire(content);

  const readSettingRoute = createRoute({
    ...common,
    method: 'get',
    operationId: `read${name}`,
    summary: `Fetch the current version of the ${name.toLowerCase()}`,
    description: about,
    responses: { 200: json(SettingWire, 'What calls are analysed with'), ...problems },
  });
  router.openapi(readSettingRoute, async (c) => {
    const setting = await readSetting(contextOf(c), kind);
    return reply(c, SettingWire, renderSetting(resource, setting), 200);
  });

  const listVersionsRoute = createRoute({
    ...common,
    method: 'get',
    path: `${path}/versions`,
    operationId: `list${name}Versions`,
    summary: `List the versions of the ${name.toLowerCase()}`,
    request: { query: VersionsQuery },
    responses: versionsResponses(VersionsWire),
  });
  router.openapi(listVersionsRoute, async (c) => {
    const page = await listVersions(contextOf(c), { kind, page: c.req.valid('query') });
    return reply(c, VersionsWire, renderVersions(page, content), 200);
  });
}

function serveChanges(router: Router, resource: SettingResource): void {
  const { kind, path, name, content, guard } = resource;
  const common = { ...shared, tags: [name], path };
  const SettingWire = settingWire(resource);

  const putSettingRoute = createRoute({
    ...common,
    middleware: guard,
    method: 'put',
    operationId: `put${name}`,
    summary: `Make a new version of the ${name.toLowerCase()}`,
    description: 'What is left out is as it is by default, not as it was before. Needs the scope "admin".',
    request: { body: jsonBody(content) },
    responses: { 200: json(SettingWire, 'The new version'), ...bodyProblems, ...writeProblems },
  });
  router.openapi(putSettingRoute, async (c) => {
    const setting = await putSetting(contextOf(c), { kind, content: c.req.valid('json') });
    return reply(c, SettingWire, renderSetting(resource, setting), 200);
  });

  const resetSettingRoute = createRoute({
    ...common,
    method: 'delete',
    operationId: `reset${name}`,
    summary: 'Go back to the default; the versions stay readable',
    description: 'Needs the scope "admin".',
    responses: { 204: { description: 'Back at the default' }, ...bodyProblems, ...problems },
  });
  router.openapi(resetSettingRoute, async (c) => {
    await resetSetting(contextOf(c), kind);
    return c.body(null, 204);
  });
}

function settingWire({ kind, content }: SettingResource) {
  return z.strictObject({
    object: z.literal(kind),
    /** `null`: the account has none of its own; what is shown is the default. */
    version: z.int().positive().nullable(),
    created_at: Time.nullable(),
    ...content.shape,
  });
}

function renderSetting({ kind, content }: SettingResource, setting: ConfigurationVersion | null) {
  return {
    ...content.parse(setting?.content ?? {}),
    object: kind,
    ...(setting === null ? { version: null, created_at: null } : renderVersion(setting)),
  };
}
