import { readMpegFrame, sideInfoBytes } from './mpeg-frame.ts';

/** The first frame of many mp3 files, which holds facts instead of audio. Offsets count from its start. */
interface InfoFrame {
  readonly sizeBytes: number;
  /** Samples that decoders drop at the start: the encoder's delay and their own. */
  readonly leadSamples: number;
  readonly flagsAt: number;
  /** Offset of the encoder's delay and padding, 12 bits each; `null` where they are not stated. */
  readonly delayAt: number | null;
}

const DECODER_DELAY_SAMPLES = 529;
const HAS_FRAME_COUNT = 1;
const HAS_BYTE_COUNT = 2;
const HAS_INDEX = 4;
const HAS_QUALITY = 8;
const INDEX_BYTES = 100;
/** Bytes from the name of the encoder to its delay. */
const DELAY_OFFSET = 21;
const ENCODERS: ReadonlySet<string> = new Set(['LAME', 'Lavf', 'Lavc']);

/**
 * Reads the Xing or LAME frame at the start of `bytes`; `null` where the frame is an ordinary one.
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
  const isStated = ENCODERS.has(textAt(bytes, encoderAt)) && delayAt + 3 <= header.sizeBytes;
  if (!isStated) return { sizeBytes: header.sizeBytes, leadSamples: 0, flagsAt, delayAt: null };
  const delay = ((bytes[delayAt] ?? 0) << 4) | ((bytes[delayAt + 1] ?? 0) >> 4);
  return { sizeBytes: header.sizeBytes, leadSamples: delay + DECODER_DELAY_SAMPLES, flagsAt, delayAt };
}

/** A copy of the frame for a file of the first `frameCount` frames with audio, of `audioBytes` bytes, and without padding at its end. */
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
