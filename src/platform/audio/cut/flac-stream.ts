import type { ByteSource } from '../byte-source.ts';
import { afterId3 } from './id3.ts';

/** What a FLAC file says of itself in front of its frames. */
export interface FlacStream {
  readonly sampleRateHz: number;
  /** Samples of a frame, all but the last, where frames are numbered. */
  readonly blockSamples: number;
  /** 0 where the encoder did not know. */
  readonly totalSamples: number;
  /** Body of the block `STREAMINFO`. */
  readonly info: Uint8Array;
  /** Of its first frame. */
  readonly audioByte: number;
}

const INFO_BYTES = 34;
const BLOCK_HEADER_BYTES = 4;
const MOST_BLOCKS = 128;
const TOTAL_AT = 13;
const MD5_AT = 18;

/** `null` where there is no such stream. Source: RFC 9639, section 8. */
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

/** The head of a FLAC file with frames of this one: of unknown length, without a checksum of the samples. */
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
