import { z } from 'zod';
import { Fault } from '../../domain/errors.ts';
import { describeError, type Log } from '../log.ts';
import { addressProblem, type AllowedUrl, decideUrl, isLoopback, type UrlPolicy } from './url-policy.ts';

interface SafeFetchRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  /** Sent after every redirect as well, so they must not hold secrets of ours. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Redirects of a request with a body are not followed but answered. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
  /** Longest wait for the headers of an answer, for each redirect anew. 30 s by default. */
  readonly timeoutMs?: number;
}

/** The only client for URLs that a customer gave. */
export interface SafeFetch {
  /** Throws `url_not_allowed` where the text of a URL is enough to refuse it. Looks up no names. */
  check(url: string): void;
  /**
   * Fetches an allowed URL and follows at most five redirects, each checked as the first URL was. The caller reads the body, with
   * `readBody` for its limits. Throws `url_not_allowed`, and `source_unavailable` where nobody answers in time.
   */
  fetch(request: SafeFetchRequest): Promise<Response>;
}

interface SafeFetchOptions extends UrlPolicy {
  readonly fetcher: typeof fetch;
  /** `null`: the addresses of names are not checked. */
  readonly resolve: ResolveName | null;
  readonly log: Log;
}

const MAX_REDIRECTS = 5;
const TIMEOUT_MS = 30_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  const guard = new Guard(options);
  return {
    check: (url) => void guard.check(url),
    async fetch(request) {
      let allowed = guard.check(request.url);
      for (let redirects = 0; ; redirects += 1) {
        const { url } = allowed;
        const response = await fetchOnce(options, guard, request, allowed);
        const location = response.headers.get('location');
        if (!REDIRECTS.has(response.status) || location === null || request.body !== undefined)
          return response;
        await response.body?.cancel();
        if (redirects === MAX_REDIRECTS) throw guard.refuse(url.href, 'too_many_redirects');
        if (!URL.canParse(location, url.href)) throw guard.refuse(url.href, 'redirect_to_no_url');
        allowed = guard.check(new URL(location, url).href, url);
      }
    },
  };
}

class Guard {
  readonly #options: SafeFetchOptions;

  constructor(options: SafeFetchOptions) {
    this.#options = options;
  }

  /** The caller gets no reason; the log does. It names only the host, because a path may be a secret. */
  refuse(url: string, reason: string): Fault {
    const host = URL.canParse(url) ? new URL(url).host : '';
    this.#options.log.error('outbound.refused', { reason, host });
    return new Fault('url_not_allowed');
  }

  /** `from`: what redirected to the URL. Only this machine may redirect to itself, even in local mode. */
  check(text: string, from?: URL): AllowedUrl {
    const allowLoopback = this.#options.allowLoopback && (from === undefined || isLoopback(from));
    const decision = decideUrl(text, { allowLoopback });
    if (!decision.allowed) throw this.refuse(text, decision.reason);
    return decision;
  }

  /**
   * Looks the name up anew for each request. The platform looks it up again when it connects: a name whose address changes
   * within those milliseconds is not caught.
   */
  async checkAddresses(url: URL, signal: AbortSignal): Promise<void> {
    const { resolve } = this.#options;
    if (resolve === null) return;
    const addresses = await resolve(url.hostname, signal);
    if (addresses.length === 0) throw new Error('the name has no address');
    for (const address of addresses) {
      const problem = addressProblem(address);
      if (problem !== null) throw this.refuse(url.href, `resolves_to_${problem}`);
    }
  }
}

async function fetchOnce(
  { fetcher, log }: SafeFetchOptions,
  guard: Guard,
  request: SafeFetchRequest,
  { url, isName }: AllowedUrl,
): Promise<Response> {
  const { method = 'GET', headers = {}, body, signal, timeoutMs = TIMEOUT_MS } = request;
  const [limited, done] = withTimeout(timeoutMs, signal);
  try {
    if (isName) await guard.checkAddresses(url, limited);
    const content = body === undefined ? {} : { body };
    return await fetcher(url, { method, headers, ...content, redirect: 'manual', signal: limited });
  } catch (error) {
    if (error instanceof Fault || signal?.aborted) throw error;
    log.error('outbound.failed', { host: url.host, ...describeError(error) });
    throw new Fault('source_unavailable', 'The server of the URL could not be reached.');
  } finally {
    done();
  }
}

/** A signal that aborts with `outer` or after `timeoutMs`, and a function that stops the timer. */
function withTimeout(timeoutMs: number, outer: AbortSignal | undefined): [AbortSignal, () => void] {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  const signal = outer ? AbortSignal.any([outer, controller.signal]) : controller.signal;
  return [signal, () => clearTimeout(timer)];
}

/** The addresses of a name, IPv4 and IPv6; an empty list where there is no such name. Throws where the server does not tell. */
type ResolveName = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

const ADDRESS_TYPES = { A: 1, AAAA: 28 } as const;
const NO_SUCH_NAME = 3;

const Answer = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).default([]),
});

/** Asks a DNS-over-HTTPS server (RFC 8484) in its `application/dns-json` form. */
export function createResolver(fetcher: typeof fetch, serverUrl: string): ResolveName {
  async function look(
    name: string,
    type: keyof typeof ADDRESS_TYPES,
    signal: AbortSignal,
  ): Promise<string[]> {
    const url = new URL(serverUrl);
    url.searchParams.set('name', name);
    url.searchParams.set('type', type);
    const response = await fetcher(url, { headers: { accept: 'application/dns-json' }, signal });
    if (!response.ok) throw new Error(`the DNS server answered ${response.status}`);
    const { Status: status, Answer: answers } = Answer.parse(await response.json());
    if (status === NO_SUCH_NAME) return [];
    if (status !== 0) throw new Error(`the DNS server answered with code ${status}`);
    return answers.filter((answer) => answer.type === ADDRESS_TYPES[type]).map(({ data }) => data);
  }

  return async (name, signal) => {
    const found = await Promise.all([look(name, 'A', signal), look(name, 'AAAA', signal)]);
    return found.flat();
  };
}
