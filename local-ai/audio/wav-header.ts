const RIFF = 'RIFF';
const WAVE = 'WAVE';
/** Sizes a writer leaves behind when it did not know the length: the data runs to the end of the file. */
const UNKNOWN_SIZES = new Set([0, 0xffff_ffff]);

/** What a WAV file says about itself. Offsets and sizes in bytes. */
export interface WavHeader {
  channels: number;
  sampleRate: number;
  /** Body of the `fmt ` chunk. */
  format: Uint8Array;
  dataStart: number;
  /** Data bytes the file holds, at most what the header says. */
  presentBytes: number;
  /** Data bytes the header says, null where it left the size open. */
  promisedBytes: number | null;
  /** From rate, channels and sample size: what writers put into the field itself is often wrong for ADPCM. */
  bytesPerSecond: number;
}

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

export const isWav = (bytes: Uint8Array): boolean => tagAt(bytes, 0) === RIFF && tagAt(bytes, 8) === WAVE;

function dataExtent(size: number, available: number): Pick<WavHeader, 'presentBytes' | 'promisedBytes'> {
  if (UNKNOWN_SIZES.has(size)) return { presentBytes: available, promisedBytes: null };
  return { presentBytes: Math.min(size, available), promisedBytes: size };
}

/**
 * Walks the chunks of a RIFF WAVE file up to its data. Null when a chunk that is needed is missing.
 * Chunks start at even offsets (Multimedia Programming Interface and Data Specifications 1.0, 1991).
 */
export function readWavHeader(bytes: Uint8Array): WavHeader | null {
  if (!isWav(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Uint8Array | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tagAt(bytes, at) === 'fmt ' && size >= 16) format = bytes.subarray(body, body + size);
    if (tagAt(bytes, at) === 'data' && format !== null && format.length >= 16) {
      const fields = new DataView(format.buffer, format.byteOffset, format.byteLength);
      return {
        channels: fields.getUint16(2, true),
        sampleRate: fields.getUint32(4, true),
        bytesPerSecond:
          (fields.getUint32(4, true) * fields.getUint16(2, true) * fields.getUint16(14, true)) / 8,
        format,
        dataStart: body,
        ...dataExtent(size, bytes.length - body),
      };
    }
    at = body + size + (size % 2);
  }
  return null;
}

/** The shortest header a decoder needs in front of the data: RIFF, `fmt `, `data`, no other chunks. */
export function plainWavHeader(header: WavHeader): Uint8Array {
  const out = new Uint8Array(28 + header.format.length);
  const view = new DataView(out.buffer);
  const write = (text: string, at: number) => out.set(new TextEncoder().encode(text), at);
  write(RIFF, 0);
  view.setUint32(4, out.length - 8 + header.presentBytes, true);
  write(`${WAVE}fmt `, 8);
  view.setUint32(16, header.format.length, true);
  out.set(header.format, 20);
  write('data', 20 + header.format.length);
  view.setUint32(24 + header.format.length, header.presentBytes, true);
  return out;
}
