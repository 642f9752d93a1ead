import { z } from '@hono/zod-openapi';
import { Fault, toFault } from '../../domain/errors.ts';
import { renderFault } from '../../formats/api-v1-public-recordings/errors.ts';
import { authenticated } from '../authentication.ts';
import { json, security } from '../responses.ts';
import { createRouter, jsonEnvelope, type Router } from '../router.ts';

const ErrorWire = z.union([
  z.strictObject({ error: z.string() }),
  z.strictObject({ errors: z.array(z.string()) }),
]);

export const shared = { tags: ['Recordings format'], security };

export function error(description: string) {
  return json(ErrorWire, description);
}

export const errors = {
  401: error('No API key, or one that is not valid'),
  403: error('The API key lacks the permission this route needs'),
  429: error('Too many requests'),
};

/** What every route that reads one recording has in common. */
export const readOne = {
  ...shared,
  method: 'get',
  middleware: authenticated,
  request: {
    params: z.object({ id: z.string().meta({ description: 'Number of the recording, or its public id' }) }),
  },
} as const;

export const readErrors = { ...errors, 404: error('No recording of this account has this id') };

/** A router with the envelope of this API, which answers invalid values with 422. */
export function createRecordingsFormatRouter(): Router {
  return createRouter(
    jsonEnvelope(renderFault),
    (invalid) => new Fault('unprocessable', toFault(invalid).message),
  );
}
