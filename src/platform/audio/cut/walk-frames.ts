import type { ByteSource } from '../byte-source.ts';
import { FRAME_HEAD_BYTES, type Frame, type FrameLoudness, type ReadFrameHeader } from './frame.ts';

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
export async function* walkFrames(
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
