import { z } from 'zod';

const Content = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const Parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const Operation = z.looseObject({
  parameters: z.array(Parameter).default([]),
  requestBody: z.looseObject({ content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Content.default({}) })),
});
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

export type Parameter = z.infer<typeof Parameter>;

/** One operation of the document that the running system serves. */
export interface Operation {
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Schemas of the body by content type; empty where it takes none. */
  readonly bodies: readonly (readonly [contentType: string, schema: unknown])[];
  /** What an answer with this status may be, by content type; `null` where the document has no such status. */
  readonly promises: (status: number) => ReadonlyMap<string, z.ZodType> | null;
}

/** Every operation of the document of a running system. */
export async function readOperations(url: string): Promise<readonly Operation[]> {
  const response = await fetch(`${url}/openapi.json`);
  const document = inlined(await response.json());
  return Object.entries(Document.parse(document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      /^(get|put|post|patch|delete)$/.test(method)
        ? [toOperation(method, path, Operation.parse(operation))]
        : [],
    ),
  );
}

function toOperation(method: string, path: string, operation: z.infer<typeof Operation>): Operation {
  const { parameters, requestBody, responses } = operation;
  const known = new Map<number, ReadonlyMap<string, z.ZodType> | null>();
  const promised = (status: number) => {
    const content = responses[`${status}`]?.content;
    return content
      ? new Map(Object.entries(content).map(([type, { schema }]) => [type, toType(schema)]))
      : null;
  };
  return {
    method: method.toUpperCase(),
    path,
    parameters,
    bodies: Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema]),
    promises: (status) => {
      const promise = known.get(status) ?? promised(status);
      known.set(status, promise);
      return promise;
    },
  };
}

function toType(schema: unknown): z.ZodType {
  return z.fromJSONSchema(z.record(z.string(), z.json()).parse(schema ?? {}));
}

/** The document with every `#/…` reference replaced by what it points to. */
function inlined(document: unknown): unknown {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    if ('$ref' in value && typeof value.$ref === 'string') return resolve(target(value.$ref, document));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one)]));
  };
  return resolve(document);
}

function target(reference: string, document: unknown): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>(
    (value, step) => z.record(z.string(), z.unknown()).parse(value)[step],
    document,
  );
}
