import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { AcceptedBatchWire } from '../../src/formats/v1-batches.ts';
import { UploadWire } from '../../src/http/v1/uploads.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { type DocumentedRoute, documentedRoutes, servedPaths } from './documented-routes.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { PATIENT } from './patience.ts';
import { acceptedId, settled } from './settled.ts';

/** Whoever may call without a key: nothing below these says anything about an account. */
const PUBLIC_PATHS = ['/health', '/openapi.json', '/docs'];
const SESSION = 'sess_of_the_owner';
const MIB = 1024 * 1024;
const MORE_THAN_ANY_JSON = 17 * MIB;
const REFUSALS_OF_A_BODY: ReadonlySet<number> = new Set([400, 415, 422]);

const isPublic = (path: string) => PUBLIC_PATHS.some((one) => path === one || path.startsWith(`${one}/`));
const withoutSlash = (path: string) => path.replace(/(.)\/$/, '$1');

const routes = documentedRoutes();
const guarded = routes.filter(({ needsKey }) => needsKey);

/** An account's things, by path parameter. A route with another parameter needs its thing here. */
interface Things {
  readonly id: string;
  readonly key_id: string;
  readonly session_id: string;
  readonly upload_id: string;
  readonly part_number: string;
  readonly batch_id: string;
  readonly goal_id: string;
  readonly taxonomy_id: string;
  readonly webhook_id: string;
  readonly delivery_id: string;
}

let owner: TestAccount;
let things: Things;

beforeAll(async () => {
  vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
  owner = await createAccount('read write admin', true);
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('nobody is there'));
  const webhookId = await configure('/v1/webhooks', { url: 'https://receiver.example/hook' });
  const file = new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav');
  const id = await acceptedId(await owner.upload({ file, session_id: SESSION }));
  await settled(owner, id);
  things = {
    id,
    key_id: owner.keyId,
    session_id: SESSION,
    upload_id: await beginUpload(),
    part_number: '1',
    batch_id: await createBatch(),
    goal_id: await configure('/v1/goals', { name: 'Greeting' }),
    taxonomy_id: await configure('/v1/taxonomies', { name: 'Reasons', topics: [{ name: 'order' }] }),
    webhook_id: webhookId,
    delivery_id: await firstDelivery(webhookId),
  };
});

/** The one about the owner's call, which has been tried by then. */
async function firstDelivery(webhookId: string): Promise<string> {
  const Page = z.object({ data: z.array(z.object({ id: z.string() })) });
  return vi.waitUntil(async () => {
    const response = await owner.fetch(`/v1/webhooks/${webhookId}/deliveries`);
    return Page.parse(await response.json()).data[0]?.id;
  }, PATIENT);
}

async function createBatch(): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await owner.fetch('/v1/batches', { method: 'POST', body: '{"items":[{}]}', headers });
  return AcceptedBatchWire.parse(await response.json()).id;
}

async function beginUpload(): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await owner.fetch('/v1/uploads', { method: 'POST', body: '{"size_bytes":1000}', headers });
  return UploadWire.parse(await response.json()).id;
}

async function configure(path: string, entry: object): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await owner.fetch(path, { method: 'POST', body: JSON.stringify(entry), headers });
  expect(response.status).toBe(201);
  return response.headers.get('location')?.split('/').at(-1) ?? '';
}

/** The path with the things of `owner`, whose analyses have an id of their own in some APIs. */
function pathOf({ path }: DocumentedRoute): string {
  const analysisId = path.startsWith('/v1/analysis/') ? uuidToPrefixed('ana_', things.id) : things.id;
  const values: Record<string, string> = { ...things, id: analysisId };
  return path.replaceAll(/\{(\w+)\}/g, (_braces, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No thing for the parameter {${name}} of ${path}: add one.`);
    return value;
  });
}

function call(route: DocumentedRoute, headers: Record<string, string>): Promise<Response> {
  const body = route.takesBody ? { body: JSON.stringify(route.body) } : {};
  return exports.default.fetch(`https://debrief.test${pathOf(route)}${route.query}`, {
    method: route.method,
    headers: { ...headers, ...(route.takesBody && { 'content-type': 'application/json' }) },
    ...body,
  });
}

const callAs = (account: TestAccount, route: DocumentedRoute) =>
  call(route, { authorization: `Bearer ${account.key}` });

/** Sends a body as it arrives: nothing says how long it will be. */
function send(route: DocumentedRoute, body: ReadableStream | string, headers: Record<string, string>) {
  return exports.default.fetch(`https://debrief.test${pathOf(route)}${route.query}`, {
    method: route.method,
    headers: { authorization: `Bearer ${owner.key}`, 'content-type': 'application/json', ...headers },
    body,
  });
}

function stream(bytes: number): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(MIB).fill(0x20);
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close();
      left -= chunk.byteLength;
      controller.enqueue(chunk.slice());
    },
  });
}

/** The response is a failure of this status, in the form that the route's documentation promises. */
async function expectFailure(route: DocumentedRoute, response: Response, status: number): Promise<void> {
  const body = await response.text();
  expect(response.status, body).toBe(status);
  const type = response.headers.get('content-type') ?? '';
  const promised = route.promises(status)[type];
  expect(promised, `the document says what a ${status} of type ${type} is`).toBeDefined();
  expect(promised?.safeParse(JSON.parse(body)).error, body).toBeUndefined();
  expect(response.headers.get('x-request-id')).toMatch(/^req_/);
}

function expectQuota(response: Response): void {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(response.headers.get(`x-ratelimit-${name}`) ?? Number.NaN),
  );
  expect(limit).toBeGreaterThan(0);
  expect(remaining).toBeLessThan(limit ?? 0);
  expect(reset).toBeGreaterThanOrEqual(Math.floor(Date.now() / 1000));
}

describe('the OpenAPI document', () => {
  it('has every path that is served, but for public ones', () => {
    const documented = new Set(routes.map(({ path }) => withoutSlash(path)));
    expect(servedPaths().filter((path) => !isPublic(path) && !documented.has(withoutSlash(path)))).toEqual(
      [],
    );
  });

  it('asks for a key everywhere, but for public paths', () => {
    expect(routes.filter(({ needsKey, path }) => !needsKey && !isPublic(path))).toEqual([]);
    expect(guarded.length).toBeGreaterThan(7);
  });
});

describe.each(guarded)('$method $path', (route) => {
  const isWrite = route.method !== 'GET';

  it('answers 401, and no quota, without a key that is known', async () => {
    for (const headers of [
      {},
      { 'x-api-key': 'sk_live_nobody' },
      { authorization: 'Bearer eyJhbGciOiJub25lIn0..' },
    ]) {
      const response = await call(route, headers);
      expect(response.headers.get('x-ratelimit-limit')).toBeNull();
      await expectFailure(route, response, 401);
    }
  });

  it(`answers 403 to a key that may only ${isWrite ? 'read' : 'write'}`, async () => {
    const response = await callAs(await createKey(owner.id, isWrite ? 'read' : 'write', true), route);
    expectQuota(response);
    await expectFailure(route, response, 403);
  });

  if (route.pathParameters.length > 0) {
    it.each([
      ['another account', () => createAccount('read write admin', true)],
      ['a test key of the same account', () => createKey(owner.id, 'read write admin', false)],
    ])('answers 404 to %s', async (_name, createCaller) => {
      const response = await callAs(await createCaller(), route);
      expectQuota(response);
      if (route.takesBody && REFUSALS_OF_A_BODY.has(response.status)) return;
      await expectFailure(route, response, 404);
    });
  }

  if (isWrite) {
    it('refuses more bytes than its kind of route takes, though nothing announces their number', async () => {
      const first = await send(route, stream(MIB), {});
      const response = first.status === 413 ? first : await send(route, stream(MORE_THAN_ANY_JSON), {});
      // What takes a stream alone knows without reading on that this is none of its kind.
      if (!route.takesJson) expect([400, 413, 422]).toContain(response.status);
      await expectFailure(route, response, route.takesJson ? 413 : response.status);
    });

    it('refuses by name an encoding that it does not read', async () => {
      const response = await send(route, '{}', { 'content-encoding': 'br' });
      expect(response.headers.get('accept-encoding')).toMatch(/identity/);
      await expectFailure(route, response, 415);
    });
  }

  if (!isWrite) {
    it('answers its owner', async () => {
      const response = await callAs(owner, route);
      expectQuota(response);
      expect(response.headers.get('x-request-id')).toMatch(/^req_/);
      expect(response.status).toBe(200);
      await response.body?.cancel();
    });

    if (route.pathParameters.length === 0) {
      it('shows a test key nothing that is live', async () => {
        const response = await callAs(await createKey(owner.id, 'read write admin', false), route);
        const body = await response.text();
        expect(response.status, body).toBe(200);
        // A number of one digit names nothing by itself.
        const ids = Object.values(things).filter((id) => id.length > 1);
        for (const id of [...ids, uuidToPrefixed('ana_', things.id)]) expect(body).not.toContain(id);
      });
    }
  }
});
