import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordingListWire, UploadedWire } from '../../src/formats/api-v1-public-recordings/schema.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { PATIENT } from './patience.ts';
import { acceptedId, settled } from './settled.ts';

beforeEach(() => {
  vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
});
afterEach(() => vi.restoreAllMocks());

const stereo = () =>
  new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav', { type: 'audio/wav' });

function upload(account: TestAccount, fields: Record<string, string>): Promise<Response> {
  const body = new FormData();
  // The file first: the external id is known only when the recording is stored already.
  body.append('file', stereo());
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return account.fetch('/api/v1/public/recordings', { method: 'POST', body });
}

async function uploaded(response: Response) {
  return UploadedWire.parse(await response.json()).data;
}

async function storedRecordings({ id }: TestAccount): Promise<string[]> {
  const { objects } = await env.STORE.list({ prefix: `audio/${id}/` });
  return objects.map(({ key }) => key);
}

describe('an upload with an external id that is known', () => {
  it('answers 200 with the recording that has it, and keeps nothing', async () => {
    const account = await createAccount();
    const first = await uploaded(await upload(account, { external_id: 'crm-1' }));
    expect(first).toMatchObject({ id: 1, status: 'pending' });
    await settled(account, first.public_id);
    const response = await upload(account, { external_id: 'crm-1', name: 'again' });
    expect(response.status).toBe(200);
    const again = await uploaded(response);
    expect(again).toMatchObject({ id: 1, public_id: first.public_id, status: 'completed' });
    expect(await storedRecordings(account)).toEqual([`audio/${account.id}/${first.public_id}`]);
  });

  it('makes one recording of many at the same time', async () => {
    const account = await createAccount();
    const responses = await Promise.all(
      Array.from({ length: 5 }, () => upload(account, { external_id: 'crm-1' })),
    );
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(4);
    const ids = await Promise.all(responses.map(async (response) => (await uploaded(response)).public_id));
    expect(new Set(ids).size).toBe(1);
    const list = RecordingListWire.parse(await (await account.fetch('/api/v1/public/recordings')).json());
    expect(list.meta.total_count).toBe(1);
    expect(await storedRecordings(account)).toEqual([`audio/${account.id}/${ids[0]}`]);
  });

  it('finds an analysis that was submitted with it in another API', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall, external_id: 'crm-1' }));
    const response = await upload(account, { external_id: 'crm-1' });
    expect(response.status).toBe(200);
    expect((await uploaded(response)).public_id).toBe(id);
  });

  it('is a new recording in another project, mode or account', async () => {
    const account = await createAccount();
    const others = [
      upload(account, { external_id: 'crm-1' }),
      upload(account, { external_id: 'crm-1', project_id: '7' }),
      upload(await createKey(account.id, 'read write', true), { external_id: 'crm-1' }),
      upload(await createAccount(), { external_id: 'crm-1' }),
    ];
    for (const response of await Promise.all(others)) expect(response.status).toBe(201);
    expect((await upload(account, { external_id: 'crm-1', project_id: '7' })).status).toBe(200);
  });

  it('takes over from an upload that was cut off before it was accepted', async () => {
    const account = await createAccount();
    const gone = crypto.randomUUID();
    const claim = (externalId: string, id: string) =>
      env.DB.prepare(`insert into external_ids values (?, 0, '', ?, ?)`)
        .bind(account.id, externalId, id)
        .run();
    await claim('crm-1', gone);
    const replaced = await upload(account, { external_id: 'crm-1' });
    expect(replaced.status).toBe(201);
    expect((await uploaded(replaced)).public_id).not.toBe(gone);

    const left = crypto.randomUUID();
    await claim('crm-2', left);
    await env.STORE.put(`audio/${account.id}/${left}`, await stereo().arrayBuffer());
    const completed = await upload(account, { external_id: 'crm-2' });
    expect(completed.status).toBe(200);
    expect((await uploaded(completed)).public_id).toBe(left);
    expect(await settled(account, left)).toMatchObject({ status: 'completed' });
  });

  it('is a new recording once the row of the other was deleted', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall, external_id: 'crm-1' }));
    await settled(account, id);
    await env.DB.prepare('delete from analyses where id = ?').bind(id).run();
    expect((await upload(account, { external_id: 'crm-1' })).status).toBe(201);
  });
});

describe('what is read of a completed recording', () => {
  it('is not sent twice', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await settled(account, id);
    for (const path of ['', '/results', '/transcription', '/summary']) {
      const first = await account.fetch(`/api/v1/public/recordings/1${path}`);
      expect(first.status).toBe(200);
      await first.body?.cancel();
      const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
      const second = await account.fetch(`/api/v1/public/recordings/${id}${path}`, { headers });
      expect(second.status).toBe(304);
    }
  });
});

describe('a recording with a URL mock://…', () => {
  const submit = (account: TestAccount, url: string) =>
    account.submit({ recording_url: url, org_id: 'acme', rep_id: 'rep_42' });

  it('completes in test mode as the call that it names, always the same', async () => {
    const account = await createAccount();
    const scoreOf = async (name: string) => {
      const url = `mock://${name}-pitch`;
      const settledCall = await settled(account, await acceptedId(await submit(account, url)));
      expect(settledCall).toMatchObject({ status: 'completed', recording_url: url });
      return settledCall.analysis?.overall_score ?? Number.NaN;
    };
    const names = ['perfect', 'average', 'poor', 'perfect'];
    const [perfect = 0, average = 0, poor = 0, again] = await Promise.all(names.map(scoreOf));
    expect(perfect).toBeGreaterThan(average);
    expect(average).toBeGreaterThan(poor);
    expect(again).toBe(perfect);
  });

  it('is held against the playbook that came with it', async () => {
    const account = await createAccount();
    const options = {
      callback_url: 'https://app.example.com/hooks',
      language: 'en',
      skip_diarization: false,
      playbook_content: 'Name the recorded line. Offer a free umbrella.',
      prompt_overrides: [{ title: 'string', content: 'string' }],
    };
    const body = { recording_url: 'mock://average-pitch', org_id: 'acme', rep_id: 'rep_42', options };
    const call = await settled(account, await acceptedId(await account.submit(body)));
    expect(call).toMatchObject({ options, callback_url: options.callback_url, metadata: {} });
    expect(call.analysis?.organization_prompt_summary).toContain('umbrella');
    expect(call.analysis?.organization_feedback).toContain('umbrella');
  });

  it('is refused to a live key', async () => {
    const response = await submit(await createAccount('read write', true), 'mock://perfect-pitch');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: { code: 'key_environment_mismatch', details: { field: 'recording_url' } },
    });
  });
});

describe('GET /api/v1/billing/usage', () => {
  it('shows what completed this month', async () => {
    const account = await createAccount();
    await settled(account, await acceptedId(await account.submit({ transcript: salesCall })));
    // The row, which usage is counted from, comes after the object.
    await vi.waitFor(async () => {
      const usage = await (await account.fetch('/api/v1/billing/usage')).json();
      expect(usage).toMatchObject({ metrics: { minutes_analyzed: 35 / 60 }, costs: { currency: 'USD' } });
    }, PATIENT);
  });
});
