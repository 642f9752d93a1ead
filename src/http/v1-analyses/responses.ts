import { z } from '@hono/zod-openapi';
import { type Analysis, Stage, Status, Waiting } from '../../domain/analysis.ts';
import { Links, linksTo } from '../../formats/registry.ts';
import { ErrorWire, renderFault } from '../../formats/v1-analyses/format.ts';
import {
  renderFault as renderSessionFault,
  ErrorWire as SessionErrorWire,
} from '../../formats/v1-analysis/format.ts';
import { authenticated } from '../authentication.ts';
import { json, security, Time, toTime } from '../responses.ts';
import type { Envelope } from '../router.ts';

export const tags = ['Analyses'];

/** Two published services have the path `/v1/analyses/{id}`; the prefix of the id tells whose client asks. */
export const SESSION_PREFIX = 'anl_';

export const envelope: Envelope = (fault, requestId, path) => ({
  ...(/^\/v1\/analyses\/anl_[^/]*\/?$/.test(path)
    ? renderSessionFault(fault, requestId)
    : renderFault(fault, requestId)),
  contentType: 'application/json',
});

export function error(description: string) {
  return json(ErrorWire, description);
}

/** What every route that reads one analysis has in common. */
export const readOne = {
  method: 'get',
  tags,
  security,
  middleware: authenticated,
  request: { params: z.object({ id: z.string().meta({ description: 'Id of the analysis' }) }) },
} as const;

export const readErrors = errorsOf(error);

/** The same where an id `anl_…` is answered in the words of its own API. */
export const eitherReadErrors = errorsOf((description) =>
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

export const AcceptedWire = z.strictObject({
  id: z.uuid(),
  status: Status,
  created_at: Time,
  /** The path of this analysis in each of the published formats. */
  links: Links,
});

export function renderAccepted({ id, status, createdAt }: Analysis): z.input<typeof AcceptedWire> {
  return { id, status, created_at: toTime(createdAt), links: linksTo(id) };
}

export const ProgressWire = z.strictObject({
  id: z.uuid(),
  status: Status,
  stage: Stage.nullable(),
  percent: z.int().min(0).max(100),
  /** What it waits for although nothing failed, and when it is tried again. */
  waiting: z.strictObject({ code: Waiting.shape.code, until: Time }).nullable(),
});

export function renderProgress(analysis: Analysis): z.input<typeof ProgressWire> {
  const { id, status, stage, percent, waiting } = analysis;
  const isWaiting = status === 'processing' && waiting !== null;
  const shown = isWaiting ? { code: waiting.code, until: toTime(waiting.until) } : null;
  return { id, status, stage, percent, waiting: shown };
}
