import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { salesCall } from '../support/transcripts.ts';
import { createAccount } from './account.ts';
import { noise, sha256, storedHash } from './noise.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a URL', () => {
  const dns = new URL(env.DNS_OVER_HTTPS_URL).host;
  type Server = (url: URL, headers: Headers) => Response;

  /** Stands for the internet: names have one address, and one server answers for all of them. */
  function internet(serve: Server, address = '93.184.215.14') {
    return vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      if (url.host !== dns) return serve(url, request.headers);
      const records = url.searchParams.get('type') === 'A' ? [{ type: 1, data: address }] : [];
      return Response.json({ Status: 0, Answer: records });
    });
  }

  const calledHosts = (spy: ReturnType<typeof internet>) =>
    spy.mock.calls.map(([input]) => new URL(new Request(input).url).host).filter((host) => host !== dns);

  it('of a recording is fetched, going on where the transfer broke off, to the same bytes', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const file = noise(9 * 1024 * 1024);
    const ranges: (string | null)[] = [];
    internet((url, headers) => {
      if (url.pathname === '/moved.wav')
        return new Response(null, { status: 302, headers: { location: 'https://cdn.example.com/call.wav' } });
      const range = headers.get('range');
      ranges.push(range);
      const start = Number(/\d+/.exec(range ?? '')?.[0] ?? 0);
      const rest = file.slice(start);
      let sent = false;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent) return start === 0 ? controller.error(new Error('connection lost')) : controller.close();
          sent = true;
          controller.enqueue(start === 0 ? rest.slice(0, 5_000_000) : rest);
        },
      });
      const range206 = { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` };
      return new Response(body, {
        status: start === 0 ? 200 : 206,
        headers: { etag: '"v1"', 'content-length': `${rest.length}`, ...(start > 0 && range206) },
      });
    });
    const account = await createAccount();
    const url = 'https://files.example.com/moved.wav?signature=s3cret';
    const id = await acceptedId(await account.submit({ recording_url: url }));
    const analysis = await settled(account, id);
    expect(analysis).toMatchObject({ status: 'completed', recording_url: url });
    expect(ranges[0]).toBeNull();
    expect(ranges.length).toBeGreaterThan(1);
    expect(await storedHash(account, id)).toBe(await sha256(file));
  });

  it.each(['http://files.example.com/call.wav', 'https://169.254.169.254/', 'https://localhost/call.wav'])(
    'such as %s is refused at once, and nothing is fetched',
    async (url) => {
      const fetched = internet(() => new Response('secret'));
      const account = await createAccount();
      for (const field of ['recording_url', 'transcript_url']) {
        const response = await account.submit({ [field]: url });
        expect(response.status).toBe(422);
        expect(await response.json()).toMatchObject({ error: { code: 'url_not_allowed', details: {} } });
      }
      expect(fetched).not.toHaveBeenCalled();
    },
  );

  it.each([
    ['resolves to a private address', () => new Response('secret'), '10.0.0.7', 'url_not_allowed', {}, 0],
    [
      'redirects to one',
      () => new Response(null, { status: 307, headers: { location: 'https://[fd00::1]/' } }),
      undefined,
      'url_not_allowed',
      {},
      1,
    ],
    [
      'is answered with 403',
      () => new Response('no', { status: 403 }),
      undefined,
      'source_refused',
      { status: 403 },
      1,
    ],
    ['leads to a web page', () => new Response('<!doctype html>'), undefined, 'audio_unrecognised', {}, 1],
    [
      'promises too much',
      () => new Response('RIFF', { headers: { 'content-length': '99000000000' } }),
      undefined,
      'source_too_large',
      { max_bytes: Number(env.MAX_RECORDING_BYTES) },
      1,
    ],
  ] as const)(
    'that %s fails the analysis and says so',
    async (_name, serve, address, code, details, hops) => {
      const fetched = internet(serve, address);
      const account = await createAccount();
      const id = await acceptedId(
        await account.submit({ recording_url: 'https://files.example.com/call.mp3' }),
      );
      expect(await settled(account, id)).toMatchObject({ status: 'failed', error: { code, details } });
      expect(calledHosts(fetched)).toHaveLength(hops);
      expect((await env.STORE.list({ prefix: `audio/${account.id}/` })).objects.length).toBe(
        code === 'audio_unrecognised' ? 1 : 0,
      );
    },
  );

  it('of a transcript is fetched and read in the form that it has', async () => {
    const srt = salesCall.utterances.map(
      ({ speaker, start, end, text }, at) =>
        `${at + 1}\n00:00:${start.toFixed(3).padStart(6, '0')} --> 00:00:${end.toFixed(3).padStart(6, '0')}\n${speaker}: ${text}\n`,
    );
    internet(() => new Response(srt.join('\n'), { headers: { 'content-type': 'audio/wav' } }));
    const account = await createAccount();
    const url = 'https://files.example.com/call';
    const id = await acceptedId(await account.submit({ transcript_url: url }));
    const analysis = await settled(account, id);
    expect(analysis).toMatchObject({ status: 'completed', transcript_url: url, duration_seconds: 35 });
    expect(analysis.transcript?.utterances.map(({ text }) => text)).toEqual(
      salesCall.utterances.map(({ text }) => text),
    );
    expect((await account.fetch(`/v1/analyses/${id}/audio`)).status).toBe(404);
  });

  it('of something else than a transcript fails the analysis', async () => {
    internet(() => new Response('<!doctype html>'));
    const account = await createAccount();
    const id = await acceptedId(
      await account.submit({ transcript_url: 'https://files.example.com/call.srt' }),
    );
    expect(await settled(account, id)).toMatchObject({
      status: 'failed',
      error: { code: 'transcript_unrecognised' },
    });
  });
});

describe('a transcript in the body', () => {
  it.each([
    ['lines', 'Agent: Good morning.\nCustomer: Hi, I have a question.'],
    ['another service', { results: novaAnswer().results }],
  ])('may be in the form of %s', async (_name, transcript) => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript }));
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
  });

  it('is refused at once in a form that nobody knows', async () => {
    const account = await createAccount();
    const response = await account.submit({ transcript: { hello: 'there' } });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error: { code: 'transcript_unrecognised' } });
  });
});
