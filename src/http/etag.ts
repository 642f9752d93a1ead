import type { Context as HonoContext } from 'hono';
import { type Analysis, isFinal } from '../domain/analysis.ts';
import type { RouterEnv } from './router.ts';

/** Only the caller may store the answer, and asks each time whether it still holds. */
export const CACHE_CONTROL = 'private, no-cache';

/**
 * Answers 304 where the caller already has this rendering of a finished analysis, before its documents are read.
 * `format` names the rendering. While the analysis may still change, and for a failure, there is no validator.
 */
export async function unlessCurrent<Answer extends Response>(
  c: HonoContext<RouterEnv>,
  analysis: Analysis,
  format: string,
  answer: () => Promise<Answer>,
) {
  const etag = etagOf(analysis, format, c.env.deps.release);
  if (etag !== null && isCurrent(c.req.header('if-none-match'), etag))
    return c.body(null, 304, { etag, 'cache-control': CACHE_CONTROL });
  const response = await answer();
  response.headers.set('cache-control', CACHE_CONTROL);
  if (etag !== null) response.headers.set('etag', etag);
  return response;
}

/** Strong validator of one rendering of an analysis; `null` while the analysis may still change. */
function etagOf({ id, version, status }: Analysis, format: string, release: string): string | null {
  return isFinal(status) ? `"${id}.${version}.${format}.${release}"` : null;
}

/** Whether `If-None-Match` names the validator. Source: RFC 9110, section 13.1.2, weak comparison. */
export function isCurrent(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const named = new Set(ifNoneMatch.split(',').map((value) => value.trim().replace(/^W\//, '')));
  return named.has(etag) || named.has('*');
}
