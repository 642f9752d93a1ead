import {
  AdtsOutputFormat,
  type AudioCodec,
  type EncodedPacket,
  EncodedPacketSink,
  FlacOutputFormat,
  Input,
  type InputAudioTrack,
  MATROSKA,
  Mp3OutputFormat,
  MP4,
  OGG,
  OggOutputFormat,
  type OutputFormat,
  QTFF,
  WEBM,
} from 'mediabunny';
import { type ByteSource, demuxerSource } from '../byte-source.ts';
import { aacLoudness } from './aac.ts';
import { mpegLoudness } from './mp3.ts';
import type { Slot, Timeline } from './timeline.ts';

/** The audio track of a container whose packets can be found by time. */
export interface PacketTrack {
  readonly track: InputAudioTrack;
  readonly codec: AudioCodec;
  readonly config: AudioDecoderConfig;
  /** The container for files made of its packets. */
  readonly container: OutputContainer;
  readonly packets: EncodedPacketSink;
  close(): void;
}

/** Small blocks, because packets of half a minute are read at a few places. */
const BLOCK_BYTES = 256 * 1024;
const BLOCKS_KEPT = 8;

/**
 * The first audio track; `null` where there is none, or none whose packets can become files of their own. Throws whatever the
 * demuxer throws about a damaged container.
 */
export async function openPacketTrack(source: ByteSource): Promise<PacketTrack | null> {
  const input = new Input({
    source: demuxerSource(source, BLOCK_BYTES, BLOCKS_KEPT),
    formats: [MATROSKA, MP4, OGG, QTFF, WEBM],
  });
  const close = () => input.dispose();
  try {
    const track = await input.getPrimaryAudioTrack();
    const codec = track?.codec ?? null;
    const config = (await track?.getDecoderConfig()) ?? null;
    const wrapping = codec && config && outputContainerOf(codec, config);
    if (track && codec && config && wrapping)
      return { track, codec, config, container: wrapping, packets: new EncodedPacketSink(track), close };
  } catch (error) {
    close();
    throw error;
  }
  close();
  return null;
}

/** A container that can be written from start to end. */
interface OutputContainer {
  readonly contentType: string;
  readonly format: () => OutputFormat;
  /** Packets at the start that only prepare the decoder and give no samples. */
  readonly silentPackets: number;
}

const ogg = { contentType: 'audio/ogg', format: () => new OggOutputFormat() };
const CONTAINERS: Partial<Record<AudioCodec, OutputContainer>> = {
  aac: { contentType: 'audio/aac', format: () => new AdtsOutputFormat(), silentPackets: 0 },
  flac: {
    contentType: 'audio/flac',
    format: () => new FlacOutputFormat({ appendOnly: true }),
    silentPackets: 0,
  },
  mp3: {
    contentType: 'audio/mpeg',
    format: () => new Mp3OutputFormat({ xingHeader: false }),
    silentPackets: 0,
  },
  opus: { ...ogg, silentPackets: 0 },
  vorbis: { ...ogg, silentPackets: 1 },
};

/** The audio object types of AAC that an ADTS header can carry, and HE-AAC (5, 29), which it carries as plain AAC. */
const ADTS_OBJECT_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 29]);
const RATE_WRITTEN_OUT = 15;

/** The container for files of packets of this codec; `null` where there is none. */
function outputContainerOf(codec: AudioCodec, { description }: AudioDecoderConfig): OutputContainer | null {
  if (codec === 'aac' && description instanceof Uint8Array && !fitsAdts(description)) return null;
  return CONTAINERS[codec] ?? null;
}

/** Reads the start of an AudioSpecificConfig. Source: ISO/IEC 14496-3, 1.6.2.1. */
function fitsAdts([first = 0, second = 0]: Uint8Array): boolean {
  const rateIndex = ((first & 7) << 1) | (second >> 7);
  return ADTS_OBJECT_TYPES.has(first >> 3) && rateIndex !== RATE_WRITTEN_OUT;
}

/** For codecs whose encoders keep the bit rate constant. With all others, louder audio makes larger packets. */
const LOUDNESS: Partial<Record<AudioCodec, (packet: EncodedPacket) => number>> = {
  aac: ({ data, byteLength }) => aacLoudness(data, byteLength),
  mp3: ({ data }) => mpegLoudness(data, 0),
};

/** A timeline of the packets of a track. */
export async function packetTimeline(
  { track, codec, packets }: PacketTrack,
  sizeBytes: number,
): Promise<Timeline> {
  const loudness = LOUDNESS[codec];
  const options = { metadataOnly: loudness === undefined };
  return {
    durationMs: (await track.computeDuration()) * 1000,
    startByte: 0,
    endByte: sizeBytes,
    async slots(fromMs, toMs) {
      const slots: Slot[] = [];
      let packet = await packets.getPacket(fromMs / 1000, options);
      while (packet !== null && packet.timestamp * 1000 < toMs) {
        if (packet.duration > 0) slots.push(toSlot(packet, sizeBytes, (loudness ?? bytesPerSecond)(packet)));
        packet = await packets.getNextPacket(packet, options);
      }
      return slots;
    },
  };
}

function bytesPerSecond({ byteLength, duration }: EncodedPacket): number {
  return byteLength / duration;
}

function toSlot({ timestamp, duration }: EncodedPacket, endByte: number, loudness: number): Slot {
  const startMs = timestamp * 1000;
  return { startMs, endMs: startMs + duration * 1000, startByte: 0, endByte, loudness };
}
