import type { ByteSource } from '../byte-source.ts';
import type { Slot, Timeline } from './timeline.ts';

/** Where the samples of a WAVE file lie and how they are coded. */
export interface WavLayout {
  /** Registered format number; of an extensible header that of the sub-format. */
  readonly formatTag: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly sampleRateHz: number;
  /** Size of the smallest piece that can be decoded by itself, and the samples of each channel in it. */
  readonly blockBytes: number;
  readonly blockSamples: number;
  /** Body of the `fmt ` chunk. */
  readonly format: Uint8Array;
  readonly dataStart: number;
  /** Exclusive; a whole number of blocks after `dataStart`. */
  readonly dataEnd: number;
}

const MOST_CHUNKS = 64;
const LONGEST_FORMAT_BYTES = 1024;
const EXTENSIBLE = 0xfffe;
/** Sizes of a writer that did not know the length. The data then runs to the end of the file. */
const UNKNOWN_SIZES: ReadonlySet<number> = new Set([0, 0xffff_ffff]);

/**
 * Reads the layout of a WAVE file from the headers of its chunks. `null` where its audio cannot be cut.
 * Source: Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991.
 */
export async function readWavLayout(source: ByteSource): Promise<WavLayout | null> {
  let format: Uint8Array | null = null;
  let at = 12;
  for (let count = 0; count < MOST_CHUNKS && at + 8 <= source.sizeBytes; count += 1) {
    const header = await source.read(at, at + 8);
    const size = new DataView(header.buffer, header.byteOffset).getUint32(4, true);
    const name = String.fromCharCode(...header.subarray(0, 4));
    const body = at + 8;
    if (name === 'data') return format && layoutOf(format, body, dataEnd(source.sizeBytes, body, size));
    if (name === 'fmt ') {
      if (size < 16 || size > LONGEST_FORMAT_BYTES || body + size > source.sizeBytes) return null;
      format = await source.read(body, body + size);
    }
    at = body + size + (size % 2);
  }
  return null;
}

function dataEnd(fileBytes: number, dataStart: number, size: number): number {
  return UNKNOWN_SIZES.has(size) ? fileBytes : Math.min(fileBytes, dataStart + size);
}

function layoutOf(format: Uint8Array, dataStart: number, end: number): WavLayout | null {
  const view = new DataView(format.buffer, format.byteOffset, format.byteLength);
  const tag = view.getUint16(0, true);
  const fields = {
    formatTag: tag === EXTENSIBLE && format.byteLength >= 26 ? view.getUint16(24, true) : tag,
    channels: view.getUint16(2, true),
    sampleRateHz: view.getUint32(4, true),
    blockBytes: view.getUint16(12, true),
    bitsPerSample: view.getUint16(14, true),
  };
  const stated = format.byteLength >= 20 ? view.getUint16(18, true) : 0;
  const blockSamples = samplesOfBlock(fields, stated);
  if (fields.channels === 0 || fields.sampleRateHz === 0 || fields.blockBytes === 0 || blockSamples < 1)
    return null;
  const blocks = Math.floor((end - dataStart) / fields.blockBytes);
  return { ...fields, blockSamples, format, dataStart, dataEnd: dataStart + blocks * fields.blockBytes };
}

/** 0 for formats whose blocks are not known. */
function samplesOfBlock(
  fields: Pick<WavLayout, 'formatTag' | 'channels' | 'blockBytes'>,
  stated: number,
): number {
  const perChannel = fields.blockBytes / fields.channels;
  switch (fields.formatTag) {
    case 1:
    case 3:
    case 6:
    case 7:
      return 1;
    case 2:
      return stated > 0 ? stated : (perChannel - 7) * 2 + 2;
    case 17:
      return stated > 0 ? stated : (perChannel - 4) * 2 + 1;
    default:
      return 0;
  }
}

export interface RiffAudio {
  /** Registered WAVE format number: 1 PCM, 3 float, 6 A-law, 7 mu-law, 17 IMA ADPCM, … */
  readonly formatTag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bytesPerSecond: number;
  readonly dataBytes: number;
}

/**
 * Reads the `fmt ` and `data` chunk headers of a WAVE file from its first bytes.
 * Returns `null` where they are not a RIFF/WAVE header or the two chunks are not within `bytes`.
 * Source: Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991.
 */
export function readRiff(bytes: Uint8Array): RiffAudio | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return null;
  let format: Omit<RiffAudio, 'dataBytes'> | null = null;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const name = tag(view, at);
    if (name === 'data') return format && { ...format, dataBytes: size };
    if (name === 'fmt ' && at + 20 <= view.byteLength) {
      format = {
        formatTag: view.getUint16(at + 8, true),
        channels: view.getUint16(at + 10, true),
        sampleRateHz: view.getUint32(at + 12, true),
        bytesPerSecond: view.getUint32(at + 16, true),
      };
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

function tag(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return '';
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}

/** The header of a WAVE file with `format` as the body of its `fmt ` chunk and `dataBytes` bytes of data. */
export function wavHeader(format: Uint8Array, dataBytes: number): Uint8Array {
  const formatBytes = format.byteLength + (format.byteLength % 2);
  const header = new Uint8Array(28 + formatBytes);
  const view = new DataView(header.buffer);
  const write = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  write(0, 'RIFF');
  view.setUint32(4, header.byteLength - 8 + dataBytes, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, format.byteLength, true);
  header.set(format, 20);
  write(20 + formatBytes, 'data');
  view.setUint32(24 + formatBytes, dataBytes, true);
  return header;
}

/**
 * A multiple of the frames of 10, 16, 20 and 32 ms that models use, and whole samples at every usual rate. So a model divides a
 * chunk into the same frames as the whole recording, and recognises the same words.
 */
const SLOT_MS = 160;
const READ_BYTES = 256 * 1024;

/** Slots of about 160 ms. Only the wanted ones are read. `null`: the file cannot be cut. */
export async function wavTimeline(source: ByteSource): Promise<Timeline | null> {
  const layout = await readWavLayout(source);
  if (layout === null) return null;
  const { dataStart, dataEnd, blockBytes, blockSamples, sampleRateHz } = layout;
  const blockMs = (blockSamples / sampleRateHz) * 1000;
  const slotBytes = Math.max(1, Math.round(SLOT_MS / blockMs)) * blockBytes;
  const slotMs = (slotBytes / blockBytes) * blockMs;
  const loudness = loudnessOf(layout);
  return {
    durationMs: ((dataEnd - dataStart) / blockBytes) * blockMs,
    startByte: dataStart,
    endByte: dataEnd,
    async slots(fromMs, toMs) {
      const from = Math.max(0, Math.floor(fromMs / slotMs)) * slotBytes;
      const to = Math.min(dataEnd - dataStart, Math.ceil(toMs / slotMs) * slotBytes);
      return readSlots(source, layout, { from, to, slotBytes, slotMs }, loudness);
    },
  };
}

interface Stretch {
  /** Bytes, counted from the start of the data. */
  readonly from: number;
  readonly to: number;
  readonly slotBytes: number;
  readonly slotMs: number;
}

async function readSlots(
  source: ByteSource,
  { dataStart }: WavLayout,
  { from, to, slotBytes, slotMs }: Stretch,
  loudness: BlockLoudness,
): Promise<Slot[]> {
  const slots: Slot[] = [];
  const pieceBytes = Math.max(1, Math.floor(READ_BYTES / slotBytes)) * slotBytes;
  for (let piece = from; piece < to; piece += pieceBytes) {
    const pieceEnd = Math.min(to, piece + pieceBytes);
    const bytes = await source.read(dataStart + piece, dataStart + pieceEnd);
    for (let at = piece; at + slotBytes <= pieceEnd; at += slotBytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + at - piece, slotBytes);
      const startMs = (at / slotBytes) * slotMs;
      const startByte = dataStart + at;
      const endByte = startByte + slotBytes;
      slots.push({ startMs, endMs: startMs + slotMs, startByte, endByte, loudness: loudness(view) });
    }
  }
  return slots;
}

/** The loudness of whole blocks of audio; see `Slot`. */
type BlockLoudness = (bytes: DataView) => number;

const FLOAT = 3;

/**
 * How loudness is measured in a format. Samples: their standard deviation, to which a constant offset adds nothing. G.711: the mean
 * code, which grows with the logarithm of the magnitude. ADPCM: the first step size of each block.
 */
function loudnessOf({ formatTag, channels, blockBytes }: WavLayout): BlockLoudness {
  const width = Math.max(1, blockBytes / channels);
  switch (formatTag) {
    case 2:
      return (view) => measure(view, blockBytes, (at) => view.getInt16(at + channels, true)).mean;
    case 6:
      return (view) => measure(view, 1, (at) => (view.getUint8(at) ^ 0x55) & 0x7f).mean;
    case 7:
      return (view) => measure(view, 1, (at) => 0x7f - (view.getUint8(at) & 0x7f)).mean;
    case 17:
      return (view) => measure(view, blockBytes, (at) => view.getUint8(at + 2)).mean;
    default:
      return (view) => measure(view, width, (at) => sample(view, at, width, formatTag)).deviation;
  }
}

function measure(view: DataView, stepBytes: number, valueAt: (at: number) => number) {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let at = 0; at + stepBytes <= view.byteLength; at += stepBytes) {
    const value = valueAt(at);
    sum += value;
    squares += value * value;
    count += 1;
  }
  const mean = sum / Math.max(1, count);
  return { mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) };
}

/** One sample; of an integer sample only the two highest bytes. */
function sample(view: DataView, at: number, width: number, formatTag: number): number {
  if (formatTag === FLOAT) return width === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true);
  return width === 1 ? view.getUint8(at) : view.getInt16(at + width - 2, true);
}
