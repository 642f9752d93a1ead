import { Fault } from '../domain/errors.ts';

/**
 * The bytes of a request as they arrive. Where the reader ends early, what is left of them is not cancelled: it is for whoever
 * answers. Throws `body_incomplete` where the sender breaks off, and the fault of whoever counted the bytes before.
 */
export async function* arrivingBytes(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const chunks = body.values({ preventCancel: true });
  try {
    for (;;) {
      const { done, value } = await chunks.next().catch(brokenOff);
      if (done) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

function brokenOff(error: unknown): never {
  throw error instanceof Fault ? error : new Fault('body_incomplete', undefined, {}, error);
}
