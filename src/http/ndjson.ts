import { Fault } from '../domain/fault.ts';

/** The lines of a body, without empty ones, as they arrive. Throws `payload_too_large` for a line over `maxLineBytes`. */
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
    if (restLength > maxLineBytes) throw tooLong(maxLineBytes);
    if (lines.length === 0) continue;
    const last = lines.pop() ?? '';
    for (const line of [rest.join(''), ...lines]) if (line.trim() !== '') yield line;
    rest = [last];
    restLength = last.length;
  }
  const line = rest.join('') + decoder.decode();
  if (line.trim() !== '') yield line;
}

function tooLong(maxLineBytes: number): Fault {
  return new Fault('payload_too_large', `A line may have at most ${maxLineBytes} bytes.`, {
    max_bytes: maxLineBytes,
  });
}
