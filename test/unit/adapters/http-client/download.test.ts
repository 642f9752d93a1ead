import { describe, expect, it } from 'vitest';
import { createDownload } from '../../../../src/adapters/http-client/download.ts';
import { createSafeFetch } from '../../../../src/adapters/http-client/safe-fetch.ts';

const content = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 31) % 251);
const url = 'https://files.example.com/call.wav';
const CHUNK_BYTES = 7_000;

interface Server {
  /** After how many bytes the body of each answer breaks off, in order; the last holds for all that follow. */
  readonly breaks?: readonly number[];
  readonly etag?: (request: number) => string | null;
  readonly takesRanges?: boolean;
  readonly saysLength?: boolean;
  /** Whole answers that come first. */
  readonly first?: readonly Response[];
  readonly endsQuietly?: boolean;
}

/** A server in a function; `requests` are the ranges it was asked for. */
function serve(server: Server) {
  const { breaks = [], etag = () => '"v1"', takesRanges = true, saysLength = true, first = [] } = server;
  const requests: (string | null)[] = [];
  const fetcher: typeof fetch = async (_input, init) => {
    const headers = new Headers(init?.headers);
    const range = headers.get('range');
    requests.push(range);
    const early = first[requests.length - 1];
    if (early) return early;
    const tag = etag(requests.length);
    const same = tag !== null && headers.get('if-range') === tag;
    const start = takesRanges && same && range !== null ? Number(/\d+/.exec(range)?.[0]) : 0;
    const until = Math.min(
      content.length,
      start + (breaks[requests.length - 1] ?? breaks.at(-1) ?? content.length),
    );
    const answer = new Response(broken(start, until, server.endsQuietly ?? false), {
      status: start > 0 ? 206 : 200,
    });
    if (tag !== null) answer.headers.set('etag', tag);
    if (saysLength) answer.headers.set('content-length', `${content.length - start}`);
    if (start > 0)
      answer.headers.set('content-range', `bytes ${start}-${content.length - 1}/${content.length}`);
    return answer;
  };
  return { fetcher, requests };
}

function broken(start: number, until: number, quietly: boolean): ReadableStream<Uint8Array> {
  let at = start;
  return new ReadableStream({
    pull(controller) {
      if (at < until) {
        controller.enqueue(content.slice(at, Math.min(at + CHUNK_BYTES, until)));
        at = Math.min(at + CHUNK_BYTES, until);
      } else if (until === content.length || quietly) controller.close();
      else controller.error(new Error('connection reset'));
    },
  });
}

/** Downloads with a clock that waits set forward; what was stored, the waits, and how each sink ended. */
async function download(server: Server, maxBytes = 1_000_000, signal = new AbortController().signal) {
  const { fetcher, requests } = serve(server);
  const log = { info: () => undefined, error: () => undefined };
  const safeFetch = createSafeFetch({ fetcher, resolve: null, allowLoopback: false, log });
  const sinks: { bytes: number[]; ended: string }[] = [];
  const waits: number[] = [];
  let nowMs = 1_790_000_000_000;
  const run = createDownload({
    safeFetch,
    clock: { now: () => nowMs },
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
  });
  const openSink = () => {
    const sink = { bytes: [] as number[], ended: 'open' };
    sinks.push(sink);
    return {
      write: async (chunk: Uint8Array) => void sink.bytes.push(...chunk),
      close: async () => ((sink.ended = 'closed'), sink.bytes.length),
      abort: async () => void (sink.ended = 'aborted'),
    };
  };
  const error = await run({
    url,
    maxBytes,
    signal,
    openSink,
    confirm: async () => !signal.aborted,
  }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return {
    error,
    requests,
    waits,
    sinks,
    ended: sinks.map(({ ended }) => ended),
    stored: sinks.at(-1)?.bytes ?? [],
  };
}

const whole = (stored: readonly number[]) => Buffer.from(stored).equals(Buffer.from(content));

describe('a download', () => {
  it('stores what is there', async () => {
    const { error, stored, ended, waits } = await download({});
    expect([error, whole(stored), ended, waits]).toEqual([null, true, ['closed'], []]);
  });

  it.each([
    ['breaks off', {}],
    ['ends before its announced length', { endsQuietly: true }],
    ['breaks off, with an unknown length', { saysLength: false }],
  ])('that %s goes on where it was, to the same bytes', async (_name, more) => {
    const { error, stored, requests, ended } = await download({ breaks: [30_000, 41_000, 100_000], ...more });
    expect([error, whole(stored), ended]).toEqual([null, true, ['closed']]);
    expect(requests).toEqual([null, 'bytes=30000-', 'bytes=71000-']);
  });

  it.each([
    ['the content has changed', { etag: (request: number) => `"v${request}"` }],
    ['the server knows no ranges', { takesRanges: false }],
    ['nothing tells whether the content is the same', { etag: () => null }],
    ['the tag is a weak one', { etag: () => 'W/"v1"' }],
  ])('begins anew after breaking off where %s', async (_name, more) => {
    const { error, stored, ended } = await download({ breaks: [30_000, 100_000], ...more });
    expect([error, whole(stored), ended]).toEqual([null, true, ['aborted', 'closed']]);
  });

  it('that never gets any further is given up, and leaves nothing', async () => {
    const { error, ended, requests } = await download({ breaks: [30_000, 0] });
    expect(error).toMatchObject({ code: 'source_unavailable', details: { received_bytes: 30_000 } });
    expect(ended).toEqual(['aborted']);
    expect(requests).toHaveLength(5);
  });

  it.each([
    ['seconds', '7', 7_000],
    ['a date', new Date(1_790_000_000_000 + 20_000).toUTCString(), 20_000],
    ['nothing of sense', 'soon', 2_000],
  ])('waits as long as a busy server asks for, in %s', async (_name, value, waitMs) => {
    const busy = new Response('', { status: 429, headers: { 'retry-after': value } });
    const { error, waits, stored } = await download({ first: [busy] });
    expect([error, waits, whole(stored)]).toEqual([null, [waitMs], true]);
  });

  it('does not wait for a server that asks for more than a minute', async () => {
    const busy = new Response('', { status: 503, headers: { 'retry-after': '3600' } });
    const { error, waits } = await download({ first: [busy] });
    expect(error).toMatchObject({ code: 'source_unavailable', details: { status: 503 } });
    expect(waits).toEqual([]);
  });

  it.each([401, 403, 404, 410, 204])('is refused at once by an answer of %i', async (status) => {
    const { error, requests } = await download({ first: [new Response(null, { status })] });
    expect(error).toMatchObject({ code: 'source_refused', details: { status } });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['announces', {}, 0],
    ['sends', { saysLength: false }, 1],
  ])('of a server that %s too much is ended', async (_name, server, sinks) => {
    const { error, ended } = await download(server, 50_000);
    expect(error).toMatchObject({ code: 'source_too_large', details: { max_bytes: 50_000 } });
    expect(ended).toEqual(Array.from({ length: sinks }, () => 'aborted'));
  });

  it('is not stored after its step was taken away', async () => {
    const taken = AbortSignal.abort(new Error('taken away'));
    const { error, ended } = await download({}, 1_000_000, taken);
    expect(error).toMatchObject({ message: 'taken away' });
    expect(ended).not.toContain('closed');
  });
});
