import type { IncomingMessage } from 'node:http';

import { Failure } from './failure.ts';

const tooLarge = (capBytes: number): Failure =>
  new Failure('tooLarge', `The request is larger than ${Math.floor(capBytes / 1e6)} MB.`);

/** Reads a request body whole into memory of its own. Fails past `capBytes`; what is left is then not kept. */
export async function readBody(request: IncomingMessage, capBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers['content-length'] ?? 0) > capBytes) throw tooLarge(capBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > capBytes) throw tooLarge(capBytes);
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks.splice(0)) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
