import { readMpegFrame, sideInfoBytes } from './mpeg-frame.ts';

/** The frame in front of an mp3 that holds no audio but tells of it. Offsets are from its start. */
interface InfoFrame {
  readonly sizeBytes: number;
  /** Samples a decoder leaves out at the beginning: the encoder's delay, and its own. */
  readonly leadSamples: number;
  readonly flagsAt: number;
  /** Where the encoder's delay and padding are, 12 bits each; `null` where they are not told. */
  readonly delayAt: number | null;
}

const DECODER_DELAY_SAMPLES = 529;
const HAS_FRAME_COUNT = 1;
const HAS_BYTE_COUNT = 2;
const HAS_INDEX = 4;
const HAS_QUALITY = 8;
const INDEX_BYTES = 100;
/** From the name of the encoder to its delay. */
const DELAY_OFFSET = 21;
const ENCODERS: ReadonlySet<string> = new Set(['LAME', 'Lavf', 'Lavc']);

/**
 * Reads the frame at the start of `bytes` as one of Xing or LAME; `null` where it is an ordinary one.
 * Source: the mp3 info tag specification, revision 1, G. Bouvigne and others.
 */
export function readInfoFrame(bytes: Uint8Array): InfoFrame | null {
  const header = readMpegFrame(bytes, 0);
  if (header === null || header.sizeBytes > bytes.byteLength) return null;
  const tagAt = 4 + sideInfoBytes(header);
  if (!['Xing', 'Info'].includes(textAt(bytes, tagAt))) return null;
  const flagsAt = tagAt + 4;
  const flags = bytes[flagsAt + 3] ?? 0;
  const encoderAt = flagsAt + 4 + fieldBytes(flags);
  const delayAt = encoderAt + DELAY_OFFSET;
  const told = ENCODERS.has(textAt(bytes, encoderAt)) && delayAt + 3 <= header.sizeBytes;
  if (!told) return { sizeBytes: header.sizeBytes, leadSamples: 0, flagsAt, delayAt: null };
  const delay = ((bytes[delayAt] ?? 0) << 4) | ((bytes[delayAt + 1] ?? 0) >> 4);
  return { sizeBytes: header.sizeBytes, leadSamples: delay + DECODER_DELAY_SAMPLES, flagsAt, delayAt };
}

/** The same frame for the first `frameCount` frames of the recording, which end within the sound: nothing pads them. */
export function shortenedInfo(
  bytes: Uint8Array,
  info: InfoFrame,
  frameCount: number,
  audioBytes: number,
): Uint8Array {
  const copy = bytes.slice(0, info.sizeBytes);
  const view = new DataView(copy.buffer);
  const flags = copy[info.flagsAt + 3] ?? 0;
  let at = info.flagsAt + 4;
  if (flags & HAS_FRAME_COUNT) {
    view.setUint32(at, frameCount);
    at += 4;
  }
  if (flags & HAS_BYTE_COUNT) view.setUint32(at, audioBytes + info.sizeBytes);
  if (info.delayAt !== null) {
    copy[info.delayAt + 1] = (copy[info.delayAt + 1] ?? 0) & 0xf0;
    copy[info.delayAt + 2] = 0;
  }
  return copy;
}

function fieldBytes(flags: number): number {
  return (
    (flags & HAS_FRAME_COUNT ? 4 : 0) +
    (flags & HAS_BYTE_COUNT ? 4 : 0) +
    (flags & HAS_INDEX ? INDEX_BYTES : 0) +
    (flags & HAS_QUALITY ? 4 : 0)
  );
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
