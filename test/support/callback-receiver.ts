import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

export interface ReceivedCallback {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** How a receiver answers one callback. */
export type Answer = (response: ServerResponse) => void;

export const accept: Answer = (response) => response.writeHead(204).end();
export const answer =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(`status ${status}`);
export const reset: Answer = (response) => response.socket?.destroy();
export const never: Answer = () => undefined;

export interface CallbackReceiver {
  readonly url: string;
  readonly received: ReceivedCallback[];
  close(): void;
}

/** A server on this machine that gives the answers in turn, the last one again and again. */
export async function startReceiver(answers: readonly Answer[] = [accept]): Promise<CallbackReceiver> {
  const received: ReceivedCallback[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, body, arrivedAt: Date.now() });
      (answers[received.length - 1] ?? answers.at(-1) ?? accept)(response);
    });
  });
  // A connection that is closed just when the sender uses it again loses a callback until its next attempt.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
