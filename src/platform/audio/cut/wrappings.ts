import {
  AdtsOutputFormat,
  type AudioCodec,
  FlacOutputFormat,
  Mp3OutputFormat,
  OggOutputFormat,
  type OutputFormat,
} from 'mediabunny';

/** A container that is written from its beginning to its end. */
export interface Wrapping {
  readonly contentType: string;
  readonly format: () => OutputFormat;
  /** Packets at the beginning that only prepare the decoder: it makes no samples of them. */
  readonly silentPackets: number;
}

const ogg = { contentType: 'audio/ogg', format: () => new OggOutputFormat() };
const WRAPPINGS: Partial<Record<AudioCodec, Wrapping>> = {
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

/** Kinds of AAC an ADTS header has a name for, those that are extended by bandwidth among them. */
const ADTS_OBJECT_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 29]);
const RATE_WRITTEN_OUT = 15;

/** The container for packets of a codec; `null` where no file of their own can be made of them. */
export function wrappingOf(codec: AudioCodec, { description }: AudioDecoderConfig): Wrapping | null {
  if (codec === 'aac' && description instanceof Uint8Array && !fitsAdts(description)) return null;
  return WRAPPINGS[codec] ?? null;
}

/** By the head of an AudioSpecificConfig. Source: ISO/IEC 14496-3, 1.6.2.1. */
function fitsAdts([first = 0, second = 0]: Uint8Array): boolean {
  const rateIndex = ((first & 7) << 1) | (second >> 7);
  return ADTS_OBJECT_TYPES.has(first >> 3) && rateIndex !== RATE_WRITTEN_OUT;
}
