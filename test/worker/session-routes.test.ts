import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import {
  ProfileRequestedWire,
  ProfileWire,
  RequestedWire,
  AnalysisWire as SessionAnalysisWire,
  SessionTranscriptWire,
} from '../../src/formats/v1-analysis/schema.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { internet } from './internet.ts';
import { post, waiting } from './lifecycle-calls.ts';
import { PATIENT } from './patience.ts';
import { acceptedId, settled } from './settled.ts';

afterEach(() => void vi.restoreAllMocks());

const Reports = z.object({ data: z.array(z.object({ version: z.int() })), rescore: z.unknown() });

async function completedCall(account: TestAccount, fields: object = {}): Promise<string> {
  const id = await acceptedId(await account.submit({ transcript: salesCall, ...fields }));
  await settled(account, id);
  return id;
}

function request(account: TestAccount, sessionId: string, body: unknown): Promise<Response> {
  return account.fetch(`/v1/sessions/${sessionId}/analysis`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
}

async function json(account: TestAccount, path: string): Promise<unknown> {
  return (await account.fetch(path)).json();
}

describe('POST /v1/sessions/{id}/analysis', () => {
  it('asked by `analyses` leads to the results at /v1/analysis/{id}', async () => {
    const account = await createAccount();
    await completedCall(account, { session_id: 'sess_42' });
    const body = {
      analyses: ['sentiment', 'topics', 'summary', 'action_items', 'quality', 'compliance'],
      language: 'en',
    };
    const response = await request(account, 'sess_42', body);
    expect(response.status).toBe(202);
    const requested = RequestedWire.parse(await response.json());
    expect(requested).toMatchObject({ session_id: 'sess_42', status: 'complete', analyses: body.analyses });
    const results = SessionAnalysisWire.parse(await json(account, `/v1/analysis/${requested.id}`));
    expect(results).toMatchObject({ status: 'complete', session_id: 'sess_42' });
  });

  it('has its webhook_url called when the analysis ends, or at once', async () => {
    const sent = internet();
    const account = await createAccount();
    const id = await waiting(account);
    const session = uuidToPrefixed('sess_', id);
    const ask = (url: string) => request(account, session, { analyses: ['summary'], webhook_url: url });
    expect((await ask('https://receiver.example/early')).status).toBe(202);
    expect(sent).toEqual([]);
    await post(account, id, 'cancel');
    await vi.waitUntil(() => sent.length === 1, PATIENT);
    expect((await ask('https://receiver.example/late')).status).toBe(202);
    await vi.waitUntil(() => sent.length === 2, PATIENT);
    expect(sent.map(({ url }) => url)).toEqual([
      'https://receiver.example/early',
      'https://receiver.example/late',
    ]);
    expect(sent[0]?.body).toEqual(sent[1]?.body);
  });

  it('takes ten addresses, none of them private', async () => {
    internet();
    const account = await createAccount();
    const id = await waiting(account);
    const session = uuidToPrefixed('sess_', id);
    const statusFor = async (url: string) =>
      (await request(account, session, { analyses: ['summary'], webhook_url: url })).status;
    expect(await statusFor('https://10.0.0.1/hook')).toBe(422);
    for (let number = 1; number <= 10; number += 1) {
      expect(await statusFor(`https://receiver.example/${number}`)).toBe(202);
    }
    expect(await statusFor('https://receiver.example/10')).toBe(202);
    expect(await statusFor('https://receiver.example/11')).toBe(409);
  });

  it('with custom prompts has the call analysed again and then tells of it, once for the same prompts', async () => {
    const sent = internet();
    const account = await createAccount();
    const id = await completedCall(account, { session_id: 'sess_42' });
    const ask = async (more = {}) => {
      const body = { analyses: ['summary'], custom_prompts: { summary: 'Name the product.' }, ...more };
      return RequestedWire.parse(await (await request(account, 'sess_42', body)).json()).status;
    };
    const reports = async () => Reports.parse(await json(account, `/v1/analyses/${id}/reports`));
    expect(await ask({ webhook_url: 'https://receiver.example/done' })).toBe('processing');
    await vi.waitUntil(() => sent.length === 1, PATIENT);
    expect(await ask()).toBe('complete');
    expect(await reports()).toMatchObject({ rescore: null, data: [{ version: 2 }, { version: 1 }] });
    expect(await json(account, `/v1/analyses/${id}/report`)).toMatchObject({
      report: { warnings: [{ section: 'summary', code: 'custom_prompt_not_followed' }] },
    });
    expect(sent).toHaveLength(1);
  });

  it('asked by `profile` leads to the results at /v1/analyses/{id}', async () => {
    const account = await createAccount();
    await completedCall(account, { session_id: 'sess_42' });
    const response = await request(account, 'sess_42', {
      profile: 'default',
      include: ['summary', 'performance'],
    });
    expect(response.status).toBe(202);
    const { id } = ProfileRequestedWire.parse(await response.json());
    const first = await account.fetch(`/v1/analyses/${id}`);
    expect(ProfileWire.parse(await first.json())).toMatchObject({ id, status: 'completed', error: null });
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await account.fetch(`/v1/analyses/${id}`, { headers })).status).toBe(304);
  });

  it('means the newest call of the session', async () => {
    const account = await createAccount();
    await completedCall(account, { session_id: 'sess_42' });
    const newest = await completedCall(account, { session_id: 'sess_42' });
    await completedCall(account, { session_id: 'sess_43' });
    const { id } = RequestedWire.parse(
      await (await request(account, 'sess_42', { analyses: ['summary'] })).json(),
    );
    expect(id).toBe(uuidToPrefixed('ana_', newest));
  });

  it('knows a call without a session by the session that its analysis shows', async () => {
    const account = await createAccount();
    const id = await completedCall(account);
    const { session_id: sessionId } = SessionAnalysisWire.parse(
      await json(account, `/v1/analysis/${uuidToPrefixed('ana_', id)}`),
    );
    expect((await request(account, sessionId, { analyses: ['summary'] })).status).toBe(202);
    const named = await completedCall(account, { session_id: 'sess_42' });
    const unused = await request(account, uuidToPrefixed('sess_', named), { analyses: ['summary'] });
    expect(unused.status).toBe(404);
  });

  it.each([
    ['neither kind of field', {}, 'missing_field', 'analyses'],
    ['a part that there is not', { analyses: ['horoscope'] }, 'invalid_request', 'analyses[0]'],
    [
      'a prompt for a part that there is not',
      { analyses: ['summary'], custom_prompts: { horoscope: 'x' } },
      'unknown_field',
      'custom_prompts.horoscope',
    ],
    ['another profile', { profile: 'strict' }, 'invalid_request', 'profile'],
    ['fields of both kinds', { analyses: ['summary'], profile: 'default' }, 'unknown_field', 'analyses'],
  ])('is refused for %s, naming the field', async (_name, body, code, param) => {
    const account = await createAccount();
    const response = await request(account, 'sess_42', body);
    expect(await response.json()).toMatchObject({ error: { type: 'validation_error', code, param } });
    expect(response.status).toBe(400);
  });

  it("does not find another account's session, nor that of the other mode", async () => {
    const owner = await createAccount();
    await completedCall(owner, { session_id: 'sess_42' });
    for (const stranger of [await createAccount(), await createKey(owner.id, 'read write', true)]) {
      const response = await request(stranger, 'sess_42', { analyses: ['summary'] });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        error: { type: 'not_found_error', code: 'session_not_found' },
      });
      expect((await stranger.fetch('/v1/sessions/sess_42/transcript')).status).toBe(404);
    }
  });
});

describe('GET /v1/analyses/anl_…', () => {
  it.each([
    ['an id that is none', 'anl_01HDEF456789012'],
    ['an id of nothing', 'anl_00000000000000000000000001'],
  ])('answers %s in the words of its own API', async (_name, id) => {
    const account = await createAccount();
    const response = await account.fetch(`/v1/analyses/${id}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { type: 'not_found_error', code: 'analysis_not_found' },
    });
  });
});

describe('GET /v1/sessions/{id}/transcript', () => {
  it('answers in four formats, each naming who spoke', async () => {
    const account = await createAccount();
    await completedCall(account, { session_id: 'sess_42' });
    const path = '/v1/sessions/sess_42/transcript';
    const transcript = SessionTranscriptWire.parse(await json(account, `${path}?include_translations=true`));
    expect(transcript).toMatchObject({ status: 'complete', session_id: 'sess_42', duration: 35 });
    const text = async (format: string) => (await account.fetch(`${path}?format=${format}`)).text();
    expect(await text('text')).toMatch(/^agent: Thank you for calling Northwind/);
    expect(await text('srt')).toMatch(/^1\n00:00:00,000 --> .*\nagent: /);
    expect(await text('vtt')).toMatch(/^WEBVTT\n\n1\n.*\n<v agent>/);
    expect((await account.fetch(`${path}?format=docx`)).status).toBe(400);
  });

  it('is not ready before anything was heard', async () => {
    const account = await createAccount();
    const broken = new File(['no sound'], 'call.wav', { type: 'audio/wav' });
    const id = await acceptedId(await account.upload({ file: broken, session_id: 'sess_42' }));
    await settled(account, id);
    const response = await account.fetch('/v1/sessions/sess_42/transcript');
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'transcript_not_ready' } });
  });
});
