import type { TimeSpan } from '../../../domain/transcript.ts';
import type { ByteSource } from '../byte-source.ts';
import {
  findMp3Start,
  type Mp3Start,
  type MpegFrameHeader,
  readMpegFrame,
  sideInfoBytes,
} from '../cut/mp3.ts';
import { type FrameFormat, walkFrames } from '../cut/timeline.ts';
import { joinedBytes } from '../../crypto/digest.ts';
import { crc16, touchesSpan } from './silent-frames.ts';

const MP3: FrameFormat = { read: readMpegFrame, loudness: () => 0 };
/** A frame is heard so long after its own samples: an overlapped block and the delay of the filter bank. */
const TAIL_SAMPLES = 576 + 481;

/**
 * The frames of an mp3, those heard within `spans` silent, and nothing else of the file: tags hold text. Frames keep their sizes, so
 * times and bit rate stay. `null` where there are no frames.
 */
export async function redactMp3(
  source: ByteSource,
  spans: readonly TimeSpan[],
): Promise<AsyncGenerator<Uint8Array> | null> {
  const start = await findMp3Start(source);
  return start && silencedFrames(source, start, spans);
}

async function* silencedFrames(
  source: ByteSource,
  { startByte, audioByte, leadSamples }: Mp3Start,
  spans: readonly TimeSpan[],
): AsyncGenerator<Uint8Array> {
  if (audioByte > startByte) yield source.read(startByte, audioByte);
  const isWithin = touchesSpan(spans);
  const reservoir = new Reservoir();
  let positionMs = 0;
  for await (const group of walkFrames(source, MP3, audioByte)) {
    const pieces: Uint8Array[] = [];
    for (const { startByte: frameByte, sizeBytes } of group.frames) {
      const at = frameByte - group.startByte;
      const header = readMpegFrame(group.bytes, at);
      if (header === null) continue;
      const inMs = (samples: number) => (samples / header.sampleRateHz) * 1000;
      const endMs = positionMs + inMs(header.samples);
      // Some decoders drop the first samples of the file: the frame is heard at either time.
      const isSilent = isWithin(positionMs - inMs(leadSamples), endMs + inMs(TAIL_SAMPLES));
      pieces.push(...reservoir.add(group.bytes.slice(at, at + sizeBytes), header, isSilent));
      positionMs = endMs;
    }
    yield joinedBytes(pieces);
  }
  yield joinedBytes(reservoir.end());
}

const HEADER_BYTES = 4;
const CHECKSUM_BYTES = 2;
const CHECKSUM_START = 0xffff;
/** The main data of a frame begins at most so far before the place behind its side information. */
const LONGEST_REACH_BYTES = 511;

interface HeldFrame {
  readonly bytes: Uint8Array;
  /** Where its share of the main data begins, in `bytes` and in the main data of all frames. */
  readonly mainAt: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Silences frames of a stream. What a frame decodes to may lie in frames before it, and what lies in it may belong to the next one:
 * exactly the data of silenced frames is overwritten, wherever it is. Holds the frames that a later one may reach back to.
 * Source: ISO/IEC 11172-3, 2.4.2.7 and 2.4.3.1.
 */
class Reservoir {
  #held: HeldFrame[] = [];
  #end = 0;
  /** From where on the main data is that of silenced frames; `null` while they are kept. */
  #wipeFrom: number | null = null;

  /** Takes the next frame; answers those that no later one reaches back to. */
  add(bytes: Uint8Array, header: MpegFrameHeader, isSilent: boolean): Uint8Array[] {
    const sideAt = HEADER_BYTES + (header.protected ? CHECKSUM_BYTES : 0);
    const mainAt = Math.min(bytes.byteLength, sideAt + sideInfoBytes(header));
    const [first = 0, second = 0] = bytes.subarray(sideAt);
    const reach = header.mpeg1 ? (first << 1) | (second >> 7) : first;
    const start = this.#end;
    this.#end += bytes.byteLength - mainAt;
    this.#held.push({ bytes, mainAt, start, end: this.#end });
    if (isSilent) {
      this.#wipeFrom ??= start - reach;
      silence(bytes, header, sideAt, mainAt);
    } else if (this.#wipeFrom !== null) {
      this.#wipe(start - reach);
      this.#wipeFrom = null;
    }
    return this.#release(this.#end - LONGEST_REACH_BYTES);
  }

  /** The frames that are still held. */
  end(): Uint8Array[] {
    return this.#release(this.#end);
  }

  #release(to: number): Uint8Array[] {
    if (this.#wipeFrom !== null) this.#wipe(to);
    const kept = this.#held.findIndex(({ end }) => end > to);
    return this.#held.splice(0, kept < 0 ? this.#held.length : kept).map(({ bytes }) => bytes);
  }

  #wipe(to: number): void {
    const from = this.#wipeFrom ?? to;
    for (const { bytes, mainAt, start, end } of this.#held) {
      if (start < to && end > from)
        bytes.fill(0, mainAt + Math.max(0, from - start), mainAt + Math.min(to, end) - start);
    }
    this.#wipeFrom = Math.max(from, to);
  }
}

/** Empties the side information but for where the main data begins, which keeps the data of later frames in its place. */
function silence(
  bytes: Uint8Array,
  { mpeg1, protected: hasChecksum }: MpegFrameHeader,
  sideAt: number,
  mainAt: number,
): void {
  bytes.fill(0, sideAt + (mpeg1 ? 2 : 1), mainAt);
  if (mpeg1) bytes[sideAt + 1] = (bytes[sideAt + 1] ?? 0) & 0x80;
  if (!hasChecksum) return;
  const covered = joinedBytes([bytes.subarray(2, HEADER_BYTES), bytes.subarray(sideAt, mainAt)]);
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(HEADER_BYTES, crc16(covered, CHECKSUM_START));
}
