import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
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
import { createSurface, type SurfaceEnv } from '../surface.ts';
import { collectionRoutes, type EntryResource, entryRoutes, entryWires } from './entry-routes.ts';
import { EntryNumber, toVersionFields, toVersionsWire } from './versions.ts';

export function entrySurface(resource: EntryResource): OpenAPIHono<SurfaceEnv> {
  const { kind, path, param, content } = resource;
  const surface = createSurface(renderProblem);
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
