import { describe, expect, it } from 'vitest';
import { createResolver, createSafeFetch } from '../../../../src/adapters/http-client/safe-fetch.ts';
import { REFUSED } from './refused-urls.ts';

interface Setting {
  /** What the fake connection answers, by URL. */
  readonly answers?: Readonly<Record<string, () => Response>>;
  readonly addresses?: readonly string[];
  readonly allowLoopback?: boolean;
}

/** A client whose connection is a table: nothing leaves the process. */
function clientWith({ answers = {}, addresses = ['93.184.215.14'], allowLoopback = false }: Setting) {
  const requested: { url: string; init: RequestInit | undefined }[] = [];
  const lines: unknown[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const url = new Request(input).url;
    requested.push({ url, init });
    const answer = answers[url];
    if (!answer) throw new TypeError('connection refused');
    return answer();
  };
  const log = {
    info: () => undefined,
    error: (event: string, fields = {}) => void lines.push({ event, ...fields }),
  };
  const client = createSafeFetch({ fetcher, resolve: async () => addresses, allowLoopback, log });
  return { client, requested, lines };
}

const redirect =
  (location: string, status = 302) =>
  () =>
    new Response(null, { status, headers: { location } });
const ok = () => new Response('content');
const file = 'https://files.example.com/call.wav';

describe('a refusal', () => {
  it('tells every caller the same, and the log why, and connects to nothing', async () => {
    const answers = new Set<string>();
    for (const [url, reason] of REFUSED) {
      const { client, requested, lines } = clientWith({});
      const error: unknown = await client.fetch({ url }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'url_not_allowed' });
      answers.add(JSON.stringify([String(error), Object(error).details]));
      expect(lines).toEqual([expect.objectContaining({ event: 'outbound.refused', reason })]);
      expect(requested).toEqual([]);
    }
    expect([...answers]).toHaveLength(1);
  });

  it('keeps path, query and credentials out of the log', async () => {
    const { client, lines } = clientWith({});
    const url = 'https://user:hunter2@files.example.com/secret/path?signature=abc';
    await expect(client.fetch({ url })).rejects.toThrow();
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|secret|abc/);
  });

  it.each([
    [['127.0.0.1'], 'resolves_to_address:loopback'],
    [['93.184.215.14', '10.0.0.7'], 'resolves_to_address:private'],
    [['::ffff:169.254.169.254'], 'resolves_to_address:ipv4Mapped'],
    [['fd00:ec2::254'], 'resolves_to_address:uniqueLocal'],
    [['not an address'], 'resolves_to_address:unknown'],
  ])('meets a name with the addresses %j', async (addresses, reason) => {
    const { client, requested, lines } = clientWith({ answers: { [file]: ok }, addresses });
    await expect(client.fetch({ url: file })).rejects.toMatchObject({ code: 'url_not_allowed' });
    expect(lines).toEqual([{ event: 'outbound.refused', reason, host: 'files.example.com' }]);
    expect(requested).toEqual([]);
  });
});

/** A header holds nothing but ASCII, and a redirect to no URL is one to a path. */
const redirects = REFUSED.filter(([url]) => URL.canParse(url) && /^[ -~]+$/.test(url));

describe('a redirect', () => {
  it.each(redirects)('to %s is refused: %s', async (url, reason) => {
    const { client, requested, lines } = clientWith({ answers: { [file]: redirect(url) } });
    await expect(client.fetch({ url: file })).rejects.toMatchObject({ code: 'url_not_allowed' });
    expect(lines).toEqual([expect.objectContaining({ reason })]);
    expect(requested.map((request) => request.url)).toEqual([file]);
  });

  it('is followed by hand, relative ones too, up to five times', async () => {
    const hop = (at: number) => `https://files.example.com/${at}`;
    const chain = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, at) => [hop(at), redirect(`/${at + 1}`, 307)]));
    const five = clientWith({ answers: { ...chain(5), [hop(5)]: ok } });
    expect(await (await five.client.fetch({ url: hop(0) })).text()).toBe('content');
    expect(five.requested.every(({ init }) => init?.redirect === 'manual')).toBe(true);
    const six = clientWith({ answers: { ...chain(6), [hop(6)]: ok } });
    await expect(six.client.fetch({ url: hop(0) })).rejects.toMatchObject({ code: 'url_not_allowed' });
    expect(six.lines).toEqual([expect.objectContaining({ reason: 'too_many_redirects' })]);
  });

  it('from the internet to this machine is refused in local mode too', async () => {
    const answers = { [file]: redirect('http://127.0.0.1:9000/'), 'http://127.0.0.1:9000/': ok };
    const { client, requested } = clientWith({ answers, allowLoopback: true });
    await expect(client.fetch({ url: file })).rejects.toMatchObject({ code: 'url_not_allowed' });
    expect(requested).toHaveLength(1);
    expect(await (await client.fetch({ url: 'http://127.0.0.1:9000/' })).text()).toBe('content');
  });

  it('is the answer to a request with a body, which is never sent twice', async () => {
    const { client, requested } = clientWith({
      answers: { [file]: redirect('https://b.example.com/', 308) },
    });
    const response = await client.fetch({ url: file, method: 'POST', body: '{}' });
    expect(response.status).toBe(308);
    expect(requested).toHaveLength(1);
  });
});

describe('a server', () => {
  it('that cannot be reached, or whose name has no address, is unavailable', async () => {
    for (const setting of [{}, { answers: { [file]: ok }, addresses: [] }]) {
      const { client } = clientWith(setting);
      await expect(client.fetch({ url: file })).rejects.toMatchObject({ code: 'source_unavailable' });
    }
  });

  it('that does not answer in time is unavailable', async () => {
    const log = { info: () => undefined, error: () => undefined };
    const fetcher: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const client = createSafeFetch({ fetcher, resolve: null, allowLoopback: false, log });
    await expect(client.fetch({ url: file, timeoutMs: 5 })).rejects.toMatchObject({
      code: 'source_unavailable',
    });
  });
});

describe('the resolver', () => {
  const answering = (status: number, ...answers: object[]) =>
    createResolver(
      async () => Response.json({ Status: status, Answer: answers }),
      'https://dns.example.com/q',
    );
  const { signal } = new AbortController();

  it('asks for both kinds of address and leaves out other records', async () => {
    const asked: string[] = [];
    const resolve = createResolver(async (input) => {
      const { searchParams } = new URL(new Request(input).url);
      asked.push(`${searchParams.get('name')} ${searchParams.get('type')}`);
      const record =
        searchParams.get('type') === 'A' ? { type: 1, data: '8.8.8.8' } : { type: 28, data: '::1' };
      return Response.json({ Status: 0, Answer: [{ type: 5, data: 'alias.example.com' }, record] });
    }, 'https://dns.example.com/q');
    expect(await resolve('files.example.com', signal)).toEqual(['8.8.8.8', '::1']);
    expect(asked).toEqual(['files.example.com A', 'files.example.com AAAA']);
  });

  it('finds no address for a name that does not exist, and throws where the server failed', async () => {
    expect(await answering(3)('nowhere.example.com', signal)).toEqual([]);
    await expect(answering(2)('files.example.com', signal)).rejects.toThrow('code 2');
  });
});
