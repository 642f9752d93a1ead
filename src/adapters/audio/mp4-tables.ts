import { Fault } from '../../domain/errors.ts';
import { type ByteSource, inBlocks } from './byte-source.ts';

/** Boxes on the way to sample tables. Source of all layouts here: ISO/IEC 14496-12, 4.2, 8.6 and 8.7. */
const PARENTS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf']);
const MOST_BOXES = 10_000;
/** Twelve hours of packets of 2.5 ms. */
const MOST_SAMPLES = (12 * 3_600_000) / 2.5;
const READ_BYTES = 64 * 1024;

interface Box {
  readonly name: string;
  /** Of its content, from the start of the file, bytes. */
  readonly start: number;
  readonly end: number;
}

/**
 * A demuxer walks through as many samples and chunks as the tables of an MP4 claim, whatever the file could hold. Throws
 * `audio_undecodable` where they claim more than there are sizes and places for, or more than any recording has. What is wrong
 * otherwise is for the demuxer to find.
 */
export async function requirePossibleTables(source: ByteSource): Promise<void> {
  const blocks = inBlocks(source);
  const left = { boxes: MOST_BOXES };
  for await (const table of sampleTables(blocks, { name: '', start: 0, end: source.sizeBytes }, left))
    await requirePossible(blocks, table, left);
}

async function* sampleTables(source: ByteSource, within: Box, left: { boxes: number }): AsyncGenerator<Box> {
  for await (const box of boxesIn(source, within, left)) {
    if (box.name === 'stbl') yield box;
    else if (PARENTS.has(box.name)) yield* sampleTables(source, box, left);
  }
}

async function* boxesIn(
  source: ByteSource,
  { start, end }: Box,
  left: { boxes: number },
): AsyncGenerator<Box> {
  for (let at = start; at + 8 <= end;) {
    left.boxes -= 1;
    if (left.boxes < 0) throw damaged();
    const head = await readView(source, at, Math.min(at + 16, end));
    const size = head.getUint32(0);
    const isLong = size === 1 && head.byteLength === 16;
    const bytes = isLong ? Number(head.getBigUint64(8)) : size || end - at;
    if (bytes < 8) return;
    yield { name: nameAt(head, 4), start: at + (isLong ? 16 : 8), end: Math.min(at + bytes, end) };
    at += bytes;
  }
}

async function requirePossible(source: ByteSource, table: Box, left: { boxes: number }): Promise<void> {
  let [sizes, chunks, lastChunk, perChunk, timed, shifted] = [0, 0, 0, 0, 0, 0];
  for await (const box of boxesIn(source, table, left)) {
    switch (box.name) {
      case 'stsz':
      case 'stz2':
        sizes = await sizesIn(source, box);
        break;
      case 'stco':
      case 'co64':
        chunks = await countAt(source, box, 4);
        break;
      case 'stts':
        for await (const entry of entriesOf(source, box, 8)) timed += entry.getUint32(0);
        break;
      case 'ctts':
        for await (const entry of entriesOf(source, box, 8)) shifted += entry.getUint32(0);
        break;
      case 'stsc':
        for await (const entry of entriesOf(source, box, 12)) {
          lastChunk = Math.max(lastChunk, entry.getUint32(0));
          perChunk = Math.max(perChunk, entry.getUint32(4));
        }
        break;
    }
  }
  const isReordered = shifted > 0;
  if (perChunk > sizes || lastChunk > chunks || (isReordered && Math.max(timed, shifted) > MOST_SAMPLES))
    throw damaged();
}

/** How many samples have a size: without end where all have the same. */
async function sizesIn(source: ByteSource, box: Box): Promise<number> {
  const [common, count] = [await countAt(source, box, 4), await countAt(source, box, 8)];
  if (box.name === 'stsz') return common > 0 ? Infinity : count;
  const bits = common & 0xff;
  if (bits === 0 || (count * bits) / 8 > box.end - box.start) throw damaged();
  return count;
}

/** The number at this place of the content; 0 where the box ends before. */
async function countAt(source: ByteSource, { start, end }: Box, offset: number): Promise<number> {
  return start + offset + 4 <= end
    ? (await readView(source, start + offset, start + offset + 4)).getUint32(0)
    : 0;
}

async function* entriesOf(source: ByteSource, box: Box, entryBytes: number): AsyncGenerator<DataView> {
  const first = box.start + 8;
  const end = Math.min(box.end, first + (await countAt(source, box, 4)) * entryBytes);
  const step = READ_BYTES - (READ_BYTES % entryBytes);
  for (let at = first; at + entryBytes <= end; at += step) {
    const read = await readView(source, at, Math.min(at + step, end));
    for (let from = 0; from + entryBytes <= read.byteLength; from += entryBytes)
      yield new DataView(read.buffer, read.byteOffset + from, entryBytes);
  }
}

async function readView(source: ByteSource, start: number, end: number): Promise<DataView> {
  const bytes = await source.read(start, end);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}

function damaged(): Fault {
  return new Fault('audio_undecodable', 'The file is damaged: its tables list more sound than it can hold.');
}
