interface BodyLimits {
  readonly maxBytes: number;
  /** The longest wait for the next bytes. */
  readonly idleMs: number;
}

/** The body has more bytes than it may. */
export class BodyTooLarge extends Error {}

/** The body as it arrives. Throws `BodyTooLarge` past `maxBytes`, and an `Error` where the transfer breaks off or stalls. */
export async function* readBody(
  response: Response,
  { maxBytes, idleMs }: BodyLimits,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  let received = 0;
  try {
    for (;;) {
      const { done, value } = await within(idleMs, reader.read());
      if (done) return;
      const chunk = toBytes(value);
      received += chunk.byteLength;
      if (received > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`);
      yield chunk;
    }
  } finally {
    // Also where the consumer stops early: a body that is not read keeps its connection open.
    void reader.cancel().catch(() => undefined);
  }
}

function toBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error('a body of something else than bytes');
}

function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no bytes within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * The wait that a `Retry-After` header asks for, milliseconds from `nowMs`, in either of its forms; `null` where it is absent
 * or is neither. Source: RFC 9110, section 10.2.3.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
