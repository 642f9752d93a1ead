import { z } from '@hono/zod-openapi';
import { ErrorWire } from '../../formats/v1-analyses/fault.ts';
import { authenticated } from '../authentication.ts';
import { json, security } from '../contract.ts';

export { json, security, unchanged } from '../contract.ts';

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

export const readingErrors = {
  401: error('No API key, or one that is not valid'),
  403: error('The API key lacks the scope "read"'),
  404: error('No analysis of this account has this id'),
  429: error('Too many requests'),
};
