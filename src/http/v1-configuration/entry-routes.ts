import { createRoute, z } from '@hono/zod-openapi';
import type { ListedKind } from '../../services/configuration/entries.ts';
import { json } from '../contract.ts';
import {
  bodyErrors,
  EntryNumber,
  entryNotFound,
  listWire,
  versioned,
  versionedErrors,
  versionFields,
  VersionsQuery,
  versionsResponses,
  versionsWire,
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
  readonly content: z.ZodObject;
}

export function entryWires({ kind, content }: EntryResource) {
  const entry = z.strictObject({
    id: z.int().positive(),
    object: z.literal(kind),
    ...versionFields,
    ...content.shape,
  });
  return { entry, list: listWire(entry), versions: versionsWire(content) };
}

/** Of all entries together. */
export function collectionRoutes(resource: EntryResource) {
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
export function entryRoutes(resource: EntryResource) {
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
