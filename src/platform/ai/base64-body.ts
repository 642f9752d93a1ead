/** Base64 grows out of groups of three bytes; this many at once keep memory flat. */
const GROUP_BYTES = 3;
const PIECE_BYTES = 24 * 1024;

/** `{…fields, "audio": "<base64>"}` as a stream: the recording is never in memory as a whole. */
export function base64Body(
  audio: ReadableStream<Uint8Array>,
  fields: Readonly<Record<string, unknown>>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const head = JSON.stringify({ ...fields, audio: '' }).slice(0, -2);
  let rest: Uint8Array = new Uint8Array(0);
  return audio.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(head)),
      transform(chunk, controller) {
        const bytes = joined(rest, chunk);
        const whole = bytes.length - (bytes.length % GROUP_BYTES);
        for (let at = 0; at < whole; at += PIECE_BYTES)
          controller.enqueue(encoder.encode(base64(bytes.subarray(at, Math.min(at + PIECE_BYTES, whole)))));
        rest = bytes.slice(whole);
      },
      flush: (controller) => controller.enqueue(encoder.encode(`${base64(rest)}"}`)),
    }),
  );
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
