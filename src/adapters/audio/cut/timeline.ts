import type { ByteSource } from '../byte-source.ts';

/** A stretch of audio that is never cut: a frame, a packet, or some blocks of samples. */
export interface Slot {
  /** Its place in the decoded recording, milliseconds with fractions. */
  readonly startMs: number;
  readonly endMs: number;
  readonly startByte: number;
  readonly endByte: number;
  /** Any number that grows with loudness. Comparable only within one recording. */
  readonly loudness: number;
}

/** The slots of a recording, found without decoding it. */
export interface Timeline {
  readonly durationMs: number;
  /** Start and end (exclusive) of the audio in the file. */
  readonly startByte: number;
  readonly endByte: number;
  /**
   * The slots from the one at `fromMs` to the last that begins before `toMs`, in order. Each call must ask for a later stretch
   * than the one before. `null` where the file cannot be read there.
   */
  slots(fromMs: number, toMs: number): Promise<readonly Slot[] | null>;
}

/** A timeline of slots that can only be found one after the other. Keeps those of the last stretch. */
export function sequentialTimeline(
  extent: Omit<Timeline, 'slots'>,
  groups: AsyncIterator<readonly Slot[]>,
): Timeline {
  let kept: Slot[] = [];
  return {
    ...extent,
    async slots(fromMs, toMs) {
      kept = kept.filter(({ endMs }) => endMs > fromMs);
      while ((kept.at(-1)?.endMs ?? 0) < toMs) {
        const group = await groups.next();
        if (group.done === true) break;
        kept.push(...group.value.filter(({ endMs }) => endMs > fromMs));
      }
      return kept.filter(({ startMs }) => startMs < toMs);
    },
  };
}

/** What the header of a frame says. */
export interface FrameHeader {
  /** Size of the whole frame, its header included. */
  readonly sizeBytes: number;
  /** Samples of each channel that the frame decodes to. */
  readonly samples: number;
  readonly sampleRateHz: number;
}

export interface Frame extends FrameHeader {
  readonly startByte: number;
  /** See `Slot`. */
  readonly loudness: number;
}

/** Bytes from the start of a frame that `FrameFormat` may look at. */
export const FRAME_HEAD_BYTES = 64;

/** How to find frames of one codec in a stream of bytes. */
export interface FrameFormat {
  /** The header of the frame at offset `at`; `null` where there is none. */
  readonly read: (bytes: Uint8Array, at: number) => FrameHeader | null;
  /** How loud the frame at offset `at` is; see `Slot`. */
  readonly loudness: (bytes: Uint8Array, at: number, header: FrameHeader) => number;
}

const ID3_HEADER_BYTES = 10;
const MAX_ID3_TAGS = 8;

/** Where the audio begins, after any ID3v2 tags. Source: id3.org, ID3 tag version 2.4.0, section 3.1. */
export async function afterId3(source: ByteSource): Promise<number> {
  let at = 0;
  for (let count = 0; count < MAX_ID3_TAGS && at + ID3_HEADER_BYTES <= source.sizeBytes; count += 1) {
    const [i, d, three, , , , a = 0, b = 0, c = 0, e = 0] = await source.read(at, at + ID3_HEADER_BYTES);
    if (i !== 0x49 || d !== 0x44 || three !== 0x33) break;
    at += ID3_HEADER_BYTES + ((a << 21) | (b << 14) | (c << 7) | e);
  }
  return Math.min(at, source.sizeBytes);
}

/**
 * The slots of all frames from `fromByte` on, group by group. The first `leadSamples` samples are decoded but not part of the
 * recording: the slots of their frames begin before 0 ms.
 */
export async function* walkSlots(
  source: ByteSource,
  format: FrameFormat,
  fromByte: number,
  leadSamples: number,
): AsyncGenerator<Slot[]> {
  let position = -leadSamples;
  for await (const { frames } of walkFrames(source, format, fromByte)) {
    yield frameSlots(frames, position);
    position += frames.reduce((sum, { samples }) => sum + samples, 0);
  }
}

/** The slots of consecutive frames, of which the first begins `samples` samples after the start of the recording. */
export function frameSlots(frames: readonly Frame[], samples: number): Slot[] {
  let position = samples;
  return frames.map(({ startByte, sizeBytes, loudness, ...frame }) => {
    const startMs = (position / frame.sampleRateHz) * 1000;
    position += frame.samples;
    const endMs = (position / frame.sampleRateHz) * 1000;
    return { startMs, endMs, startByte, endByte: startByte + sizeBytes, loudness };
  });
}

/** The whole recording is read, so in few large reads. */
const READ_BYTES = 1024 * 1024;

/** Some frames of a recording, and the bytes they lie in. */
interface FrameGroup {
  readonly frames: readonly Frame[];
  readonly bytes: Uint8Array;
  /** Where `bytes` begin in the recording. */
  readonly startByte: number;
}

/** The frames from the first whole one at or after `fromByte` on, group by group. Bytes between frames are skipped. */
export async function* walkFrames(
  source: ByteSource,
  format: FrameFormat,
  fromByte: number,
): AsyncGenerator<FrameGroup> {
  for (let at = fromByte; at < source.sizeBytes;) {
    const bytes = await source.read(at, Math.min(source.sizeBytes, at + READ_BYTES));
    const atEnd = at + bytes.byteLength >= source.sizeBytes;
    const { frames, next } = framesWithin(bytes, format, atEnd);
    const inRecording = frames.map((frame) => ({ ...frame, startByte: frame.startByte + at }));
    yield { frames: inRecording, bytes, startByte: at };
    if (atEnd || next === 0) return;
    at += next;
  }
}

/** Length of all frames from `fromByte` on, seconds. Looks at every header once; memory is that of one read. */
export async function framesSeconds(
  source: ByteSource,
  read: FrameFormat['read'],
  fromByte: number,
): Promise<number> {
  let seconds = 0;
  for await (const { frames } of walkFrames(source, { read, loudness: () => 0 }, fromByte)) {
    for (const { samples, sampleRateHz } of frames) seconds += samples / sampleRateHz;
  }
  return seconds;
}

/**
 * The frames that lie wholly within `bytes`, and the offset (`next`) at which the search ended. Bytes that look like a header are
 * taken for a frame only right behind a frame, right before one, or where the frame ends with `bytes`. `atEnd`: `bytes` end with
 * the recording.
 */
export function framesWithin(
  bytes: Uint8Array,
  { read, loudness }: FrameFormat,
  atEnd: boolean,
): { frames: Frame[]; next: number } {
  const frames: Frame[] = [];
  let at = 0;
  let isBehindFrame = false;
  while (at < bytes.byteLength) {
    const header = read(bytes, at);
    const end = at + (header?.sizeBytes ?? 1);
    if (!atEnd && end + FRAME_HEAD_BYTES > bytes.byteLength) break;
    const isFrame = isBehindFrame || end === bytes.byteLength || read(bytes, end) !== null;
    if (header && isFrame && end <= bytes.byteLength) {
      frames.push({ ...header, startByte: at, loudness: loudness(bytes, at, header) });
      isBehindFrame = true;
      at = end;
    } else {
      isBehindFrame = false;
      at += 1;
    }
  }
  return { frames, next: at };
}
