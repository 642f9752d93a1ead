import type { z } from 'zod';
import { Fault, parseValid } from '../domain/errors.ts';

/** Whether the request says that its body is JSON. */
export function isJson(request: Request): boolean {
  return /^application\/json\b/i.test(request.headers.get('content-type') ?? '');
}

/** Reads a JSON body of at most `maxBytes`. Throws `payload_too_large`, `malformed_json` and validation faults. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  maxBytes: number,
): Promise<z.output<Schema>> {
  return parseValid(schema, parseJson(await readText(request, maxBytes)));
}

/** Parses a body, or the form field named by `field`. Throws `malformed_json`. */
export function parseJson(text: string, field?: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = field === undefined ? undefined : `Field "${field}" is not valid JSON.`;
    throw new Fault('malformed_json', message, field === undefined ? {} : { field }, error);
  }
}

/** Reads a body of at most `maxBytes` as text. Throws `payload_too_large`. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => payloadTooLarge('A JSON body', maxBytes);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The lines of an NDJSON body as they arrive, without empty ones. Throws `payload_too_large` for a longer line. */
export async function* readLines(
  body: ReadableStream<Uint8Array> | null,
  maxLineBytes: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let restLength = 0;
  for await (const chunk of body ?? []) {
    const [end = '', ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
    rest.push(end);
    restLength += end.length;
    if (restLength > maxLineBytes) throw payloadTooLarge('A line', maxLineBytes);
    if (lines.length === 0) continue;
    const last = lines.pop() ?? '';
    for (const line of [rest.join(''), ...lines]) if (line.trim() !== '') yield line;
    rest = [last];
    restLength = last.length;
  }
  const line = rest.join('') + decoder.decode();
  if (line.trim() !== '') yield line;
}

function payloadTooLarge(what: string, maxBytes: number): Fault {
  return new Fault('payload_too_large', `${what} may have at most ${maxBytes} bytes.`, {
    max_bytes: maxBytes,
  });
}
