import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { ByteSource } from '../byte-source.ts';
import { type FlacFrameHeader, type FlacStream, readFlacFrame, readFlacStream } from './flac-stream.ts';
import type { Slot, Timeline } from './timeline.ts';

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
