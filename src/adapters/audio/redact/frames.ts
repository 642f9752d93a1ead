import type { TimeSpan } from '../../../domain/transcript.ts';
import type { ByteSource } from '../byte-source.ts';
import { readAdtsFrame } from '../cut/aac.ts';
import {
  type FlacFrameHeader,
  flacHead,
  type FlacStream,
  readFlacFrame,
  readFlacStream,
} from '../cut/flac.ts';
import { afterId3, type FrameFormat, walkFrames } from '../cut/timeline.ts';
import { joinedBytes } from '../../crypto/digest.ts';
import { crc16, silentAac, silentFlac, touchesSpan } from './silent-frames.ts';

const ADTS: FrameFormat = { read: readAdtsFrame, loudness: () => 0 };
const ADTS_HEADER_BYTES = 7;
/** A frame overlaps the ones around it, and encoders begin with up to two frames of their own. */
const OVERLAPPED_FRAMES = 2;

/** The frames of an AAC stream (ADTS), those heard within `spans` silent, and nothing else of the file. */
export async function* redactAdts(
  source: ByteSource,
  spans: readonly TimeSpan[],
): AsyncGenerator<Uint8Array> {
  const isWithin = touchesSpan(spans);
  let positionMs = 0;
  for await (const group of walkFrames(source, ADTS, await afterId3(source))) {
    const pieces = group.frames.map(({ startByte, sizeBytes, samples, sampleRateHz }) => {
      const at = startByte - group.startByte;
      const frame = group.bytes.subarray(at, at + sizeBytes);
      const frameMs = (samples / sampleRateHz) * 1000;
      const aroundMs = OVERLAPPED_FRAMES * frameMs;
      const isSilent = isWithin(positionMs - aroundMs, positionMs + frameMs + aroundMs);
      positionMs += frameMs;
      return isSilent ? silentAdts(frame) : frame;
    });
    yield joinedBytes(pieces);
  }
}

/** As many silent blocks as the frame has, without a checksum. Throws where it has more than two channels. */
function silentAdts(frame: Uint8Array): Uint8Array {
  const header = frame.slice(0, ADTS_HEADER_BYTES);
  const [, second = 0, third = 0, fourth = 0, , sixth = 0, seventh = 0] = header;
  const block = silentAac(((third & 1) << 2) | (fourth >> 6));
  if (block === null) throw new Error('an AAC frame of unknown channels');
  const blocks = Array.from({ length: (seventh & 3) + 1 }, () => block);
  const sizeBytes = ADTS_HEADER_BYTES + blocks.length * block.byteLength;
  header.set([second | 1, third, (fourth & 0xfc) | (sizeBytes >> 11), sizeBytes >> 3], 1);
  header[5] = ((sizeBytes & 7) << 5) | (sixth & 0x1f);
  return joinedBytes([header, ...blocks]);
}

const READ_BYTES = 1024 * 1024;
/** A frame of 65,535 samples on eight channels that could not be compressed is not longer. */
const LONGEST_FRAME_BYTES = 4 * 1024 * 1024;

/**
 * The frames of a FLAC stream, those heard within `spans` silent, behind a header without tags, index and checksum. `null`: no such
 * stream. Throws where frames do not follow each other.
 */
export async function redactFlac(
  source: ByteSource,
  spans: readonly TimeSpan[],
): Promise<AsyncGenerator<Uint8Array> | null> {
  const stream = await readFlacStream(source);
  return stream && silencedFlac(source, stream, spans);
}

async function* silencedFlac(
  source: ByteSource,
  stream: FlacStream,
  spans: readonly TimeSpan[],
): AsyncGenerator<Uint8Array> {
  const isWithin = touchesSpan(spans);
  const inMs = (samples: number) => (samples / stream.sampleRateHz) * 1000;
  yield flacHead(stream, stream.totalSamples);
  let held: Uint8Array = new Uint8Array(0);
  for (let at = stream.audioByte; at < source.sizeBytes; at += READ_BYTES) {
    const atEnd = at + READ_BYTES >= source.sizeBytes;
    held = joinedBytes([held, await source.read(at, Math.min(source.sizeBytes, at + READ_BYTES))]);
    const pieces: Uint8Array[] = [];
    let from = 0;
    for (const { header, end, isLast } of wholeFrames(held, stream, atEnd)) {
      const { position, samples, headerBytes } = header;
      const frame = held.subarray(from, end);
      // What follows the last frame, or is damaged, may be anything.
      const isWhole = !isLast || crc16(frame, 0) === 0;
      if (!isWhole && position + samples !== stream.totalSamples)
        throw new Error('FLAC frames do not follow each other');
      const isSilent = isWithin(inMs(position), inMs(position + samples)) || !isWhole;
      pieces.push(isSilent ? silentFlac(frame, headerBytes, stream.bitsPerSample) : frame);
      from = end;
    }
    yield joinedBytes(pieces);
    held = held.slice(from);
    if (held.byteLength > LONGEST_FRAME_BYTES) throw new Error('FLAC frames do not follow each other');
  }
  if (held.byteLength > 0) throw new Error('FLAC frames do not follow each other');
}

interface FoundFrame {
  readonly header: FlacFrameHeader;
  /** Offset of the frame after it, or of the end. */
  readonly end: number;
  /** No other was found behind it. */
  readonly isLast: boolean;
}

/** The frames from the start of `bytes` on. Where one ends is known by the next one, which begins at the sample after its last. */
function* wholeFrames(bytes: Uint8Array, stream: FlacStream, atEnd: boolean): Generator<FoundFrame> {
  let at = 0;
  let header = readFlacFrame(bytes, at, stream);
  while (header !== null) {
    const sought: number = header.position + header.samples;
    let end = at + header.headerBytes;
    let next: FlacFrameHeader | null = null;
    while (next?.position !== sought && end >= 0) {
      end = bytes.indexOf(0xff, end + 1);
      next = end < 0 ? null : readFlacFrame(bytes, end, stream);
    }
    if (end < 0 && !atEnd) return;
    yield { header, end: end < 0 ? bytes.byteLength : end, isLast: end < 0 };
    at = end;
    header = next;
  }
}
