import type { FlacStream } from './flac-stream.ts';

export interface FlacFrameHeader {
  /** Samples of each channel before it. */
  readonly position: number;
  readonly samples: number;
}

const POLYNOMIAL = 0x07;
const RATE_CODES_WITH_BYTES: Readonly<Record<number, number>> = { 12: 1, 13: 2, 14: 2 };
const RATE_INVALID = 15;

/**
 * The frame header at offset `at`, `null` where there is none whose checksum is right. At most 16 bytes are looked at.
 * Source: RFC 9639, section 9.1.
 */
export function readFlacFrame(bytes: Uint8Array, at: number, stream: FlacStream): FlacFrameHeader | null {
  const [sync = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
  if (sync !== 0xff || (second & 0xfe) !== 0xf8 || (fourth & 1) !== 0) return null;
  const sizeCode = third >> 4;
  const rateCode = third & 15;
  if (sizeCode === 0 || rateCode === RATE_INVALID) return null;
  const number = readCodedNumber(bytes, at + 4);
  if (number === null) return null;
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
  const checksumAt = number.end + sizeBytes + (RATE_CODES_WITH_BYTES[rateCode] ?? 0);
  if (checksumAt >= bytes.byteLength || checksum(bytes, at, checksumAt) !== bytes[checksumAt]) return null;
  const variable = (second & 1) === 1;
  return {
    position: variable ? number.value : number.value * stream.blockSamples,
    samples: blockSamples(sizeCode, bytes, number.end),
  };
}

function blockSamples(code: number, bytes: Uint8Array, at: number): number {
  const [high = 0, low = 0] = bytes.subarray(at, at + 2);
  if (code === 1) return 192;
  if (code < 6) return 144 << code;
  if (code === 6) return high + 1;
  if (code === 7) return high * 256 + low + 1;
  return 1 << code;
}

/** A number in the extended UTF-8 of section 9.1.5. */
function readCodedNumber(bytes: Uint8Array, at: number): { value: number; end: number } | null {
  const first = bytes[at] ?? 0xff;
  if (first < 0x80) return { value: first, end: at + 1 };
  const length = Math.clz32(~(first << 24));
  if (length < 2 || length > 7) return null;
  let value = first & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, end: at + length };
}

function checksum(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at += 1) {
    crc ^= bytes[at] ?? 0;
    for (let bit = 0; bit < 8; bit += 1)
      crc = crc & 0x80 ? ((crc << 1) ^ POLYNOMIAL) & 0xff : (crc << 1) & 0xff;
  }
  return crc;
}
