import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { ByteSource } from '../byte-source.ts';
import {
  afterId3,
  type Frame,
  FRAME_HEAD_BYTES,
  type FrameFormat,
  frameSlots,
  framesWithin,
  walkSlots,
} from './frames.ts';
import { type MpegFrameHeader, mpegLoudness, readMpegFrame } from './mpeg-frame.ts';
import { readInfoFrame } from './mpeg-info.ts';
import { sequentialTimeline, type Timeline } from './timeline.ts';

const MP3: FrameFormat = { read: readMpegFrame, loudness: mpegLoudness };

/** The frames of an mp3. At a constant bit rate only the wanted ones are read, otherwise all. `null`: no frames were found. */
export async function mp3Timeline(source: ByteSource, facts: RecordingFacts): Promise<Timeline | null> {
  const start = await findMp3Start(source);
  if (start === null) return null;
  const { startByte, audioByte, leadSamples } = start;
  const extent = { durationMs: facts.durationMs, startByte, endByte: source.sizeBytes };
  const walked = sequentialTimeline(extent, walkSlots(source, MP3, audioByte, leadSamples));
  const constant = await constantBitrateSlots(source, start, facts);
  if (constant === null) return walked;
  return {
    ...extent,
    slots: async (fromMs, toMs) => (await constant(fromMs, toMs)) ?? walked.slots(fromMs, toMs),
  };
}

/** Frames of one bit rate differ in length by one byte of padding, so their places by up to two. */
const PADDING_BYTES = 2;
/** Tags at the end add this much at most to a length that is computed from the size. */
const TAGS_MS = 1000;

/**
 * Finds slots by computing where their frames lie. `null` where size and first bit rate do not give the duration, so that the bit
 * rate varies. The slots are `null` where the frames do not lie as computed.
 */
async function constantBitrateSlots(
  source: ByteSource,
  { audioByte, leadSamples }: Mp3Start,
  { durationMs }: RecordingFacts,
): Promise<Timeline['slots'] | null> {
  const first = readMpegFrame(await source.read(audioByte, Math.min(source.sizeBytes, audioByte + 4)), 0);
  if (first === null) return null;
  const frameBytes = (first.samples * 125 * first.bitrateKbps) / first.sampleRateHz;
  const frameMs = (first.samples / first.sampleRateHz) * 1000;
  const impliedMs = ((source.sizeBytes - audioByte) / frameBytes) * frameMs;
  if (Math.abs(impliedMs - durationMs) > TAGS_MS) return null;
  return async (fromMs, toMs) => {
    const leadMs = (leadSamples / first.sampleRateHz) * 1000;
    const from = Math.max(0, Math.floor((fromMs + leadMs) / frameMs));
    const count = Math.ceil((toMs + leadMs) / frameMs) - from;
    const guess = audioByte + Math.floor(from * frameBytes);
    const frames = await framesNear(source, first, guess, Math.ceil(count * frameBytes));
    if (frames === null || !inPlace(frames, audioByte + from * frameBytes, frameBytes)) return null;
    return frameSlots(frames, from * first.samples - leadSamples).filter(({ startMs }) => startMs < toMs);
  };
}

async function framesNear(
  source: ByteSource,
  first: MpegFrameHeader,
  guess: number,
  lengthBytes: number,
): Promise<Frame[] | null> {
  const begin = Math.max(0, guess - PADDING_BYTES);
  const end = Math.min(source.sizeBytes, guess + lengthBytes + first.sizeBytes + FRAME_HEAD_BYTES);
  const bytes = await source.read(begin, end);
  const { frames } = framesWithin(bytes, MP3, end === source.sizeBytes);
  const same = frames.every(({ samples, sampleRateHz, sizeBytes }) => {
    const padding = Math.abs(sizeBytes - first.sizeBytes);
    return samples === first.samples && sampleRateHz === first.sampleRateHz && padding <= 1;
  });
  return same ? frames.map((frame) => ({ ...frame, startByte: frame.startByte + begin })) : null;
}

function inPlace(frames: readonly Frame[], firstByte: number, frameBytes: number): boolean {
  return frames.every(
    ({ startByte }, index) => Math.abs(startByte - firstByte - index * frameBytes) <= PADDING_BYTES,
  );
}

const FIRST_BYTES = 64 * 1024;

/** Where the frames of an mp3 begin. */
interface Mp3Start {
  /** Start of the first frame, which may hold information instead of audio. */
  readonly startByte: number;
  /** Start of the first frame with audio. */
  readonly audioByte: number;
  /** Samples at the start that decoders drop. */
  readonly leadSamples: number;
}

async function findMp3Start(source: ByteSource): Promise<Mp3Start | null> {
  const from = await afterId3(source);
  const bytes = await source.read(from, Math.min(source.sizeBytes, from + FIRST_BYTES));
  const [first] = framesWithin(bytes, MP3, true).frames;
  if (first === undefined) return null;
  const info = readInfoFrame(bytes.subarray(first.startByte));
  const startByte = from + first.startByte;
  return { startByte, audioByte: startByte + (info?.sizeBytes ?? 0), leadSamples: info?.leadSamples ?? 0 };
}
