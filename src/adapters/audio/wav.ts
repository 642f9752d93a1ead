import type { ByteSource } from './byte-source.ts';

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
