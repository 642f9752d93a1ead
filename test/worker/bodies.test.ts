import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { jsonPost } from './json-post.ts';
import { acceptedId } from './settled.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const JSON_TYPE = { 'content-type': 'application/json' };
const wave = waveFile({ channels: 1, dataBytes: 32_000 });

let account: TestAccount;
beforeAll(async () => {
  // Nothing is made of what is sent: only how it is taken is looked at.
  vi.spyOn(env.JOBS, 'send').mockRejectedValue(new Error('not now'));
  account = await createAccount();
});

const post = (path: string, body: BodyInit, headers: Record<string, string> = JSON_TYPE) =>
  account.fetch(path, { method: 'POST', body, headers });
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

async function gzip(content: string | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const compressed = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(compressed).arrayBuffer();
}

/** A form as bytes, with the header of its file part as clients of all kinds write it. */
function form(disposition: string, more = ''): RequestInit {
  const head = `${more}--x\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: audio/wav\r\n\r\n`;
  const body = new Blob([head, wave, '\r\n--x--\r\n']);
  return { method: 'POST', body, headers: { 'content-type': 'multipart/form-data; boundary=x' } };
}

describe('the body of a route of settings', () => {
  const goal = JSON.stringify({ name: 'Greeting' });

  it('has at most 64 KiB, to the byte', async () => {
    expect((await post('/v1/goals', goal.padEnd(64 * KIB))).status).toBe(201);
    const response = await post('/v1/goals', goal.padEnd(64 * KIB + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: 'payload_too_large',
      details: { max_bytes: 64 * KIB },
    });
  });

  it('has room for the texts of an account where it holds them', async () => {
    const playbook = 'Greet. '.repeat(20_000).trim();
    const put = (value: string) =>
      account.fetch('/v1/prompts', { ...jsonPost({ playbook: value }), method: 'PUT' });
    expect((await put(playbook)).status).toBe(200);
    expect((await put('x'.repeat(520 * KIB))).status).toBe(413);
  });
});

describe('JSON', () => {
  const deep = `{"x":${nested(32)}}`;
  const lines = { 'content-type': 'application/x-ndjson' };

  it.each([
    ['settings', '/v1/goals', deep],
    ['a submission', '/v1/analyses', deep],
    ['a batch', '/v1/batches', deep],
    ['a session', '/v1/sessions/s/analysis', deep],
    ['a recording by URL', '/api/v1/analysis/', deep],
    ['a transcript that is JSON in a string', '/v1/analyses', JSON.stringify({ transcript: deep })],
  ])('is refused past 32 levels before it is parsed: %s', async (_name, path, body) => {
    const response = await post(path, body);
    const text = await response.text();
    expect([400, 422], text).toContain(response.status);
    expect(text).toContain('may be nested 32 levels deep at most');
  });

  it('sinks its own line of a batch alone', async () => {
    const good = JSON.stringify({ transcript: salesCall });
    const response = await post('/v1/batches', `${good}\n${deep}\n`, lines);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      errors: [{ index: 1, message: expect.stringContaining('32 levels') }],
    });
  });

  it('takes a bounded number of values, so that 16 MiB of text do not become ten times that', async () => {
    const body = `{"transcript":[${'[],'.repeat(600_000)}0]}`;
    const response = await post('/v1/analyses', body);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { details: { max_values: 1_000_000 } } });
  });
});

describe('metadata', () => {
  const keys = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));

  it('has up to four levels and a hundred keys', async () => {
    for (const metadata of [{ a: { b: { c: { d: 1 } } } }, keys(100), { a: keys(99) }])
      expect((await account.submit({ transcript: salesCall, metadata })).status).toBe(202);
  });

  it.each([
    ['levels', { a: { b: { c: { d: {} } } } }, 'must be at most 4 levels deep'],
    ['levels of arrays', { a: [[[[]]]] }, 'must be at most 4 levels deep'],
    ['keys', keys(101), 'must have at most 100 keys'],
    ['keys within', { a: keys(60), b: keys(60) }, 'must have at most 100 keys'],
  ])('is refused for more %s, with the limit', async (_name, metadata, message) => {
    for (const response of [
      await account.submit({ transcript: salesCall, metadata }),
      await account.upload({ file: new File([wave], 'a.wav'), metadata: JSON.stringify(metadata) }),
    ]) {
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { message: expect.stringContaining(message), details: { field: 'metadata' } },
      });
    }
  });
});

describe('a name that the caller made up', () => {
  const long = 'ü'.repeat(5000);
  const shown = `${'ü'.repeat(63)}…`;

  it.each([
    ['a field', () => account.submit({ transcript: salesCall, [long]: 1 })],
    ['a field within', () => account.submit({ transcript: salesCall, options: { [long]: 1 } })],
    ['a setting', () => account.fetch('/v1/goals', jsonPost({ name: 'a', [long]: 1 }))],
    ['a form field', () => account.upload({ file: new File([wave], 'a.wav'), [long]: '1' })],
    ['a file part', () => account.upload({ [long]: new File([wave], 'a.wav') })],
    [
      'a field that is given twice',
      () => account.fetch('/v1/analyses', form('name="file"; filename="a.wav"', twice(long))),
    ],
  ])('is repeated to 64 characters: %s', async (_name, call) => {
    const response = await call();
    const text = await response.text();
    expect(response.status, text).toBe(400);
    expect(text).toContain(shown);
    expect(text).not.toContain('ü'.repeat(64));
  });

  const twice = (name: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n1\r\n`.repeat(2);
});

describe('a body that was compressed with gzip', () => {
  const gzipped = { ...JSON_TYPE, 'content-encoding': 'gzip' };

  it('is read as if it had not been', async () => {
    expect((await post('/v1/goals', await gzip('{"name":"a"}'), gzipped)).status).toBe(201);
    const body = await gzip(JSON.stringify({ transcript: salesCall }));
    expect((await post('/v1/analyses', body, gzipped)).status).toBe(202);
    const keyed = { ...gzipped, 'idempotency-key': 'zipped' };
    const id = await acceptedId(await post('/v1/analyses', body, keyed));
    expect(await acceptedId(await post('/v1/analyses', body, keyed))).toBe(id);
  });

  it.each([
    ['settings', '/v1/goals', 64 * KIB],
    ['a submission', '/v1/analyses', 16 * MIB],
  ])('has the limit of one that was not, once it is inflated: %s', async (_name, path, maxBytes) => {
    const response = await post(path, await gzip(new Uint8Array(maxBytes + 1).fill(0x20)), gzipped);
    expect(response.status).toBe(413);
    expect(await response.text()).toContain(`"max_bytes":${maxBytes}`);
  });

  it('is refused where it is not gzip', async () => {
    const response = await post('/v1/goals', '{"name":"a"}', gzipped);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'malformed_gzip' });
  });

  it.each([
    ['lines', '/v1/batches', 'application/x-ndjson'],
    ['a form', '/v1/analyses', 'multipart/form-data; boundary=x'],
  ])('is refused by name where it is streamed: %s', async (_name, path, type) => {
    const response = await post(path, await gzip('{}'), { ...gzipped, 'content-type': type });
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    expect(await response.text()).toContain('unsupported_encoding');
  });
});

describe('the name of a file', () => {
  const Recording = z.object({ data: z.object({ name: z.string() }) });

  async function storedName(response: Response): Promise<string> {
    const id = await acceptedId(response);
    const read = await account.fetch(`/api/v1/public/recordings/${id}`);
    return Recording.parse(await read.json()).data.name;
  }

  it.each([
    ['Cyrillic', 'filename="Звонок.wav"', 'Звонок.wav'],
    ['a typographic apostrophe', 'filename="Miller’s call.wav"', 'Miller’s call.wav'],
    ['Japanese', 'filename="通話.wav"', '通話.wav'],
    ['Arabic', 'filename="مكالمة.wav"', 'مكالمة.wav'],
    ['an emoji', 'filename="☎️ 📞.wav"', '☎️ 📞.wav'],
    ['decomposed, as a Mac sends it', 'filename="Mu\u0308ller.wav"', 'M\u00FCller.wav'],
    ['escaped quotes', String.raw`filename="the \"big\" %22call%22.wav"`, 'the "big" "call".wav'],
    ['without quotes', 'filename=Звонок.wav', 'Звонок.wav'],
    ['extended', 'filename="x.wav"; filename*=UTF-8\'\'%D0%97%D0%B2.wav', 'Зв.wav'],
    ['extended with a language', "filename*=utf-8'ru'%D0%97.wav; filename=x.wav", 'З.wav'],
  ])('is taken in any script and normal form: %s', async (_name, parameters, expected) => {
    const response = await account.fetch('/v1/analyses', form(`name="file"; ${parameters}`));
    expect(await storedName(response)).toBe(expected);
  });

  it('tells requests with the same idempotency key apart', async () => {
    const send = (name: string) => {
      const init = form(`name="file"; filename="${name}"`);
      const headers = { ...Object.fromEntries(new Headers(init.headers)), 'idempotency-key': 'names' };
      return account.fetch('/v1/analyses', { ...init, headers });
    };
    const id = await acceptedId(await send('Звонок.wav'));
    expect(await acceptedId(await send('Звонок.wav'))).toBe(id);
    expect((await send('Разговор.wav')).status).toBe(400);
  });

  it.each([
    ['a path', 'filename="calls/a.wav"', 'without a path'],
    ['a path of Windows', String.raw`filename="C:\\calls\\a.wav"`, 'without a path'],
    ['a control character', 'filename="a%0Ab.wav"', 'control characters'],
    ['too many characters', `filename="${'я'.repeat(257)}"`, 'at most 256 characters'],
    ['what is not percent-encoded UTF-8', "filename*=UTF-8''%E9.wav", 'filename*'],
  ])('is refused by name: %s', async (_name, parameters, message) => {
    const response = await account.fetch('/v1/analyses', form(`name="file"; ${parameters}`));
    const text = await response.text();
    expect(response.status, text).toBe(400);
    expect(text).toContain(message);
  });

  it('goes out again where the recording is played, safe in a header', async () => {
    const id = await acceptedId(
      await account.fetch('/v1/analyses', form('name="file"; filename="Звонок (1); a=%22b%22.wav"')),
    );
    const played = await account.fetch(`/v1/analyses/${id}/audio`);
    await played.body?.cancel();
    const header = played.headers.get('content-disposition') ?? '';
    const encoded = '%D0%97%D0%B2%D0%BE%D0%BD%D0%BE%D0%BA%20%281%29%3B%20a%3D%22b%22.wav';
    expect(header).toMatch(/^inline; filename="recording-[\w-]+\.\w+"; filename\*=UTF-8''/);
    expect(header.endsWith(`''${encoded}`), header).toBe(true);
  });
});

describe('a body that its sender breaks off', () => {
  /** So much of a body that was to be longer, and then the connection is lost. */
  function brokenOff(start: string) {
    const { readable, writable } = new FixedLengthStream(64 * KIB);
    const writer = writable.getWriter();
    const send = async () => {
      await writer.write(new TextEncoder().encode(start));
      await writer.abort(new Error('the sender is gone'));
    };
    void send().catch(() => undefined);
    return readable;
  }
  const formStart = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\nRIFF';
  const formType = 'multipart/form-data; boundary=x';

  it.each([
    ['settings', '/v1/goals', 'application/json', '{"name":'],
    ['a submission', '/v1/analyses', 'application/json', '{"transcript":['],
    ['a recording', '/v1/analyses', formType, formStart],
    ['a batch', '/v1/batches', 'application/json', '{"items":['],
    ['a batch as lines', '/v1/batches', 'application/x-ndjson', '{"transcript":"a"}\n{"tran'],
    ['a session', '/v1/sessions/s/analysis', 'application/json', '{"transcript":'],
    ['a recording by URL', '/api/v1/analysis/', 'application/json', '{"url":'],
    [
      'a recording of the other API',
      '/api/v1/analysis/',
      formType,
      formStart.replace('"file"', '"audio_file"'),
    ],
  ])('is a fault of its own, not one of ours: %s', async (_name, path, type, start) => {
    const errors = vi.spyOn(console, 'error');
    const send = (key: string) =>
      account.fetch(path, {
        method: 'POST',
        headers: { 'content-type': type, 'idempotency-key': key },
        body: brokenOff(start),
      });
    for (const response of [await send(path + type), await send(path + type)]) {
      const text = await response.text();
      expect(response.status, text).toBe(400);
      expect(text).toContain('The request body broke off before its end.');
    }
    expect(errors).not.toHaveBeenCalled();
    errors.mockRestore();
  });
});

describe('a body that is refused early', () => {
  /** A body that tells what became of it. */
  function watched(bytes: number) {
    const chunk = new Uint8Array(64 * KIB);
    const state = { sent: 0, end: 'open' };
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (state.sent >= bytes) {
          state.end = 'read';
          return controller.close();
        }
        state.sent += chunk.byteLength;
        controller.enqueue(chunk.slice());
      },
      cancel: () => void (state.end = 'cancelled'),
    });
    return { body, state };
  }

  it.each([
    ['without a key', '/v1/goals', {}, 401],
    ['on a route that there is not', '/v2/nothing', {}, 404],
    ['on a route that only reads', '/docs', {}, 404],
    ['in the middle of settings', '/v1/goals', { key: true }, 413],
    ['of a type that is not taken', '/v1/analyses', { key: true, type: 'text/plain' }, 415],
    ['in the middle of a form', '/v1/analyses', { key: true, type: 'multipart/form-data' }, 400],
    ['in the middle of lines', '/v1/batches', { key: true, type: 'application/x-ndjson' }, 413],
  ] as const)(
    'is read to its end, so that the client reads the answer: %s',
    async (_name, path, how, status) => {
      const { body, state } = watched(8 * MIB);
      const { key = false, type = 'application/json' } = how as { key?: boolean; type?: string };
      const headers = { 'content-type': type, ...(key && { authorization: `Bearer ${account.key}` }) };
      const response = await exports.default.fetch(`https://debrief.test${path}`, {
        method: 'POST',
        headers,
        body,
      });
      await response.text();
      expect(response.status).toBe(status);
      expect(state.end).toBe('read');
    },
  );

  it('is cancelled where it goes on and on', async () => {
    const { body, state } = watched(1024 * MIB);
    const response = await exports.default.fetch('https://debrief.test/v1/goals', { method: 'POST', body });
    expect(response.status).toBe(401);
    expect(state.sent).toBeLessThan(64 * MIB);
  });
});
