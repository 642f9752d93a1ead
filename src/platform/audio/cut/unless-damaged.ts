import { Fault } from '../../../domain/fault.ts';
import type { ByteSource } from '../byte-source.ts';

/**
 * What `work` makes of the recording; `null` where it fails because the recording is damaged, and not because it could not
 * be read: that is thrown, as is every `Fault`.
 */
export async function unlessDamaged<Result>(
  source: ByteSource,
  work: (source: ByteSource) => Promise<Result>,
): Promise<Result | null> {
  const failures: unknown[] = [];
  const watched: ByteSource = {
    sizeBytes: source.sizeBytes,
    async read(start, end) {
      if (start < 0 || end > source.sizeBytes || start > end)
        throw new RangeError(`no bytes from ${start} to ${end}`);
      if (start === end) return new Uint8Array(0);
      return source.read(start, end).catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
    },
  };
  try {
    return await work(watched);
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (failures.length > 0) throw failures[0];
    return null;
  }
}
