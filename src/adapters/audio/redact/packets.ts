import { EncodedPacket } from 'mediabunny';
import type { TimeSpan } from '../../../domain/transcript.ts';
import { readFlacFrame, toFlacStream } from '../cut/flac.ts';
import { writeContainer } from '../cut/open-chunk.ts';
import type { PacketTrack } from '../cut/packets.ts';
import { touchesSpan } from './bytes.ts';
import { silentAac, silentFlac, silentOpus } from './silent-frames.ts';

/** Packets overlap the ones around them, and encoders begin with up to two packets of their own. */
const OVERLAPPED_PACKETS = 2;

/**
 * The packets of a track, those heard within `spans` silent, in a new container without tags. Closes the track in the end. `null`
 * where no packet of its codec is known to be silent.
 */
export async function redactPackets(
  opened: PacketTrack,
  spans: readonly TimeSpan[],
): Promise<ReadableStream<Uint8Array> | null> {
  const silent = silencer(opened);
  const first = await opened.packets.getFirstPacket();
  if (silent === null || first === null) return null;
  const isWithin = touchesSpan(spans);
  const replace = (packet: EncodedPacket) => {
    const { timestamp, duration } = packet;
    const around = OVERLAPPED_PACKETS * duration;
    const isSilent = isWithin((timestamp - around) * 1000, (timestamp + duration + around) * 1000);
    return isSilent ? new EncodedPacket(silent(packet.data), packet.type, timestamp, duration) : packet;
  };
  return writeContainer({ opened, decoderConfig: opened.config, first, endSeconds: Infinity, replace });
}

type Silencer = (packet: Uint8Array) => Uint8Array;

function silencer({ codec, config }: PacketTrack): Silencer | null {
  const description = config.description instanceof Uint8Array ? config.description : new Uint8Array(0);
  switch (codec) {
    case 'aac': {
      const packet = silentAac(aacChannels(description) ?? config.numberOfChannels);
      return packet && (() => packet);
    }
    case 'opus':
      return config.numberOfChannels <= 2 ? silentOpus : null;
    case 'flac':
      return flacSilencer(description);
    default:
      return null;
  }
}

const RATE_WRITTEN_OUT = 15;

/** The channels that an AudioSpecificConfig states for the core stream, which may be one where two are heard. */
function aacChannels([first = 0, second = 0]: Uint8Array): number | null {
  const rateIndex = ((first & 7) << 1) | (second >> 7);
  return first === 0 || rateIndex === RATE_WRITTEN_OUT ? null : (second >> 3) & 15;
}

const INFO_AT = 8;
const INFO_BYTES = 34;

/** `description`: the start of a FLAC file, up to its block STREAMINFO. */
function flacSilencer(description: Uint8Array): Silencer | null {
  if (description.byteLength < INFO_AT + INFO_BYTES) return null;
  const stream = toFlacStream(description.slice(INFO_AT, INFO_AT + INFO_BYTES), 0);
  if (stream === null) return null;
  return (packet) => {
    const header = readFlacFrame(packet, 0, stream);
    return header ? silentFlac(packet, header.headerBytes, stream.bitsPerSample) : new Uint8Array(0);
  };
}
