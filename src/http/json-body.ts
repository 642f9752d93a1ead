import type { z } from 'zod';
import { Fault } from '../domain/fault.ts';
import { parseValid } from './validation.ts';

/** Reads a JSON body of at most `maxBytes`. Throws `payload_too_large`, `malformed_json` and validation faults. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  maxBytes: number,
): Promise<z.output<Schema>> {
  return parseValid(schema, parseJson(await readText(request, maxBytes)));
}

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
  const tooLarge = () =>
    new Fault('payload_too_large', `A JSON body may have at most ${maxBytes} bytes.`, {
      max_bytes: maxBytes,
    });
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
