import { z } from 'zod';
import { createApp } from '../../src/app.ts';

const Content = z.record(z.string(), z.looseObject({ schema: z.unknown(), example: z.unknown().optional() }));
const Operation = z.looseObject({
  security: z.array(z.unknown()).default([]),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        example: z.coerce.string().optional(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Content.default({}) })),
});
const Methods = z.object({
  get: Operation.optional(),
  put: Operation.optional(),
  post: Operation.optional(),
  patch: Operation.optional(),
  delete: Operation.optional(),
});
const Document = z.looseObject({
  paths: z.record(z.string(), Methods),
  components: z.unknown(),
});

/** One operation of the OpenAPI document, as far as the contract of all routes needs it. */
export interface DocumentedRoute {
  readonly method: string;
  /** With parameters in braces: `/v1/analyses/{id}`. */
  readonly path: string;
  readonly needsKey: boolean;
  readonly pathParameters: readonly string[];
  /** The required query parameters, as their examples in the document have them: `?from=2026-01-01`. */
  readonly query: string;
  readonly takesBody: boolean;
  /** A body, if it takes one, may be JSON. */
  readonly takesJson: boolean;
  /** A JSON body that fits the route as well as the document tells. */
  readonly body: unknown;
  /** What the body of a response with this status is promised to be, by content type. */
  readonly promises: (status: number) => Readonly<Record<string, z.ZodType>>;
}

/** Every operation of the document, in its order. */
export function documentedRoutes(): DocumentedRoute[] {
  const openApi = createApp().getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'x', version: '1' } });
  const document = Document.parse(JSON.parse(JSON.stringify(openApi)));
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation ? [toRoute(method, path, operation, document)] : [],
    ),
  );
}

/** The paths that the application answers, `/v1/analyses/{id}`, without middleware. */
export function servedPaths(): string[] {
  const routes = createApp().routes.filter(({ method }) => method !== 'ALL');
  return [...new Set(routes.map(({ path }) => path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')))];
}

function toRoute(
  method: string,
  path: string,
  operation: z.infer<typeof Operation>,
  document: unknown,
): DocumentedRoute {
  const json = operation.requestBody?.content['application/json'];
  return {
    method: method.toUpperCase(),
    path,
    needsKey: operation.security.length > 0,
    pathParameters: operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name),
    query: queryOf(operation),
    takesBody: operation.requestBody !== undefined,
    takesJson: operation.requestBody === undefined || json !== undefined,
    body: json?.example ?? {},
    promises: (status) =>
      Object.fromEntries(
        Object.entries(operation.responses[`${status}`]?.content ?? {}).map(([type, { schema }]) => [
          type,
          z.fromJSONSchema(inlined(schema, document)),
        ]),
      ),
  };
}

function queryOf({ parameters }: z.infer<typeof Operation>): string {
  const required = parameters.filter((one) => one.in === 'query' && one.required);
  const search = new URLSearchParams(required.map(({ name, example }) => [name, example ?? '']));
  return search.size > 0 ? `?${search.toString()}` : '';
}

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

/** The schema with every `#/…` reference replaced by what it points to. */
function inlined(schema: unknown, document: unknown): JsonSchema {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    const reference = z.object({ $ref: z.string() }).safeParse(value);
    return reference.success ? inlined(target(reference.data.$ref, document), document) : value;
  });
  return z.record(z.string(), z.json()).parse(JSON.parse(text));
}

function target(reference: string, document: unknown): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>(
    (value, step) => z.record(z.string(), z.unknown()).parse(value)[step],
    document,
  );
}
