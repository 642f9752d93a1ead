import { z } from '@hono/zod-openapi';
import { faultOfIssues, renderFault } from '../../formats/api-v1-analysis/errors.ts';
import { json, security } from '../responses.ts';
import { createRouter, jsonEnvelope, type Router } from '../router.ts';

const ErrorWire = z.strictObject({
  detail: z.union([
    z.string(),
    z.array(
      z.strictObject({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() }),
    ),
  ]),
});

export const shared = { tags: ['Analysis list format'], security };

export function error(description: string) {
  return json(ErrorWire, description);
}

export const errors = {
  401: error('No credentials, or ones that are not valid'),
  403: error('The key lacks the scope this route needs'),
  422: error('A parameter is not valid'),
  429: error('Too many requests'),
};

/** A router with the envelope of this API, which says where in the request an invalid value is. */
export function createListFormatRouter(): Router {
  return createRouter(jsonEnvelope(renderFault), (invalid, target) =>
    faultOfIssues(invalid, target === 'query' ? 'query' : 'path'),
  );
}

/** Parses a part of the request that the framework does not. Throws in the words of this API. */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: 'query' | 'body',
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw faultOfIssues(parsed.error, part);
  return parsed.data;
}
