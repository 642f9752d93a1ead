import type { Context as HonoContext, Next } from 'hono';
import { describeError } from '../adapters/log.ts';
import type { IdempotencyKeys } from '../adapters/objects.ts';
import type { RequestFingerprint } from '../adapters/ports.ts';
import { requireScope, type Scope } from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import { type KeptAnswer, KEY_LEASE_MS } from '../domain/idempotency.ts';
import {
  decryptAnswer,
  encryptAnswer,
  idempotencyKeyName,
  openKeyedRequest,
} from '../services/idempotency.ts';
import type { RouterEnv } from './router.ts';

const HEADER = 'idempotency-key';
const KEY = /^[\u0020-\u007E]{1,255}$/;
const STORED_HEADERS = ['content-type', 'location', 'etag', 'cache-control'];
/** Far above every answer to a write; an object stores values of up to 2 MB. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const SMALL_BODY_BYTES = 64 * 1024;
/** The same request may be answered differently a moment later: such answers are not stored. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 408, 413, 425, 429]);

/** An idempotency key and the request that may answer it. */
interface HeldKey {
  readonly keys: IdempotencyKeys;
  readonly name: string;
  readonly holder: string;
}

/**
 * Answers a write that is sent again with the same `Idempotency-Key` as the first time. `credential` is the caller's key
 * or token: an answer with a secret is encrypted with it, so that only a caller who sends it again can read the answer.
 */
export async function answerOnce(
  c: HonoContext<RouterEnv>,
  credential: string,
  next: Next,
): Promise<Response | undefined> {
  const text = c.req.header(HEADER);
  if (text === undefined) {
    await next();
    return undefined;
  }
  if (!KEY.test(text))
    throw new Fault(
      'invalid_request',
      'Header "Idempotency-Key": must be 1 to 255 printable ASCII characters.',
      {
        header: 'Idempotency-Key',
      },
    );
  const { deps } = c.env;
  const name = await idempotencyKeyName(c.get('principal'), text);
  const key: HeldKey = { keys: deps.idempotencyKeys, name, holder: deps.newId() };
  const claim = await deps.idempotencyKeys.claim(name, key.holder);
  if (claim.type === 'in_flight') {
    c.header('retry-after', `${Math.ceil(claim.retryAfterMs / 1000)}`);
    throw new Fault('idempotency_conflict');
  }
  const fingerprint = deps.fingerprint(c.req.raw);
  const secret = `${credential}\n${text}`;
  if (claim.type === 'answered') {
    if ((await digestOf(fingerprint)) !== claim.fingerprint) throw new Fault('idempotency_mismatch');
    for (const scope of claim.answer.scopes) requireScope(c.get('principal'), scope);
    return replay(await decryptAnswer(claim.answer, secret));
  }
  c.req.raw = fingerprint.request;
  c.set(
    'keyed',
    openKeyedRequest(deps, name, () => digestOf(fingerprint)),
  );
  await answerFirst(key, next);
  await storeAnswer(c, key, fingerprint, secret);
  return undefined;
}

/** Marks the answer as one that shows a secret for the only time: it is stored encrypted, and by nobody else. */
export function holdsSecret(c: HonoContext<RouterEnv>): void {
  c.set('answerHoldsSecret', true);
  c.header('cache-control', 'no-store');
}

function replay({ status, headers, body }: KeptAnswer): Response {
  const response = new Response(body === '' ? null : body, { status, headers: { ...headers } });
  response.headers.set('idempotency-replayed', 'true');
  return response;
}

async function answerFirst({ keys, name, holder }: HeldKey, next: Next): Promise<void> {
  // A renewal may fail: the lease outlasts two of them, and the next one makes up for it.
  const timer = setInterval(() => void keys.renew(name, holder).catch(() => undefined), KEY_LEASE_MS / 3);
  try {
    await next();
  } catch (error) {
    await keys.release(name, holder);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** A failure to store the answer does not fail the request: the key is free again when its lease ends. */
async function storeAnswer(
  c: HonoContext<RouterEnv>,
  { keys, name, holder }: HeldKey,
  fingerprint: RequestFingerprint,
  secret: string,
): Promise<void> {
  const { log } = c.env.deps;
  try {
    const answer = isAboutKey(c.error) ? null : await answerOf(c.res, c.get('principal').needed);
    const digest = answer && (await digestOf(fingerprint, answer.status));
    if (!answer || !digest || !(await goesWithAnalyses(c, name))) return await keys.release(name, holder);
    const stored = c.get('answerHoldsSecret') ? await encryptAnswer(c.env.deps, answer, secret) : answer;
    await keys.settle(name, holder, digest, stored);
  } catch (error) {
    log.error('idempotency.not_kept', { request: c.get('requestId'), ...describeError(error) });
  }
}

/** Whether the answer will be dropped with the analyses that it shows; not where one is deleted already. */
async function goesWithAnalyses(c: HonoContext<RouterEnv>, name: string): Promise<boolean> {
  const shown = [...(c.get('keyed')?.shown ?? [])];
  const { analysisObjects } = c.env.deps;
  return (await Promise.all(shown.map((id) => analysisObjects.answers(id, name)))).every(Boolean);
}

/** Whether the key was used for another request: the answer to that one must not be taken from it. */
function isAboutKey(error: Error | undefined): boolean {
  return error instanceof Fault && error.code.startsWith('idempotency_');
}

async function answerOf(response: Response, needed: Iterable<Scope> = []): Promise<KeptAnswer | null> {
  if (response.status >= 500 || TRANSIENT_STATUSES.has(response.status)) return null;
  const body = await response.clone().text();
  if (body.length > MAX_ANSWER_BYTES)
    throw new Error(`an answer of ${body.length} characters is too long to store`);
  const headers = STORED_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const scopes = [...needed];
  return { status: response.status, headers: Object.fromEntries(headers), body, sealed: false, scopes };
}

/** The fingerprint of the whole body: reads what the handler has not, except a large body of a refused request. */
async function digestOf(fingerprint: RequestFingerprint, status = 200): Promise<string | null> {
  const { headers, body, bodyUsed } = fingerprint.request;
  const length = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  const readsRest = status < 300 || length <= SMALL_BODY_BYTES;
  if (readsRest && body && !bodyUsed) await body.pipeTo(new WritableStream());
  return fingerprint.digest();
}
