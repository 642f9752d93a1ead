import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ConfigurationVersion } from '../../../domain/configuration.ts';
import {
  createEntry,
  deleteEntry,
  type ListedKind,
  listEntries,
  listVersions,
  readEntry,
  replaceEntry,
} from '../../../services/configuration.ts';
import { contextOf } from '../../authentication.ts';
import { reply } from '../../reply.ts';
import { json, renderProblem } from '../../responses.ts';
import { createRouter, type RouterEnv } from '../../router.ts';
import {
  bodyErrors,
  entryNotFound,
  EntryNumber,
  listWire,
  toVersionFields,
  toVersionsWire,
  versioned,
  versionedErrors,
  versionFields,
  VersionsQuery,
  versionsResponses,
  versionsWire,
} from './versions.ts';

/** What an account has several of, each with a number of its own. */
interface EntryResource {
  readonly kind: ListedKind;
  readonly path: string;
  /** Name of the number in paths. */
  readonly param: string;
  /** As operation ids say it. */
  readonly singular: string;
  readonly plural: string;
  readonly about: string;
  readonly content: z.ZodObject;
}

function entryWires({ kind, content }: EntryResource) {
  const entry = z.strictObject({
    id: z.int().positive(),
    object: z.literal(kind),
    ...versionFields,
    ...content.shape,
  });
  return { entry, list: listWire(entry), versions: versionsWire(content) };
}

/** Of all entries together. */
function collectionRoutes(resource: EntryResource) {
  const { path, singular, plural, about } = resource;
  const [name, names] = [singular.toLowerCase(), plural.toLowerCase()];
  const wires = entryWires(resource);
  const all = { ...versioned, tags: [plural], path };
  return {
    create: createRoute({
      ...all,
      method: 'post',
      operationId: `create${singular}`,
      summary: `Create a ${name}`,
      description: about,
      request: { body: bodyOf(resource) },
      responses: { 201: json(wires.entry, `The ${name}, in version 1`), ...versionedErrors, ...bodyErrors },
    }),
    list: createRoute({
      ...all,
      method: 'get',
      operationId: `list${plural}`,
      summary: `List the ${names} that calls are analysed with`,
      responses: { 200: json(wires.list, `All ${names}, in their current version`), ...versionedErrors },
    }),
  };
}

/** Of one entry. */
function entryRoutes(resource: EntryResource) {
  const { path, param, singular } = resource;
  const name = singular.toLowerCase();
  const wires = entryWires(resource);
  const one = { ...versioned, tags: [resource.plural], path: `${path}/{${param}}` };
  const params = z.object({ [param]: EntryNumber.meta({ description: `Number of the ${name}, from 1` }) });
  const errors = { ...versionedErrors, 404: entryNotFound };
  return {
    read: createRoute({
      ...one,
      method: 'get',
      operationId: `read${singular}`,
      summary: `Fetch a ${name} in its current version`,
      request: { params },
      responses: { 200: json(wires.entry, `The ${name}`), ...errors },
    }),
    replace: createRoute({
      ...one,
      method: 'put',
      operationId: `replace${singular}`,
      summary: `Make a new version of a ${name}`,
      request: { params, body: bodyOf(resource) },
      responses: { 200: json(wires.entry, 'The new version'), ...errors, ...bodyErrors },
    }),
    delete: createRoute({
      ...one,
      method: 'delete',
      operationId: `delete${singular}`,
      summary: `Take a ${name} out of use; its versions stay readable`,
      request: { params },
      responses: { 204: { description: 'No longer used' }, ...errors },
    }),
    versions: createRoute({
      ...one,
      method: 'get',
      path: `${one.path}/versions`,
      operationId: `list${singular}Versions`,
      summary: `List the versions of a ${name}`,
      request: { params, query: VersionsQuery },
      responses: { ...versionsResponses(wires.versions), 404: entryNotFound },
    }),
  };
}

function bodyOf({ content }: EntryResource) {
  return { required: true, content: { 'application/json': { schema: content } } };
}

export function createEntryRouter(resource: EntryResource): OpenAPIHono<RouterEnv> {
  const { kind, path, param, content } = resource;
  const surface = createRouter(renderProblem);
  const wires = entryWires(resource);
  const all = collectionRoutes(resource);
  const one = entryRoutes(resource);
  const numberIn = (c: Context) => EntryNumber.parse(c.req.param(param));
  const toWire = (entry: ConfigurationVersion) => ({
    ...content.parse(entry.content),
    id: entry.number,
    object: kind,
    ...toVersionFields(entry),
  });

  surface.openapi(all.create, async (c) => {
    const entry = await createEntry(contextOf(c), kind, c.req.valid('json'));
    c.header('location', `${path}/${entry.number}`);
    return reply(c, wires.entry, toWire(entry), 201);
  });
  surface.openapi(all.list, async (c) => {
    const entries = await listEntries(contextOf(c), kind);
    return reply(c, wires.list, { object: 'list', data: entries.map(toWire), has_more: false }, 200);
  });
  surface.openapi(one.read, async (c) =>
    reply(c, wires.entry, toWire(await readEntry(contextOf(c), kind, numberIn(c))), 200),
  );
  surface.openapi(one.replace, async (c) => {
    const entry = await replaceEntry(contextOf(c), kind, numberIn(c), c.req.valid('json'));
    return reply(c, wires.entry, toWire(entry), 200);
  });
  surface.openapi(one.delete, async (c) => {
    await deleteEntry(contextOf(c), kind, numberIn(c));
    return c.body(null, 204);
  });
  surface.openapi(one.versions, async (c) => {
    const page = await listVersions(contextOf(c), { kind, number: numberIn(c) }, c.req.valid('query'));
    return reply(c, wires.versions, toVersionsWire(page, content), 200);
  });
  return surface;
}
