import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { ByteSource } from '../byte-source.ts';
import { afterId3, type Slot, type Timeline } from './timeline.ts';

const READ_BYTES = 256 * 1024;
const HEADER_BYTES = 16;
/** The bisection ends within so many bytes, or after so many steps; from there on frames are read one by one. */
const NEAR_BYTES = 256 * 1024;
const MAX_HALVINGS = 40;

interface FoundFrame extends FlacFrameHeader {
  readonly startByte: number;
}

/** The frames of a FLAC stream, found by bisection, as every frame states its position. `null`: no such stream. */
export async function flacTimeline(source: ByteSource, facts: RecordingFacts): Promise<Timeline | null> {
  const stream = await readFlacStream(source);
  if (stream === null) return null;
  const { totalSamples, sampleRateHz, audioByte } = stream;
  const statedMs = (totalSamples / sampleRateHz) * 1000;
  return {
    durationMs: totalSamples > 0 ? statedMs : facts.durationMs,
    startByte: audioByte,
    endByte: source.sizeBytes,
    async slots(fromMs, toMs) {
      const inSamples = (ms: number) => Math.round((ms / 1000) * sampleRateHz);
      const begin = await lastFrameBefore(source, stream, inSamples(fromMs));
      const frames = await framesFrom(source, stream, begin, inSamples(toMs));
      return toSlots(frames, inSamples(fromMs), sampleRateHz);
    },
  };
}

/** An offset at or a little before the frame that holds sample `sample`. */
async function lastFrameBefore(source: ByteSource, stream: FlacStream, sample: number): Promise<number> {
  let low = stream.audioByte;
  let high = source.sizeBytes;
  for (let count = 0; count < MAX_HALVINGS && high - low > NEAR_BYTES; count += 1) {
    const middle = Math.floor((low + high) / 2);
    const bytes = await source.read(middle, Math.min(source.sizeBytes, middle + READ_BYTES));
    const [frame] = chained(framesIn(bytes, middle, stream));
    if (frame !== undefined && frame.position <= sample) low = frame.startByte;
    else high = middle;
  }
  return low;
}

async function framesFrom(
  source: ByteSource,
  stream: FlacStream,
  begin: number,
  toSample: number,
): Promise<FoundFrame[]> {
  const frames: FoundFrame[] = [];
  for (let at = begin; at < source.sizeBytes; at += READ_BYTES) {
    const bytes = await source.read(at, Math.min(source.sizeBytes, at + READ_BYTES + HEADER_BYTES));
    frames.push(...framesIn(bytes, at, stream).filter(({ startByte }) => startByte < at + READ_BYTES));
    if ((chained(frames).at(-1)?.position ?? 0) >= toSample) break;
  }
  return chained(frames);
}

function framesIn(bytes: Uint8Array, offset: number, stream: FlacStream): FoundFrame[] {
  const frames: FoundFrame[] = [];
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const header = readFlacFrame(bytes, at, stream);
    if (header) frames.push({ ...header, startByte: offset + at });
  }
  return frames;
}

/** The frames whose end is the position of another one, which leaves out bytes that only look like a header. */
function chained(frames: readonly FoundFrame[]): FoundFrame[] {
  const positions = new Set(frames.map(({ position }) => position));
  return frames.filter(({ position, samples }) => positions.has(position + samples));
}

function toSlots(frames: readonly FoundFrame[], fromSample: number, sampleRateHz: number): Slot[] {
  return frames.flatMap((frame, index) => {
    const next = frames[index + 1];
    if (next === undefined || frame.position + frame.samples <= fromSample) return [];
    const startMs = (frame.position / sampleRateHz) * 1000;
    const endMs = ((frame.position + frame.samples) / sampleRateHz) * 1000;
    const { startByte } = frame;
    const loudness = (next.startByte - startByte) / frame.samples;
    return [{ startMs, endMs, startByte, endByte: next.startByte, loudness }];
  });
}

/** What a FLAC file states before its first frame. */
export interface FlacStream {
  readonly sampleRateHz: number;
  /** Samples of every frame but the last, in a stream of fixed block size. */
  readonly blockSamples: number;
  /** 0 where the encoder did not know. */
  readonly totalSamples: number;
  readonly bitsPerSample: number;
  /** Body of the block `STREAMINFO`. */
  readonly info: Uint8Array;
  /** Offset of the first frame. */
  readonly audioByte: number;
}

const INFO_BYTES = 34;
const BLOCK_HEADER_BYTES = 4;
const MOST_BLOCKS = 128;
const FRAME_SIZES_AT = 4;
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
    if (type & 0x80) return info && toFlacStream(info, at);
  }
  return null;
}

export function toFlacStream(info: Uint8Array, audioByte: number): FlacStream | null {
  const view = new DataView(info.buffer, info.byteOffset, info.byteLength);
  const sampleRateHz = view.getUint32(10) >>> 12;
  const totalSamples = (view.getUint8(TOTAL_AT) & 15) * 2 ** 32 + view.getUint32(TOTAL_AT + 1);
  if (sampleRateHz === 0) return null;
  const bitsPerSample = (((view.getUint8(12) & 1) << 4) | (view.getUint8(TOTAL_AT) >> 4)) + 1;
  return { sampleRateHz, blockSamples: view.getUint16(0), totalSamples, bitsPerSample, info, audioByte };
}

/** The header for a FLAC file with frames of this one, `totalSamples` of each channel or 0: without checksum of the samples and tags. */
export function flacHead({ info }: FlacStream, totalSamples = 0): Uint8Array {
  const head = new Uint8Array(8 + INFO_BYTES);
  head.set(new TextEncoder().encode('fLaC'), 0);
  head.set([0x80, 0, 0, INFO_BYTES], 4);
  head.set(info, 8);
  // The least and the most bytes of a frame: not known.
  head.fill(0, 8 + FRAME_SIZES_AT, 8 + FRAME_SIZES_AT + 6);
  const totalAt = 8 + TOTAL_AT;
  head[totalAt] = ((head[totalAt] ?? 0) & 0xf0) | Math.floor(totalSamples / 2 ** 32);
  new DataView(head.buffer).setUint32(totalAt + 1, totalSamples % 2 ** 32);
  head.fill(0, 8 + MD5_AT);
  return head;
}

export interface FlacFrameHeader {
  /** Samples of each channel before the frame. */
  readonly position: number;
  readonly samples: number;
  readonly headerBytes: number;
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
    headerBytes: checksumAt + 1 - at,
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
