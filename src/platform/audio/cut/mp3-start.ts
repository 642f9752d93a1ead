import type { ByteSource } from '../byte-source.ts';
import { afterId3 } from './id3.ts';
import { readMpegFrame } from './mpeg-frame.ts';
import { readInfoFrame } from './mpeg-info.ts';
import { mpegLoudness } from './mpeg-loudness.ts';
import { type FrameFormat, framesWithin } from './walk-frames.ts';

export const MP3: FrameFormat = { read: readMpegFrame, loudness: mpegLoudness };

const FIRST_BYTES = 64 * 1024;

/** Where the frames of an mp3 begin, and how much of what they decode to is not heard. */
export interface Mp3Start {
  /** Of its first frame, be it one that holds no audio. */
  readonly startByte: number;
  readonly audioByte: number;
  readonly leadSamples: number;
}

export async function findMp3Start(source: ByteSource): Promise<Mp3Start | null> {
  const from = await afterId3(source);
  const bytes = await source.read(from, Math.min(source.sizeBytes, from + FIRST_BYTES));
  const [first] = framesWithin(bytes, MP3, true).frames;
  if (first === undefined) return null;
  const info = readInfoFrame(bytes.subarray(first.startByte));
  const startByte = from + first.startByte;
  return { startByte, audioByte: startByte + (info?.sizeBytes ?? 0), leadSamples: info?.leadSamples ?? 0 };
}
