import type { ByteSource } from '../byte-source.ts';
import type { Slot, Timeline } from './timeline.ts';
import { type WavLayout, readWavLayout } from './wav-layout.ts';
import { type BlockLoudness, loudnessOf } from './wav-loudness.ts';

/**
 * Whole frames of 10, 16, 20 and 32 ms, in which models listen, and whole samples at every usual rate: a chunk falls into the
 * same frames as the whole recording does, and is heard alike.
 */
const SLOT_MS = 160;
const READ_BYTES = 256 * 1024;

/** Slots of about 160 ms, wherever they are asked for: only those are read. */
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
  /** Bytes from the start of the data. */
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
