import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { ByteSource } from '../byte-source.ts';
import {
  afterId3,
  framesSeconds,
  type Frame,
  FRAME_HEAD_BYTES,
  type FrameFormat,
  type FrameHeader,
  frameSlots,
  framesWithin,
  sequentialTimeline,
  type Timeline,
  walkSlots,
} from './timeline.ts';

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

/** Length of an mp3, seconds; 0 where it has no frames. */
export async function mp3Seconds(source: ByteSource): Promise<number> {
  const start = await findMp3Start(source);
  return start === null ? 0 : framesSeconds(source, readMpegFrame, start.audioByte);
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
export interface Mp3Start {
  /** Start of the first frame, which may hold information instead of audio. */
  readonly startByte: number;
  /** Start of the first frame with audio. */
  readonly audioByte: number;
  /** Samples at the start that decoders drop. */
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

export interface MpegFrameHeader extends FrameHeader {
  readonly bitrateKbps: number;
  /** Whether it is MPEG-1, and not one of the extensions to lower sample rates (MPEG-2, 2.5). */
  readonly mpeg1: boolean;
  readonly mono: boolean;
  readonly protected: boolean;
}

const KBPS_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBPS_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES_HZ = [44_100, 48_000, 32_000];
/** Indexed by the version bits: MPEG-2.5, reserved, MPEG-2, MPEG-1. */
const RATE_DIVISORS = [4, 0, 2, 1];
const LAYER_3 = 1;

/**
 * The header of an mp3 frame at offset `at`; `null` where there is none, or one of free bit rate.
 * Source: ISO/IEC 11172-3 and 13818-3, 2.4.1.3; MPEG-2.5 is an unofficial extension.
 */
export function readMpegFrame(bytes: Uint8Array, at: number): MpegFrameHeader | null {
  if (bytes[at] !== 0xff) return null;
  const [, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
  if ((second & 0xe0) !== 0xe0 || ((second >> 1) & 3) !== LAYER_3) return null;
  const divisor = RATE_DIVISORS[(second >> 3) & 3] ?? 0;
  const rateHz = SAMPLE_RATES_HZ[(third >> 2) & 3];
  const mpeg1 = divisor === 1;
  const bitrateKbps = (mpeg1 ? KBPS_MPEG1 : KBPS_MPEG2)[third >> 4] ?? 0;
  if (divisor === 0 || rateHz === undefined || bitrateKbps === 0) return null;
  const sampleRateHz = rateHz / divisor;
  const samples = mpeg1 ? 1152 : 576;
  const padding = (third >> 1) & 1;
  return {
    sizeBytes: Math.floor((samples * 125 * bitrateKbps) / sampleRateHz) + padding,
    samples,
    sampleRateHz,
    bitrateKbps,
    mpeg1,
    mono: fourth >> 6 === 3,
    protected: (second & 1) === 0,
  };
}

/** Size of the side information, which follows the header and its checksum. */
export function sideInfoBytes({ mpeg1, mono }: Pick<MpegFrameHeader, 'mpeg1' | 'mono'>): number {
  if (mpeg1) return mono ? 17 : 32;
  return mono ? 9 : 17;
}

const HEADER_BYTES = 4;
const CHECKSUM_BYTES = 2;
const SIZE_BITS = 12;
const BIG_VALUES_BITS = 9;
const GAIN_BITS = 8;
const GAINS_PER_DOUBLING = 4;

/**
 * How loud an mp3 frame is by its side information: the mean over its granules of the global gain plus four times log2 of their size
 * in bits, as four steps of gain double the amplitude. In calls it correlates with the level in decibels, r = 0.7 to 0.8.
 * Source of the fields: ISO/IEC 11172-3, 2.4.1.7.
 */
export function mpegLoudness(bytes: Uint8Array, at: number): number {
  const header = readMpegFrame(bytes, at);
  if (header === null) return 0;
  const { mpeg1, mono } = header;
  const from = at + HEADER_BYTES + (header.protected ? CHECKSUM_BYTES : 0);
  const side = bytes.subarray(from, from + sideInfoBytes(header));
  const channels = mono ? 1 : 2;
  const granuleBits = mpeg1 ? 59 : 63;
  const firstBit = mpeg1 ? 9 + (mono ? 5 : 3) + 4 * channels : 8 + channels;
  const granules = (mpeg1 ? 2 : 1) * channels;
  let sum = 0;
  for (let index = 0; index < granules; index += 1) {
    const bit = firstBit + index * granuleBits;
    const size = readBits(side, bit, SIZE_BITS);
    const gain = readBits(side, bit + SIZE_BITS + BIG_VALUES_BITS, GAIN_BITS);
    if (size > 0) sum += gain + GAINS_PER_DOUBLING * Math.log2(size);
  }
  return sum / granules;
}

function readBits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let bit = from; bit < from + count; bit += 1)
    value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
}
