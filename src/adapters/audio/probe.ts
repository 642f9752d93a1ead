import {
  ADTS,
  EncodedPacketSink,
  FLAC,
  Input,
  type InputAudioTrack,
  type InputFormat,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  UnsupportedInputFormatError,
  WEBM,
} from 'mediabunny';
import { RecordingFacts } from '../../domain/analysis.ts';
import { Fault } from '../../domain/errors.ts';
import { type ByteSource, demuxerSource } from './byte-source.ts';
import { adtsSeconds } from './cut/aac.ts';
import { mp3Seconds } from './cut/mp3.ts';
import { requirePossibleTables } from './mp4-tables.ts';
import { readRiff, readWavLayout, type RiffAudio } from './cut/wav.ts';

/** A recording that holds less than this share of what its header states is truncated. Encoder padding explains small differences. */
const TRUNCATED_BELOW = 0.95;
const HEADER_BYTES = 4096;
const UNKNOWN_SIZE = 0xffff_ffff;

/** What the sender says the recording is. Used for error messages only. */
export interface Declared {
  readonly contentType: string;
  readonly fileName: string | null;
}

/**
 * Finds container, codec, duration, channels and rate without decoding, whatever the sender declared.
 * Throws `audio_empty`, `audio_header_missing`, `audio_unrecognised`, `audio_undecodable` or `audio_truncated`.
 */
export async function probeRecording(source: ByteSource, declared: Declared): Promise<RecordingFacts> {
  if (source.sizeBytes === 0) throw new Fault('audio_empty', 'The recording is an empty file.');
  const riff = readRiff(await source.read(0, Math.min(HEADER_BYTES, source.sizeBytes)));
  const facts = await (riff ? probeRiff(riff, source) : probeContainer(source, declared));
  const possible = RecordingFacts.safeParse(facts);
  if (!possible.success) throw new Fault('audio_undecodable', 'The header of the recording is damaged.');
  return possible.data;
}

const WAVE_CODECS: Record<number, string> = {
  1: 'pcm',
  2: 'adpcm-ms',
  3: 'pcm-float',
  6: 'alaw',
  7: 'ulaw',
  17: 'adpcm-ima',
  0xfffe: 'pcm',
};

async function probeRiff(riff: RiffAudio, source: ByteSource): Promise<RecordingFacts> {
  const available = source.sizeBytes;
  const streamed = riff.dataBytes === UNKNOWN_SIZE || riff.dataBytes === 0;
  const dataBytes = streamed && available > HEADER_BYTES ? available : riff.dataBytes;
  const bytesPerSecond = await realBytesPerSecond(riff, source);
  if (dataBytes === 0 || bytesPerSecond === 0) throw new Fault('audio_empty');
  const durationMs = Math.round((dataBytes / bytesPerSecond) * 1000);
  if (available < dataBytes * TRUNCATED_BELOW) {
    throw truncated(durationMs, Math.round((available / bytesPerSecond) * 1000));
  }
  return {
    format: 'wav',
    codec: WAVE_CODECS[riff.formatTag] ?? `wave-${riff.formatTag}`,
    contentType: 'audio/wav',
    sizeBytes: available,
    durationMs,
    channels: riff.channels,
    sampleRateHz: riff.sampleRateHz,
  };
}

/** Writers often state it wrongly for ADPCM, whose blocks hold many samples. */
async function realBytesPerSecond(riff: RiffAudio, source: ByteSource): Promise<number> {
  const layout = await readWavLayout(source);
  if (layout === null || layout.blockSamples === 1) return riff.bytesPerSecond;
  return (layout.sampleRateHz / layout.blockSamples) * layout.blockBytes;
}

async function probeContainer(source: ByteSource, declared: Declared): Promise<RecordingFacts> {
  const input = new Input({
    source: demuxerSource(source),
    formats: [ADTS, FLAC, MATROSKA, MP3, MP4, OGG, QTFF, WEBM],
  });
  try {
    const format = await input.getFormat();
    if (format === MP4 || format === QTFF) await requirePossibleTables(source);
    const track = await input.getPrimaryAudioTrack();
    if (!track) throw new Fault('audio_empty', 'The file has no audio track.');
    return await describeTrack(input, track, source);
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (error instanceof UnsupportedInputFormatError)
      throw new Fault(declaresWave(declared) ? 'audio_header_missing' : 'audio_unrecognised');
    throw new Fault('audio_undecodable', 'The file is damaged: its container could not be read.', {}, error);
  } finally {
    input.dispose();
  }
}

async function describeTrack(
  input: Input,
  track: InputAudioTrack,
  source: ByteSource,
): Promise<RecordingFacts> {
  // Without one the demuxer of FLAC would look for the last packet for ever.
  if ((await new EncodedPacketSink(track).getFirstPacket({ metadataOnly: true })) === null)
    throw new Fault('audio_empty');
  const promised = await input.getDurationFromMetadata();
  const format = await input.getFormat();
  const found = (await framesLength(format, source)) ?? (await track.computeDuration());
  if (found <= 0) throw new Fault('audio_empty');
  if (promised !== null && found < promised * TRUNCATED_BELOW) throw truncated(promised * 1000, found * 1000);
  return {
    format: format.name.toLowerCase(),
    codec: track.codec ?? 'unknown',
    contentType: format.mimeType,
    sizeBytes: source.sizeBytes,
    durationMs: Math.round(found * 1000),
    channels: track.numberOfChannels,
    sampleRateHz: track.sampleRate,
  };
}

/** Seconds of a stream of bare frames, by their headers; `null` for containers, which say it. */
async function framesLength(format: InputFormat, source: ByteSource): Promise<number | null> {
  if (format === MP3) return mp3Seconds(source);
  return format === ADTS ? adtsSeconds(source) : null;
}

function truncated(promisedMs: number, foundMs: number): Fault {
  const [promised, found] = [promisedMs, foundMs].map((ms) => (ms / 1000).toFixed(1));
  return new Fault(
    'audio_truncated',
    `The recording announces ${promised} s of audio but holds only ${found} s.`,
    {
      announced_seconds: Number(promised),
      found_seconds: Number(found),
    },
  );
}

function declaresWave({ contentType, fileName }: Declared): boolean {
  return /^audio\/(x-|vnd\.)?wave?/i.test(contentType) || /\.wav$/i.test(fileName ?? '');
}
