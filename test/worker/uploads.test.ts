import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PartWire, UploadWire } from '../../src/http/v1/uploads.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { jsonPost } from './json-post.ts';
import { noise, sha256, storedHash } from './noise.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { nightlySweeps } from './sweeps.ts';
import { acceptedId, settled } from './settled.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('an upload in parts', () => {
  const file = noise(8 * 1024 * 1024 + 1_000_000);

  async function begin(account: TestAccount, more: object = {}): Promise<UploadWire> {
    const plan = { size_bytes: file.length, content_type: 'audio/wav', file_name: 'call.wav', ...more };
    const response = await account.fetch('/v1/uploads', jsonPost(plan));
    expect(response.status).toBe(201);
    const upload = UploadWire.parse(await response.json());
    expect(response.headers.get('location')).toBe(`/v1/uploads/${upload.id}`);
    return upload;
  }

  function put(account: TestAccount, upload: UploadWire, number: number, body?: Uint8Array<ArrayBuffer>) {
    const start = (number - 1) * upload.part_size_bytes;
    const content = body ?? file.slice(start, start + upload.part_size_bytes);
    return account.fetch(`/v1/uploads/${upload.id}/parts/${number}`, { method: 'PUT', body: content });
  }

  const complete = (account: TestAccount, { id }: UploadWire) =>
    account.fetch(`/v1/uploads/${id}/complete`, { method: 'POST' });
  const read = async (account: TestAccount, { id }: UploadWire) =>
    UploadWire.parse(await (await account.fetch(`/v1/uploads/${id}`)).json());

  it('becomes a recording whatever order its parts come in, sent again or not, and an analysis once', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const upload = await begin(account, { sha256: (await sha256(file)).toUpperCase() });
    expect(upload).toMatchObject({
      status: 'open',
      part_count: 2,
      part_size_bytes: 8 * 1024 * 1024,
      parts: [],
    });
    const first = new Uint8Array(upload.part_size_bytes);
    expect((await put(account, upload, 2)).status).toBe(200);
    expect((await put(account, upload, 1, first)).status).toBe(200);
    const again = PartWire.parse(await (await put(account, upload, 1)).json());
    expect((await read(account, upload)).parts).toEqual([
      again,
      { ...again, number: 2, size_bytes: 1_000_044, etag: expect.any(String) },
    ]);
    for (const attempt of ['first', 'again']) {
      const response = await complete(account, upload);
      expect(UploadWire.parse(await response.json()), attempt).toMatchObject({ status: 'completed' });
    }
    const id = await acceptedId(await account.submit({ upload_id: upload.id, agent_id: 'alice' }));
    expect(upload.id).toBe(`upl_${id}`);
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    expect(await storedHash(account, id)).toBe(await sha256(file));
    expect(await read(account, upload)).toMatchObject({ status: 'used', analysis_id: id });
    const used = await account.submit({ upload_id: upload.id });
    expect(await used.json()).toMatchObject({ error: { code: 'upload_used', details: { analysis_id: id } } });
    expect((await put(account, upload, 1)).status).toBe(409);
  });

  it('goes on after a part broke off in the middle', async () => {
    const account = await createAccount();
    const upload = await begin(account, { sha256: await sha256(file) });
    await put(account, upload, 1);
    const half = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(file.slice(upload.part_size_bytes, upload.part_size_bytes + 500_000));
        controller.error(new Error('connection lost'));
      },
    });
    const path = `/v1/uploads/${upload.id}/parts/2`;
    await account.fetch(path, { method: 'PUT', body: half }).catch(() => undefined);
    const early = await complete(account, upload);
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ code: 'upload_incomplete', details: { missing_parts: [2] } });
    expect((await put(account, upload, 2)).status).toBe(200);
    expect((await complete(account, upload)).status).toBe(200);
    expect(await storedHash(account, upload.id.slice(4))).toBe(await sha256(file));
  });

  it('takes no part of another size or number, and no size beyond the limit', async () => {
    const account = await createAccount();
    const upload = await begin(account);
    for (const [number, bytes] of [
      [1, 1000],
      [2, 1_000_045],
      [3, 10],
      [0, 10],
    ] as const) {
      const response = await put(account, upload, number, new Uint8Array(bytes));
      expect([number, response.status]).toEqual([number, 400]);
    }
    const response = await account.fetch(
      '/v1/uploads',
      jsonPost({ size_bytes: Number(env.MAX_RECORDING_BYTES) + 1 }),
    );
    expect(response.status).toBe(413);
  });

  it('is gone where it is not what was announced, or was aborted', async () => {
    const account = await createAccount();
    const wrong = await begin(account, { size_bytes: 1_000, sha256: '0'.repeat(64) });
    expect((await put(account, wrong, 1, new Uint8Array(1_000))).status).toBe(200);
    expect(await (await complete(account, wrong)).json()).toMatchObject({ code: 'upload_mismatch' });
    const aborted = await begin(account);
    await put(account, aborted, 1);
    const abort = () => account.fetch(`/v1/uploads/${aborted.id}`, { method: 'DELETE' });
    expect((await abort()).status).toBe(204);
    expect((await abort()).status).toBe(404);
    expect((await account.submit({ upload_id: aborted.id })).status).toBe(404);
    expect((await env.STORE.list({ prefix: `audio/${account.id}/` })).objects).toEqual([]);
  });

  it('waits a day to be used, then is swept', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const [waiting, used, open] = [
      await begin(account, { size_bytes: 1_000 }),
      await begin(account, { size_bytes: 1_000 }),
      await begin(account),
    ];
    expect((await account.submit({ upload_id: waiting.id })).status).toBe(409);
    for (const upload of [waiting, used]) {
      await put(account, upload, 1, waveFile({ dataBytes: 956 }));
      await complete(account, upload);
    }
    const id = await acceptedId(await account.submit({ upload_id: used.id }));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3_600_000 });
    expect((await account.submit({ upload_id: waiting.id })).status).toBe(410);
    expect((await put(account, open, 1)).status).toBe(410);
    await nightlySweeps();
    expect((await env.STORE.list({ prefix: `audio/${account.id}/` })).objects).toHaveLength(2);
    vi.setSystemTime(Date.now() + 3_601_000);
    await nightlySweeps();
    expect((await env.STORE.list({ prefix: `audio/${account.id}/` })).objects.map(({ key }) => key)).toEqual([
      `audio/${account.id}/${id}`,
    ]);
    for (const upload of [waiting, used, open])
      expect((await account.fetch(`/v1/uploads/${upload.id}`)).status).toBe(404);
  });
});
