import type { ByteSource } from '../byte-source.ts';
import { afterId3 } from './frames.ts';

/** What a FLAC file states before its first frame. */
export interface FlacStream {
  readonly sampleRateHz: number;
  /** Samples of every frame but the last, in a stream of fixed block size. */
  readonly blockSamples: number;
  /** 0 where the encoder did not know. */
  readonly totalSamples: number;
  /** Body of the block `STREAMINFO`. */
  readonly info: Uint8Array;
  /** Offset of the first frame. */
  readonly audioByte: number;
}

const INFO_BYTES = 34;
const BLOCK_HEADER_BYTES = 4;
const MOST_BLOCKS = 128;
const TOTAL_AT = 13;
const MD5_AT = 18;

/** `null` where the file is no FLAC stream. Source: RFC 9639, section 8. */
export async function readFlacStream(source: ByteSource): Promise<FlacStream | null> {
  const start = await afterId3(source);
  let at = start + 4;
  let info: Uint8Array | null = null;
  for (let count = 0; count < MOST_BLOCKS && at + BLOCK_HEADER_BYTES <= source.sizeBytes; count += 1) {
    const [type = 0, high = 0, middle = 0, low = 0] = await source.read(at, at + BLOCK_HEADER_BYTES);
    const size = high * 65_536 + middle * 256 + low;
    at += BLOCK_HEADER_BYTES;
    if (at + size > source.sizeBytes) return null;
    if ((type & 0x7f) === 0 && size === INFO_BYTES) info = await source.read(at, at + size);
    at += size;
    if (type & 0x80) return info && toStream(info, at);
  }
  return null;
}

function toStream(info: Uint8Array, audioByte: number): FlacStream | null {
  const view = new DataView(info.buffer, info.byteOffset, info.byteLength);
  const sampleRateHz = view.getUint32(10) >>> 12;
  const totalSamples = (view.getUint8(TOTAL_AT) & 15) * 2 ** 32 + view.getUint32(TOTAL_AT + 1);
  if (sampleRateHz === 0) return null;
  return { sampleRateHz, blockSamples: view.getUint16(0), totalSamples, info, audioByte };
}

/** The header for a FLAC file with some frames of this one: without length and checksum of the samples. */
export function flacHead({ info }: FlacStream): Uint8Array {
  const head = new Uint8Array(8 + INFO_BYTES);
  head.set(new TextEncoder().encode('fLaC'), 0);
  head.set([0x80, 0, 0, INFO_BYTES], 4);
  head.set(info, 8);
  const totalAt = 8 + TOTAL_AT;
  head[totalAt] = (head[totalAt] ?? 0) & 0xf0;
  head.fill(0, totalAt + 1, 8 + MD5_AT);
  head.fill(0, 8 + MD5_AT);
  return head;
}

export interface FlacFrameHeader {
  /** Samples of each channel before the frame. */
  readonly position: number;
  readonly samples: number;
}

const POLYNOMIAL = 0x07;
const RATE_CODES_WITH_BYTES: Readonly<Record<number, number>> = { 12: 1, 13: 2, 14: 2 };
const RATE_INVALID = 15;

/**
 * The frame header at offset `at`; `null` where there is none with a valid checksum. Reads at most 16 bytes.
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

/** Reads a number coded like UTF-8, of up to 36 bits (RFC 9639, section 9.1.5). */
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
