import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { salesCall } from '../support/transcripts.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

async function serve(handler: Handler): Promise<LocalServer> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Serves a file and takes ranges. Breaks the connection in the middle of the first answer. */
export async function serveBrokenOnce(
  file: Uint8Array,
): Promise<LocalServer & { readonly ranges: string[] }> {
  const ranges: string[] = [];
  const etag = `"${createHash('sha256').update(file).digest('hex')}"`;
  const server = await serve((request, response) => {
    const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
    ranges.push(request.headers.range ?? 'whole');
    response.writeHead(start === 0 ? 200 : 206, {
      etag,
      'content-length': file.length - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` }),
    });
    if (start > 0) response.end(file.subarray(start));
    else response.write(file.subarray(0, file.length / 2), () => response.destroy());
  });
  return { ...server, ranges };
}

/** Answers like the speech model, whatever it is sent, with the SHA-256 of each recording it was sent. */
export async function serveSpeechModel(): Promise<LocalServer & { readonly received: string[] }> {
  const received: string[] = [];
  const utterances = salesCall.utterances.map(({ speaker, start, end, text }) => {
    return {
      start,
      end,
      confidence: 0.97,
      channel: speaker === 'agent' ? 0 : 1,
      transcript: text,
      words: [],
    };
  });
  const result = { metadata: { channels: 2 }, results: { channels: [{ alternatives: [] }], utterances } };
  const server = await serve((request, response) => {
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => {
      received.push(hash.digest('hex'));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ result, success: true, errors: [], messages: [] }));
    });
  });
  return { ...server, received };
}
