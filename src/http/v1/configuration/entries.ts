import { createRoute, z } from '@hono/zod-openapi';
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
import { showable } from '../../lists.ts';
import { type authenticated, contextOf } from '../../authentication.ts';
import { json, jsonBody, problem, problemEnvelope, reply, bodyProblems } from '../../responses.ts';
import { createRouter, type Router } from '../../router.ts';
import {
  problems,
  renderVersion,
  renderVersions,
  shared,
  versionFields,
  VersionsQuery,
  versionsResponses,
  versionsWire,
  writeProblems,
} from './versions.ts';

/** What an account has several of, each with a number of its own. */
export interface EntryResource {
  readonly kind: ListedKind;
  readonly path: string;
  /** Name of the number in paths. */
  readonly param: string;
  /** As operation ids say it. */
  readonly singular: string;
  readonly plural: string;
  readonly about: string;
  /** What its writes are guarded by: texts are larger than other settings. */
  readonly guard: typeof authenticated;
  readonly content: z.ZodObject;
}

const EntryNumber = z.coerce.number().int().positive().max(1_000_000_000);
const notFound = { 404: problem('The account has no such entry in this mode') };

export function createEntryRouter(resource: EntryResource): Router {
  const router = createRouter(problemEnvelope);
  serveAll(router, resource);
  serveOne(router, resource);
  serveChanges(router, resource);
  return router;
}

/** Create and list. */
function serveAll(router: Router, resource: EntryResource): void {
  const { kind, path, singular, plural, content, guard } = resource;
  const [name, names] = [singular.toLowerCase(), plural.toLowerCase()];
  const all = { ...shared, tags: [plural], path };
  const EntryWire = entryWire(resource);
  const ListWire = z.strictObject({
    object: z.literal('list'),
    data: z.array(EntryWire),
    has_more: z.literal(false),
  });

  const createEntryRoute = createRoute({
    ...all,
    middleware: guard,
    method: 'post',
    operationId: `create${singular}`,
    summary: `Create a ${name}`,
    description: resource.about,
    request: { body: jsonBody(content) },
    responses: { 201: json(EntryWire, `The ${name}, in version 1`), ...bodyProblems, ...writeProblems },
  });
  router.openapi(createEntryRoute, async (c) => {
    const entry = await createEntry(contextOf(c), { kind, content: c.req.valid('json') });
    c.header('location', `${path}/${entry.number}`);
    return reply(c, EntryWire, renderEntry(resource, entry), 201);
  });

  const listEntriesRoute = createRoute({
    ...all,
    method: 'get',
    operationId: `list${plural}`,
    summary: `List the ${names} that calls are analysed with`,
    responses: { 200: json(ListWire, `All ${names}, in their current version`), ...problems },
  });
  router.openapi(listEntriesRoute, async (c) => {
    const entries = await listEntries(contextOf(c), kind);
    const data = showable(entries, EntryWire, (entry) => renderEntry(resource, entry));
    return reply(c, ListWire, { object: 'list', data, has_more: false }, 200);
  });
}

/** Read one, or its versions. */
function serveOne(router: Router, resource: EntryResource): void {
  const { kind, singular, content } = resource;
  const { name, one, params, numberIn } = pathOfOne(resource);
  const EntryWire = entryWire(resource);
  const VersionsWire = versionsWire(content);

  const readEntryRoute = createRoute({
    ...one,
    method: 'get',
    operationId: `read${singular}`,
    summary: `Fetch a ${name} in its current version`,
    request: { params },
    responses: { 200: json(EntryWire, `The ${name}`), ...problems, ...notFound },
  });
  router.openapi(readEntryRoute, async (c) => {
    const entry = await readEntry(contextOf(c), { kind, number: numberIn(c) });
    return reply(c, EntryWire, renderEntry(resource, entry), 200);
  });

  const listVersionsRoute = createRoute({
    ...one,
    method: 'get',
    path: `${one.path}/versions`,
    operationId: `list${singular}Versions`,
    summary: `List the versions of a ${name}`,
    request: { params, query: VersionsQuery },
    responses: { ...versionsResponses(VersionsWire), ...notFound },
  });
  router.openapi(listVersionsRoute, async (c) => {
    const page = await listVersions(contextOf(c), { kind, number: numberIn(c), page: c.req.valid('query') });
    return reply(c, VersionsWire, renderVersions(page, content), 200);
  });
}

/** Replace and delete one. */
function serveChanges(router: Router, resource: EntryResource): void {
  const { kind, singular, content, guard } = resource;
  const { name, one, params, numberIn } = pathOfOne(resource);
  const EntryWire = entryWire(resource);

  const replaceEntryRoute = createRoute({
    ...one,
    middleware: guard,
    method: 'put',
    operationId: `replace${singular}`,
    summary: `Make a new version of a ${name}`,
    request: { params, body: jsonBody(content) },
    responses: { 200: json(EntryWire, 'The new version'), ...bodyProblems, ...writeProblems, ...notFound },
  });
  router.openapi(replaceEntryRoute, async (c) => {
    const entry = await replaceEntry(contextOf(c), {
      kind,
      number: numberIn(c),
      content: c.req.valid('json'),
    });
    return reply(c, EntryWire, renderEntry(resource, entry), 200);
  });

  const deleteEntryRoute = createRoute({
    ...one,
    method: 'delete',
    operationId: `delete${singular}`,
    summary: `Take a ${name} out of use; its versions stay readable`,
    request: { params },
    responses: { 204: { description: 'No longer used' }, ...bodyProblems, ...problems, ...notFound },
  });
  router.openapi(deleteEntryRoute, async (c) => {
    await deleteEntry(contextOf(c), { kind, number: numberIn(c) });
    return c.body(null, 204);
  });
}

function pathOfOne({ path, param, singular, plural }: EntryResource) {
  const name = singular.toLowerCase();
  return {
    name,
    one: { ...shared, tags: [plural], path: `${path}/{${param}}` },
    params: z.object({ [param]: EntryNumber.meta({ description: `Number of the ${name}, from 1` }) }),
    numberIn: (c: Context) => EntryNumber.parse(c.req.param(param)),
  };
}

function entryWire({ kind, content }: EntryResource) {
  return z.strictObject({
    id: z.int().positive(),
    object: z.literal(kind),
    ...versionFields,
    ...content.shape,
  });
}

function renderEntry({ kind, content }: EntryResource, entry: ConfigurationVersion) {
  return { ...content.parse(entry.content), id: entry.number, object: kind, ...renderVersion(entry) };
}
