import type { z } from 'zod';
import type { Outcome } from './exchange.ts';
import type { Operation } from './operations.ts';
import type { FuzzRequest } from './requests.ts';

/** What is wrong with an answer. Answers with the same fault have the same `sign`. */
export interface Finding {
  readonly sign: string;
  readonly detail: string;
}

/** Which operation of the document a request is for. */
export type Routing = (request: Pick<FuzzRequest, 'method' | 'path'>) => Operation | null;

const PUBLIC = /^\/(health|openapi\.json|docs(\/.*)?)?$/;
const WITHOUT_BODY = new Set([101, 204, 304]);
/** What the server says of bytes that are no HTTP request, before the application sees them. */
const NOT_HTTP = /^ERROR: /;

export function routing(operations: readonly Operation[]): Routing {
  const known = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }));
  // A literal path is meant before one with a parameter.
  known.sort((a, b) => parameters(a.operation) - parameters(b.operation));
  return ({ method, path }) => {
    const pathname = pathnameOf(path);
    const wanted = method === 'HEAD' ? 'GET' : method;
    return (
      known.find(({ operation, pattern }) => operation.method === wanted && pattern.test(pathname))
        ?.operation ?? null
    );
  };
}

function parameters({ path }: Operation): number {
  return path.split('{').length;
}

function otherSlash(path: string): string {
  const pathname = pathnameOf(path);
  return pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/** As the server reads it: dots are resolved; a backslash is a character like any other. */
function pathnameOf(path: string): string {
  try {
    return new URL(`http://fuzz.test${path.replaceAll('\\', '%5C')}`).pathname;
  } catch {
    return path;
  }
}

/** Holds an outcome against the document; `null` where all is well. */
export function checkAnswer(
  request: FuzzRequest,
  outcome: Outcome,
  route: Routing,
  anyOperation: Operation,
): Finding | null {
  const operation = route(request);
  const where = operation ? `${operation.method} ${operation.path}` : 'no route';
  if (outcome.kind === 'silent') return { sign: `silent | ${where}`, detail: 'no answer' };
  if (outcome.kind === 'broken') return { sign: `broken | ${where}`, detail: outcome.reason };
  if (outcome.kind === 'given_up') return null;
  const { status, contentType, body, requestId } = outcome.answer;
  const text = body.toString();
  const finding = (kind: string, detail: string): Finding => ({
    sign: `${kind} ${status} | ${where}`,
    detail: `${detail}\n${text.slice(0, 400)}`,
  });
  if (status >= 500) return finding('fault', 'the server failed');
  if (PUBLIC.test(pathnameOf(request.path))) return null;
  if (NOT_HTTP.test(text) && requestId === null) return null;
  if (requestId === null) return finding('no request id', '');
  // Some paths are served with a slash at the end as well, and without the one they have.
  const nearby = operation ?? (status === 404 ? null : route({ ...request, path: otherSlash(request.path) }));
  if (!nearby && status !== 404)
    return finding('unrouted', 'answered, though the document has no such route');
  const promises = (nearby ?? anyOperation).promises(status);
  if (!promises) return finding('undocumented', 'the document has no such status');
  if (promises.size === 0 || WITHOUT_BODY.has(status) || request.method === 'HEAD')
    return body.length > 0 ? finding('body', 'a body where none may be') : null;
  const promise = promiseFor(promises, contentType);
  if (!promise) return finding('content type', `"${contentType}" is not promised`);
  return /json/.test(contentType) ? checkJson(text, promise, finding) : null;
}

function promiseFor(promises: ReadonlyMap<string, z.ZodType>, contentType: string): z.ZodType | null {
  const [essence = ''] = contentType.split(';');
  return promises.get(essence) ?? promises.get(`${essence.split('/')[0]}/*`) ?? null;
}

function checkJson(
  text: string,
  promise: z.ZodType,
  finding: (kind: string, detail: string) => Finding,
): Finding | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return finding('not JSON', '');
  }
  const parsed = promise.safeParse(value);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  return finding('schema', `${issue?.path.join('.')}: ${issue?.message}`);
}
