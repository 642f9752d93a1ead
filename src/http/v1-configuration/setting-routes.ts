import { createRoute, z } from '@hono/zod-openapi';
import type { SingleKind } from '../../services/configuration/settings.ts';
import { json } from '../contract.ts';
import {
  bodyErrors,
  versioned,
  versionedErrors,
  VersionsQuery,
  versionsResponses,
  versionsWire,
} from './versions.ts';

/** What an account has one of, or else what everybody has. */
export interface SettingResource {
  readonly kind: SingleKind;
  readonly path: string;
  /** As operation ids say it. */
  readonly name: string;
  readonly about: string;
  readonly content: z.ZodObject;
}

export function settingWires({ kind, content }: SettingResource) {
  const setting = z.strictObject({
    object: z.literal(kind),
    /** `null`: the account has none of its own; what is shown is what everybody has. */
    version: z.int().positive().nullable(),
    created_at: z.iso.datetime().nullable(),
    ...content.shape,
  });
  return { setting, versions: versionsWire(content) };
}

export function settingRoutes(resource: SettingResource) {
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
