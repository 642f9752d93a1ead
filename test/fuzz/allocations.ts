/** Buffers that are made of a number of elements. */
const BUFFERS = [
  'ArrayBuffer',
  'Uint8Array',
  'Int8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'Array',
] as const;
const ELEMENT_BYTES: Readonly<Record<string, number>> = { ArrayBuffer: 1, Array: 8 };

export interface Allocations {
  /** Bytes of the largest buffer asked for since the last call. */
  takeLargest(): number;
}

/** An array longer than this is asked for by no recording that fits the limits. */
class TooLarge extends RangeError {}

/**
 * Counts the buffers that are asked for in this thread from now on. One above the limit is noted and refused, as a smaller
 * machine would.
 */
export function countAllocations(limitBytes: number): Allocations {
  let largest = 0;
  const note = (bytes: number) => {
    largest = Math.max(largest, bytes);
    if (bytes > limitBytes) throw new TooLarge(`${bytes} bytes`);
  };
  for (const name of BUFFERS) {
    const original: object = globalThis[name];
    const bytes =
      'BYTES_PER_ELEMENT' in original ? Number(original.BYTES_PER_ELEMENT) : (ELEMENT_BYTES[name] ?? 1);
    const counted = new Proxy(globalThis[name], {
      construct(target, args: unknown[], made: new () => object) {
        const [size] = args;
        if (args.length === 1 && typeof size === 'number') note(size * bytes);
        const result: unknown = Reflect.construct(target, args, made);
        return Object(result);
      },
    });
    Reflect.set(globalThis, name, counted);
  }
  return {
    takeLargest() {
      const taken = largest;
      largest = 0;
      return taken;
    },
  };
}
