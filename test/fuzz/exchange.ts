import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type FuzzRequest, wireHead } from './requests.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly requestId: string | null;
  readonly body: Buffer;
}

/** What came of a request. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The connection was broken by the sender. */
  | { readonly kind: 'given_up' }
  /** The connection was broken by the server before it answered. */
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'silent' };

const SILENT_AFTER_MS = 30_000;
/** An event stream has no end while the analysis has none. */
const LONGEST_STREAM_MS = 300;
const MOST_KEPT_BYTES = 4 * 1024 * 1024;

export class Sender {
  readonly #agent: Agent;
  readonly #url: URL;

  constructor(url: string, sideBySide: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: sideBySide });
  }

  async send(request: FuzzRequest): Promise<Outcome> {
    if (request.abortAt !== null) return this.#abort(request, request.abortAt);
    const first = await this.#whole(request);
    // A kept connection may have been closed just when it was used again.
    if (first === 'stale') return this.send(request);
    // A connection may be closed before anything of it was read, as by a server that stood still for longer than it waits. What a
    // request breaks, it breaks again; a part that ended with it is noted by itself.
    return first.kind === 'broken' ? this.#again(request) : first;
  }

  async #again(request: FuzzRequest): Promise<Outcome> {
    const second = await this.#whole(request);
    return second === 'stale' ? this.#again(request) : second;
  }

  close(): void {
    this.#agent.destroy();
  }

  #abort(request: FuzzRequest, abortAt: number): Promise<Outcome> {
    const bytes = Buffer.concat([wireHead(request), request.body ?? Buffer.alloc(0)]).subarray(0, abortAt);
    return new Promise((resolve) => {
      const socket = connect({ host: this.#url.hostname, port: Number(this.#url.port) });
      socket.on('error', () => resolve({ kind: 'given_up' }));
      socket.on('close', () => resolve({ kind: 'given_up' }));
      // Half of them by a reset, half by an orderly end in the middle.
      socket.write(bytes, () =>
        setTimeout(() => (request.turn % 2 ? socket.resetAndDestroy() : socket.destroy()), request.turn % 5),
      );
    });
  }

  #whole({ method, path, headers, body }: FuzzRequest): Promise<Outcome | 'stale'> {
    return new Promise((resolve) => {
      const { hostname, port } = this.#url;
      const request = httpRequest({
        agent: this.#agent,
        host: hostname,
        port,
        method,
        path,
        headers: grouped(headers),
        setHost: true,
      });
      const timer = setTimeout(() => {
        resolve({ kind: 'silent' });
        request.destroy();
      }, SILENT_AFTER_MS);
      const end = (outcome: Outcome | 'stale') => {
        clearTimeout(timer);
        resolve(outcome);
      };
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isStale = request.reusedSocket && error.code === 'ECONNRESET';
        end(isStale ? 'stale' : { kind: 'broken', reason: error.code ?? error.message });
      });
      request.on('upgrade', (response, socket) => {
        socket.destroy();
        end({ kind: 'answered', answer: answerOf(response, Buffer.alloc(0)) });
      });
      request.on('response', (response) => void read(response).then(end));
      request.end(body ?? undefined);
    });
  }
}

/** Headers that are sent several times, as Node takes them. */
function grouped(headers: FuzzRequest['headers']): Record<string, string | string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of headers) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(
    [...all].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

function read(response: IncomingMessage): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let kept = 0;
    const answered = () => resolve({ kind: 'answered', answer: answerOf(response, Buffer.concat(chunks)) });
    if (response.headers['content-type'] === 'text/event-stream')
      setTimeout(() => response.destroy(), LONGEST_STREAM_MS);
    response.on('data', (chunk: Buffer) => {
      if (kept < MOST_KEPT_BYTES) chunks.push(chunk);
      kept += chunk.length;
    });
    response.on('close', answered);
    response.on('error', answered);
  });
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: Buffer): Answer {
  const requestId = headers['x-request-id'];
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    requestId: typeof requestId === 'string' ? requestId : null,
    body,
  };
}
