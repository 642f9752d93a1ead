import {
  type AudioCodec,
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP4,
  OGG,
  QTFF,
  WEBM,
} from 'mediabunny';
import { type ByteSource, inBlocks } from '../byte-source.ts';
import { type Wrapping, wrappingOf } from './wrappings.ts';

/** The audio packets of a container that has an index of them, or can be searched. */
export interface PacketTrack {
  readonly track: InputAudioTrack;
  readonly codec: AudioCodec;
  readonly config: AudioDecoderConfig;
  /** What its packets can be made into files of their own with. */
  readonly wrapping: Wrapping;
  readonly packets: EncodedPacketSink;
  close(): void;
}

/** Half of what is read at once elsewhere, as packets of half a minute are read here and there. */
const BLOCK_BYTES = 256 * 1024;
const BLOCKS_KEPT = 8;

/**
 * `null` where there is no audio, or none whose packets can be made into files of their own. Throws whatever a damaged
 * container makes a demuxer throw.
 */
export async function openPacketTrack(source: ByteSource): Promise<PacketTrack | null> {
  const blocks = inBlocks(source, BLOCK_BYTES, BLOCKS_KEPT);
  const input = new Input({
    source: new CustomSource({
      getSize: () => blocks.sizeBytes,
      read: (start, end) => blocks.read(start, end),
    }),
    formats: [MATROSKA, MP4, OGG, QTFF, WEBM],
  });
  const close = () => input.dispose();
  try {
    const track = await input.getPrimaryAudioTrack();
    const codec = track?.codec ?? null;
    const config = (await track?.getDecoderConfig()) ?? null;
    const wrapping = codec && config && wrappingOf(codec, config);
    if (track && codec && config && wrapping)
      return { track, codec, config, wrapping, packets: new EncodedPacketSink(track), close };
  } catch (error) {
    close();
    throw error;
  }
  close();
  return null;
}
