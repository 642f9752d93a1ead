import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { objectNamespaces } from '../../src/composition/objects.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount } from './account.ts';
import { acceptedId } from './settled.ts';

const fetchApi = (path: string, init?: RequestInit) =>
  exports.default.fetch(`https://debrief.test${path}`, init);

describe('authentication', () => {
  it('takes the key as a bearer token or as X-API-Key', async () => {
    const { key } = await createAccount();
    const unknown = `/v1/analyses/${crypto.randomUUID()}`;
    for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
      expect((await fetchApi(unknown, { headers })).status).toBe(404);
    }
  });

  it.each([
    ['no key', {}, 'authentication_required'],
    ['an unknown key', { 'x-api-key': 'sk_test_nobody' }, 'invalid_api_key'],
  ])('refuses %s', async (_name, headers, code) => {
    const response = await fetchApi(`/v1/analyses/${crypto.randomUUID()}`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { code, request_id: expect.stringMatching(/^req_/) },
    });
  });

  it('refuses a revoked and an expired key', async () => {
    for (const [column, code] of [
      ['revoked_at', 'key_revoked'],
      ['expires_at', 'key_expired'],
    ]) {
      const account = await createAccount();
      await env.DB.prepare(`update api_keys set ${column} = 1 where account_id = ?`).bind(account.id).run();
      const response = await account.fetch(`/v1/analyses/${crypto.randomUUID()}`);
      expect(await response.json()).toMatchObject({ error: { code } });
    }
  });

  it('lets a read key read but not submit', async () => {
    const reader = await createAccount('read');
    expect((await reader.submit({ transcript: salesCall })).status).toBe(403);
    expect((await reader.upload({ file: new File(['x'], 'x.wav') })).status).toBe(403);
    expect((await reader.fetch(`/v1/analyses/${crypto.randomUUID()}`)).status).toBe(404);
  });
});

describe("another account's analysis", () => {
  it('is not found, on every route', async () => {
    const [owner, stranger] = [await createAccount(), await createAccount()];
    const id = await acceptedId(await owner.submit({ transcript: salesCall }));
    for (const path of ['', '/progress', '/report']) {
      const response = await stranger.fetch(`/v1/analyses/${id}${path}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'analysis_not_found' } });
    }
  });
});

describe('a submission that is not valid', () => {
  const utterance = { speaker: 'agent', start: 0, end: 1, text: 'Hello' };
  it.each([
    ['an unknown field', { transcript: salesCall, colour: 'red' }, 400, 'unknown_field', 'colour'],
    [
      'an unknown option',
      { transcript: salesCall, options: { speed: 2 } },
      400,
      'unknown_field',
      'options.speed',
    ],
    ['no source', { org_id: 'acme' }, 400, 'invalid_request', ''],
    [
      'two sources',
      { transcript: salesCall, recording_url: 'https://a.test/x.wav' },
      400,
      'invalid_request',
      '',
    ],
    [
      'too much metadata',
      { transcript: salesCall, metadata: { a: 'x'.repeat(16_400) } },
      400,
      'invalid_request',
      'metadata',
    ],
    [
      'a role that is none',
      { transcript: salesCall, options: { channels: { 0: 'boss' } } },
      400,
      'invalid_request',
      'options.channels.0',
    ],
    [
      'an utterance that ends before it starts',
      { transcript: { utterances: [{ ...utterance, start: 2 }] } },
      422,
      'invalid_transcript',
      'transcript.utterances[0].end',
    ],
    [
      'a time that is no number',
      { transcript: { utterances: [{ ...utterance, end: 'late' }] } },
      422,
      'invalid_transcript',
      'transcript.utterances[0].end',
    ],
    [
      'an utterance without text',
      { transcript: { utterances: [{ speaker: 'a', start: 0, end: 1 }] } },
      400,
      'missing_field',
      'transcript.utterances[0].text',
    ],
  ])('is refused for %s, naming the field', async (_name, body, status, code, field) => {
    const account = await createAccount();
    const response = await account.submit(body);
    expect(await response.json()).toMatchObject({ error: { code, details: { field } } });
    expect(response.status).toBe(status);
  });

  it.each([
    ['broken JSON', 'application/json', '{"a"', 400, 'malformed_json'],
    ['another content type', 'text/plain', 'hello', 415, 'unsupported_media_type'],
    ['a form without a boundary', 'multipart/form-data', 'hello', 400, 'malformed_multipart'],
  ])('is refused for %s', async (_name, contentType, body, status, code) => {
    const account = await createAccount();
    const response = await account.fetch('/v1/analyses', {
      method: 'POST',
      body,
      headers: { 'content-type': contentType },
    });
    expect(await response.json()).toMatchObject({ error: { code } });
    expect(response.status).toBe(status);
  });

  it('is refused for a form without a file', async () => {
    const account = await createAccount();
    expect(await (await account.upload({ org_id: 'acme' })).json()).toMatchObject({
      error: { code: 'missing_field', details: { field: 'file' } },
    });
  });
});

describe('every response', () => {
  it('names its request, also for a route that does not exist', async () => {
    const response = await fetchApi('/v2/nothing');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      code: 'route_not_found',
      request_id: response.headers.get('x-request-id'),
    });
  });
});

describe('the jurisdiction of a deployment', () => {
  it('is asked of the platform for objects of every kind', () => {
    // The local platform knows none, and says so rather than to place objects anywhere.
    expect(() => objectNamespaces({ ...env, JURISDICTION: 'eu' })).toThrow('Jurisdiction restrictions');
    expect(objectNamespaces(env).ANALYSES).toBe(env.ANALYSES);
  });

  it('is none that there is not', () => {
    expect(() => objectNamespaces({ ...env, JURISDICTION: 'mars' })).toThrow('JURISDICTION');
  });
});
