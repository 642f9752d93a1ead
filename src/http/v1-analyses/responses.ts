import { z } from '@hono/zod-openapi';
import { ErrorWire } from '../../formats/v1-analyses/errors.ts';
import { ErrorWire as SessionErrorWire } from '../../formats/v1-analysis/errors.ts';
import { authenticated } from '../authentication.ts';
import { json, security } from '../responses.ts';

export { json, security, unchanged } from '../responses.ts';

export const tags = ['Analyses'];
export function error(description: string) {
  return json(ErrorWire, description);
}

/** What every route that reads one analysis has in common. */
export const reading = {
  method: 'get',
  tags,
  security,
  middleware: authenticated,
  request: { params: z.object({ id: z.string().meta({ description: 'Id of the analysis' }) }) },
} as const;

export const readingErrors = errorsOf(error);

/** The same where an id `anl_…` is answered in the words of its own API. */
export const eitherReadingErrors = errorsOf((description) =>
  json(z.union([ErrorWire, SessionErrorWire]), description),
);

function errorsOf<Response>(describe: (description: string) => Response) {
  return {
    401: describe('No API key, or one that is not valid'),
    403: describe('The API key lacks the scope "read"'),
    404: describe('No analysis of this account has this id'),
    429: describe('Too many requests'),
  };
}
