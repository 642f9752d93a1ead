import { Fault } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { RecordingSink } from '../storage/ports.ts';
import { BodyTooLarge, readBody, retryAfterMs } from './response.ts';
import type { SafeFetch } from './safe-fetch.ts';

interface DownloadRequest {
  readonly url: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Called before the sink is closed: whether the content is still wanted. */
  readonly confirm: () => Promise<boolean>;
  /** Called again where the transfer starts over; the sink before was aborted. */
  readonly openSink: (contentType: string) => RecordingSink;
}

/**
 * Streams what is at a URL into a sink and closes it. A transfer that breaks off is resumed, provided that the server answers
 * ranges and confirms that the content is still the same. `null`: the content was no longer wanted. Throws `url_not_allowed`,
 * `source_refused`, `source_unavailable`, `source_too_large`, `source_timed_out`. The sink is aborted in either case.
 */
export type Download = (request: DownloadRequest) => Promise<{ readonly sizeBytes: number } | null>;

interface DownloadOptions {
  readonly safeFetch: Pick<SafeFetch, 'fetch'>;
  readonly clock: Clock;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A consumer of a queue is ended after 15 minutes. */
const MAX_MS = 12 * 60_000;
const IDLE_MS = 30_000;
/** So many tries in a row without a byte end the transfer. */
const FUTILE_TRIES = 4;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export function createDownload(options: DownloadOptions): Download {
  return async (request) => {
    const transfer = new Transfer(options, request);
    try {
      return await transfer.run();
    } catch (error) {
      await transfer.abort();
      throw error;
    }
  };
}

/** A try failed for a reason that may pass. `waitMs`: the wait the server asks for. */
class Interrupted extends Error {
  readonly waitMs: number | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(details: Readonly<Record<string, unknown>>, waitMs: number | null, cause?: unknown) {
    super('the transfer was interrupted', { cause });
    this.details = details;
    this.waitMs = waitMs;
  }
}

class Transfer {
  readonly #options: DownloadOptions;
  readonly #request: DownloadRequest;
  readonly #deadline: number;
  #sink: RecordingSink | null = null;
  #received = 0;
  /** Value for `If-Range`, by which the server tells whether the content is still the same; `null`: it gave none. */
  #validator: string | null = null;
  #totalBytes: number | null = null;

  constructor(options: DownloadOptions, request: DownloadRequest) {
    this.#options = options;
    this.#request = request;
    this.#deadline = options.clock.now() + MAX_MS;
  }

  async run(): Promise<{ sizeBytes: number } | null> {
    for (let futile = 0; ;) {
      const before = this.#received;
      try {
        await this.#try();
        if (await this.#request.confirm()) return { sizeBytes: (await this.#sink?.close()) ?? 0 };
        await this.abort();
        return null;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        futile = this.#received > before ? 0 : futile + 1;
        await this.#waitAfter(error, futile);
      }
    }
  }

  async abort(): Promise<void> {
    await this.#sink?.abort();
    this.#sink = null;
  }

  async #waitAfter(interruption: Interrupted, futile: number): Promise<void> {
    const waitMs = interruption.waitMs ?? FIRST_WAIT_MS * 2 ** futile;
    if (futile >= FUTILE_TRIES || waitMs > LONGEST_WAIT_MS)
      throw new Fault('source_unavailable', undefined, interruption.details, interruption.cause);
    if (this.#options.clock.now() + waitMs > this.#deadline) throw new Fault('source_timed_out');
    await this.#options.sleep(waitMs, this.#request.signal);
  }

  async #try(): Promise<void> {
    const response = await this.#open();
    await this.#begin(response);
    const left = this.#request.maxBytes - this.#received;
    try {
      for await (const chunk of readBody(response, { maxBytes: left, idleMs: IDLE_MS }))
        await this.#take(chunk);
    } catch (error) {
      if (error instanceof BodyTooLarge) throw this.#tooLarge();
      if (error instanceof Fault || error instanceof SinkFailed || this.#request.signal.aborted) throw error;
      throw new Interrupted({ received_bytes: this.#received }, null, error);
    }
    if (this.#totalBytes !== null && this.#received < this.#totalBytes)
      throw new Interrupted({ received_bytes: this.#received, total_bytes: this.#totalBytes }, null);
  }

  async #open(): Promise<Response> {
    const { url, signal } = this.#request;
    const rest = this.#validator !== null && this.#received > 0;
    const range = rest && { range: `bytes=${this.#received}-`, 'if-range': this.#validator ?? '' };
    const headers = { accept: 'audio/*, video/*;q=0.9, */*;q=0.5', 'accept-encoding': 'identity', ...range };
    try {
      return await this.#options.safeFetch.fetch({ url, headers, signal });
    } catch (error) {
      if (error instanceof Fault && error.code === 'source_unavailable')
        throw new Interrupted({}, null, error);
      throw error;
    }
  }

  /** Decides by status and headers whether the answer resumes the transfer, starts it over, or is a failure. */
  async #begin(response: Response): Promise<void> {
    const { status, headers } = response;
    if (status === 206 && rangeStart(headers) === this.#received && this.#received > 0) return;
    if (status !== 200) {
      await response.body?.cancel();
      throw this.#failureOf(status, headers);
    }
    await this.abort();
    this.#received = 0;
    const isVerbatim = (headers.get('content-encoding') ?? 'identity') === 'identity';
    const length = headers.get('content-length');
    this.#totalBytes = isVerbatim && length !== null ? Number(length) : null;
    this.#validator = isVerbatim ? validatorOf(headers) : null;
    if ((this.#totalBytes ?? 0) > this.#request.maxBytes) {
      await response.body?.cancel();
      throw this.#tooLarge();
    }
    this.#sink = this.#request.openSink(headers.get('content-type') ?? 'application/octet-stream');
  }

  #failureOf(status: number, headers: Headers): Error {
    const isRangeProblem = status === 416 || status === 206;
    if (isRangeProblem) this.#validator = null;
    if (isRangeProblem || BUSY.has(status)) {
      const waitMs = retryAfterMs(headers.get('retry-after'), this.#options.clock.now());
      return new Interrupted({ status }, waitMs);
    }
    return new Fault('source_refused', `The server of the URL answered with status ${status}.`, { status });
  }

  async #take(chunk: Uint8Array): Promise<void> {
    this.#request.signal.throwIfAborted();
    if (this.#options.clock.now() > this.#deadline) throw new Fault('source_timed_out');
    try {
      await this.#sink?.write(chunk);
    } catch (error) {
      throw new SinkFailed('the recording could not be stored', { cause: error });
    }
    this.#received += chunk.byteLength;
  }

  #tooLarge(): Fault {
    const { maxBytes } = this.#request;
    return new Fault('source_too_large', `What is at the URL has more than ${maxBytes} bytes.`, {
      max_bytes: maxBytes,
    });
  }
}

/** The fault is with our storage, not with the source. */
class SinkFailed extends Error {}

/** The strong ETag, or else `Last-Modified`: a weak tag does not promise the same bytes. */
function validatorOf(headers: Headers): string | null {
  const etag = headers.get('etag');
  return etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified');
}

function rangeStart(headers: Headers): number | null {
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return start === undefined ? null : Number(start);
}
