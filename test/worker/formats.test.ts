import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { AnalysisListWire, AnalysisWire as EntryWire } from '../../src/formats/api-v1-analysis/schema.ts';
import * as recordings from '../../src/formats/api-v1-public-recordings/schema.ts';
import { AnalysisWire as SessionAnalysisWire } from '../../src/formats/v1-analysis/schema.ts';
import { AcceptedWire } from '../../src/http/v1-analyses/responses.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';

const stereo = () =>
  new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav', { type: 'audio/wav' });

afterEach(() => vi.restoreAllMocks());

async function completedCall(account: TestAccount, fields: object = {}): Promise<string> {
  const id = await acceptedId(await account.submit({ transcript: salesCall, ...fields }));
  await settled(account, id);
  return id;
}

async function json(account: TestAccount, path: string): Promise<unknown> {
  return (await account.fetch(path)).json();
}

function form(fields: Record<string, string | Blob>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return { method: 'POST', body };
}

describe('one analysis in every format', () => {
  it('is linked from the answer of its submission', async () => {
    const account = await createAccount();
    const accepted = AcceptedWire.parse(await (await account.submit({ transcript: salesCall })).json());
    await settled(account, accepted.id);
    for (const path of Object.values(accepted.links)) expect((await account.fetch(path)).status).toBe(200);
  });

  it('is read under the id of each', async () => {
    const account = await createAccount();
    const id = await completedCall(account, { session_id: 'sess_42' });
    const session = SessionAnalysisWire.parse(
      await json(account, `/v1/analysis/${uuidToPrefixed('ana_', id)}`),
    );
    expect(session).toMatchObject({ status: 'complete', session_id: 'sess_42' });
    const entry = EntryWire.parse(await json(account, `/api/v1/analysis/${id}`));
    expect(entry).toMatchObject({ id, status: 'completed', livemode: false });
    const byNumber = recordings.ResultsWire.parse(await json(account, '/api/v1/public/recordings/1/results'));
    expect(byNumber.data.recording_id).toBe(1);
    expect(byNumber.data.goals.map(({ met }) => met)).toEqual([true, true, true]);
    expect(await json(account, `/api/v1/public/recordings/${id}/results`)).toEqual(byNumber);
  });

  it.each([
    ['/v1/analysis/ana_01HDEF456789012', { error: { type: 'not_found_error', code: 'analysis_not_found' } }],
    ['/api/v1/analysis/550e8400-e29b-41d4-a716-446655440000', { detail: 'Analysis not found' }],
    ['/api/v1/public/recordings/999/results', { error: 'Resource not found' }],
  ])('is not found in the words of %s', async (path, body) => {
    const response = await (await createAccount()).fetch(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject(body);
  });
});

describe('GET /api/v1/analysis/', () => {
  it('lists the newest first, filtered, with and without the slash', async () => {
    const account = await createAccount();
    const first = await completedCall(account, { agent_id: 'agent_001', contact_id: 'customer_12345' });
    const second = await completedCall(account, { agent_id: 'agent_002', contact_id: 'customer_67890' });
    const ids = async (query: string) =>
      AnalysisListWire.parse(await json(account, `/api/v1/analysis${query}`)).data.map(({ id }) => id);
    expect(await ids('/')).toEqual([second, first]);
    expect(await ids('?agent_id=agent_001')).toEqual([first]);
    expect(await ids('/?contact_id=customer_67890&status_filter=completed')).toEqual([second]);
    expect(await ids('/?search=CUSTOMER_12')).toEqual([first]);
    expect(await ids('/?status_filter=failed')).toEqual([]);
  });

  it('says how many there are and whether there are more', async () => {
    const account = await createAccount();
    await Promise.all([completedCall(account), completedCall(account), completedCall(account)]);
    const page = AnalysisListWire.parse(await json(account, '/api/v1/analysis/?limit=2'));
    expect(page).toMatchObject({ has_more: true, total: 3 });
    const last = AnalysisListWire.parse(await json(account, '/api/v1/analysis/?limit=2&offset=2'));
    expect([last.data.length, last.has_more, last.total]).toEqual([1, false, 3]);
  });

  it('words a parameter that is not valid as published', async () => {
    const response = await (await createAccount()).fetch('/api/v1/analysis/?limit=1001');
    expect(response.status).toBe(422);
    const msg = 'ensure this value is less than or equal to 1000';
    expect(await response.json()).toEqual({
      detail: [{ loc: ['query', 'limit'], msg, type: 'value_error.number.not_le' }],
    });
  });
});

describe('a recording submitted in the words of another format', () => {
  it('is accepted as audio_file with agent and contact', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const fields = { agent_id: 'agent_001', contact_id: 'customer_1', audio_file: stereo() };
    const response = await account.fetch('/api/v1/analysis/', form(fields));
    expect(response.status).toBe(201);
    const { id, call } = EntryWire.parse(await response.json());
    expect(call).toMatchObject({ agent_id: 'agent_001', contact_id: 'customer_1' });
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
  });

  it('is refused without its agent, naming the field', async () => {
    const account = await createAccount();
    const response = await account.fetch(
      '/api/v1/analysis',
      form({ contact_id: 'customer_1', audio_file: stereo() }),
    );
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      detail: [{ loc: ['body', 'agent_id'], msg: 'field required', type: 'value_error.missing' }],
    });
  });

  it('is accepted as file with a name, and goes by its number', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const response = await account.fetch(
      '/api/v1/public/recordings',
      form({ file: stereo(), name: 'Call with Bob' }),
    );
    expect(response.status).toBe(201);
    const { data } = recordings.UploadedWire.parse(await response.json());
    expect(data.id).toBe(1);
    await settled(account, data.public_id);
    const recording = recordings.RecordingWire.parse(await json(account, '/api/v1/public/recordings/1'));
    expect(recording.data).toMatchObject({
      name: 'Call with Bob',
      status: 'completed',
      audio_attached: true,
    });
    const list = recordings.RecordingListWire.parse(
      await json(account, '/api/v1/public/recordings?status=completed'),
    );
    expect(list).toMatchObject({
      data: [{ id: 1, name: 'Call with Bob' }],
      meta: { total_count: 1, total_pages: 1 },
    });
  });

  it.each([
    ['without a file', {}, 400, { error: 'file is required' }],
    [
      'with a field that is not known',
      { colour: 'red', file: stereo() },
      422,
      { errors: ['Unknown field "colour".'] },
    ],
  ])('is refused %s in the words of the recordings format', async (_name, fields, status, body) => {
    const response = await (await createAccount()).fetch('/api/v1/public/recordings', form(fields));
    expect(await response.json()).toEqual(body);
    expect(response.status).toBe(status);
  });
});
