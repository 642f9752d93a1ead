import { EncodedPacket } from 'mediabunny';
import type { RecordingFacts } from '../../../domain/analysis.ts';
import { Fault } from '../../../domain/errors.ts';
import type { AudioMask } from '../../../domain/submission.ts';
import type { TimeSpan } from '../../../domain/transcript.ts';
import type { ByteSource } from '../byte-source.ts';
import { readFlacFrame, toFlacStream } from '../cut/flac.ts';
import { writeContainer } from '../cut/open-chunk.ts';
import { openPacketTrack, type PacketTrack } from '../cut/packets.ts';
import { redactAdts, redactFlac } from './frames.ts';
import { redactMp3 } from './mp3.ts';
import { silentAac, silentFlac, silentOpus, touchesSpan } from './silent-frames.ts';
import { redactWav } from './wav.ts';

/** What a redacted recording is, once stored. */
type RedactedFormat = Pick<RecordingFacts, 'format' | 'contentType'>;

const SAME: Readonly<Record<string, RedactedFormat & { codecs: readonly string[] }>> = {
  wav: {
    format: 'wav',
    contentType: 'audio/wav',
    codecs: ['pcm', 'pcm-float', 'alaw', 'ulaw', 'adpcm-ms', 'adpcm-ima'],
  },
  mp3: { format: 'mp3', contentType: 'audio/mpeg', codecs: ['mp3'] },
  adts: { format: 'adts', contentType: 'audio/aac', codecs: ['aac'] },
  flac: { format: 'flac', contentType: 'audio/flac', codecs: ['flac'] },
};
/** The packets of other containers get the plainest container of their codec. */
const REPACKED: Readonly<Record<string, RedactedFormat>> = {
  aac: { format: 'adts', contentType: 'audio/aac' },
  opus: { format: 'ogg', contentType: 'audio/ogg' },
  flac: { format: 'flac', contentType: 'audio/flac' },
};
/** Silence of these codecs is known for one channel and two. */
const PAIRED: ReadonlySet<string> = new Set(['aac', 'opus']);

/** What a recording is once it is redacted. Throws `audio_redaction_format` where a recording of its codec cannot be. */
export function redactedFormat({
  format,
  codec,
  channels,
}: Omit<RecordingFacts, 'durationMs'>): RedactedFormat {
  const same = SAME[format];
  const redacted = same ? same.codecs.includes(codec) && same : REPACKED[codec];
  if (!redacted || (PAIRED.has(codec) && channels > 2))
    throw new Fault('audio_redaction_format', undefined, {
      field: 'options.keep_audio',
      format,
      codec,
      channels,
    });
  return { format: redacted.format, contentType: redacted.contentType };
}

/**
 * The recording with what is heard within `spans` masked on all channels: what one side says is often heard on the line of the other.
 * The same recording and spans give the same bytes, but for the serial number of an Ogg stream, which is random. Holds a few MiB at
 * a time. `null` where the recording is damaged; while it is read, throws what damage causes.
 */
export async function redactRecording(
  source: ByteSource,
  facts: RecordingFacts,
  { spans, mask }: { readonly spans: readonly TimeSpan[]; readonly mask: AudioMask },
): Promise<AsyncIterable<Uint8Array> | null> {
  switch (facts.format) {
    case 'wav':
      return redactWav(source, spans, mask);
    case 'mp3':
      return redactMp3(source, spans);
    case 'adts':
      return redactAdts(source, spans);
    case 'flac':
      return redactFlac(source, spans);
    default: {
      const track = await openPacketTrack(source);
      return track && redactPackets(track, spans);
    }
  }
}

/** Packets overlap the ones around them, and encoders begin with up to two packets of their own. */
const OVERLAPPED_PACKETS = 2;

/**
 * The packets of a track, those heard within `spans` silent, in a new container without tags. Closes the track in the end. `null`
 * where no packet of its codec is known to be silent.
 */
async function redactPackets(
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
