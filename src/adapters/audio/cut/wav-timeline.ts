import type { ByteSource } from '../byte-source.ts';
import { readWavLayout, type WavLayout } from '../wav.ts';
import type { Slot, Timeline } from './timeline.ts';

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
