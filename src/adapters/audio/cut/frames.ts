import type { ByteSource } from '../byte-source.ts';
import type { Slot } from './timeline.ts';

/** What the header of a frame says. */
export interface FrameHeader {
  /** Of the whole frame, with its header. */
  readonly sizeBytes: number;
  /** Samples of each channel it decodes to. */
  readonly samples: number;
  readonly sampleRateHz: number;
}

/** The header of the frame at offset `at`, `null` where there is none; up to `FRAME_HEAD_BYTES` from there may be looked at. */
type ReadFrameHeader = (bytes: Uint8Array, at: number) => FrameHeader | null;

export const FRAME_HEAD_BYTES = 64;

export interface Frame extends FrameHeader {
  readonly startByte: number;
  /** See `Slot`. */
  readonly loudness: number;
}

/** How loud the frame at offset `at` is, of which at least its first `FRAME_HEAD_BYTES` are there. */
type FrameLoudness = (bytes: Uint8Array, at: number, header: FrameHeader) => number;

/** Every byte is read: few large reads. */
const READ_BYTES = 1024 * 1024;

export interface FrameFormat {
  readonly read: ReadFrameHeader;
  readonly loudness: FrameLoudness;
}

/**
 * The frames from the first whole one at or after `fromByte` on, group by group. What is between frames is
 * stepped over. Reads every byte once.
 */
async function* walkFrames(
  source: ByteSource,
  format: FrameFormat,
  fromByte: number,
): AsyncGenerator<Frame[]> {
  for (let at = fromByte; at < source.sizeBytes;) {
    const bytes = await source.read(at, Math.min(source.sizeBytes, at + READ_BYTES));
    const atEnd = at + bytes.byteLength >= source.sizeBytes;
    const { frames, next } = framesWithin(bytes, format, atEnd);
    yield frames.map((frame) => ({ ...frame, startByte: frame.startByte + at }));
    if (atEnd || next === 0) return;
    at += next;
  }
}

/**
 * The frames that lie wholly within `bytes`, with whatever must follow them, and how far that was looked at. A frame is
 * believed right behind another one, before another one, or at the very end.
 */
export function framesWithin(
  bytes: Uint8Array,
  { read, loudness }: FrameFormat,
  atEnd: boolean,
): { frames: Frame[]; next: number } {
  const frames: Frame[] = [];
  let at = 0;
  let inStep = false;
  while (at < bytes.byteLength) {
    const header = read(bytes, at);
    const end = at + (header?.sizeBytes ?? 1);
    if (!atEnd && end + FRAME_HEAD_BYTES > bytes.byteLength) break;
    const believed = inStep || end === bytes.byteLength || read(bytes, end) !== null;
    if (header && believed && end <= bytes.byteLength) {
      frames.push({ ...header, startByte: at, loudness: loudness(bytes, at, header) });
      inStep = true;
      at = end;
    } else {
      inStep = false;
      at += 1;
    }
  }
  return { frames, next: at };
}

/** Frames as slots, the first of which begins to be heard `samples` after the start of the recording. */
export function frameSlots(frames: readonly Frame[], samples: number): Slot[] {
  let heard = samples;
  return frames.map(({ startByte, sizeBytes, loudness, ...frame }) => {
    const startMs = (heard / frame.sampleRateHz) * 1000;
    heard += frame.samples;
    const endMs = (heard / frame.sampleRateHz) * 1000;
    return { startMs, endMs, startByte, endByte: startByte + sizeBytes, loudness };
  });
}

/** All frames from `fromByte` on as slots, group by group. `leadSamples` are decoded but not heard. */
export async function* walkSlots(
  source: ByteSource,
  format: FrameFormat,
  fromByte: number,
  leadSamples: number,
): AsyncGenerator<Slot[]> {
  let heard = -leadSamples;
  for await (const frames of walkFrames(source, format, fromByte)) {
    yield frameSlots(frames, heard);
    heard += frames.reduce((sum, { samples }) => sum + samples, 0);
  }
}

const HEADER_BYTES = 10;
const MOST_TAGS = 8;

/** Where the audio begins: after the ID3v2 tags in front of it. Source: id3.org, ID3 tag version 2.4.0, section 3.1. */
export async function afterId3(source: ByteSource): Promise<number> {
  let at = 0;
  for (let count = 0; count < MOST_TAGS && at + HEADER_BYTES <= source.sizeBytes; count += 1) {
    const [i, d, three, , , , a = 0, b = 0, c = 0, e = 0] = await source.read(at, at + HEADER_BYTES);
    if (i !== 0x49 || d !== 0x44 || three !== 0x33) break;
    at += HEADER_BYTES + ((a << 21) | (b << 14) | (c << 7) | e);
  }
  return Math.min(at, source.sizeBytes);
}
