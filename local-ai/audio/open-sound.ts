import decode from 'audio-decode';
import { ALL_FORMATS, BufferSource, Input, type InputAudioTrack } from 'mediabunny';

import { AudioProblem, truncated } from './audio-problem.ts';
import { requireWithinBounds, SampleBudget } from './bounds.ts';
import { endsInsideOggPage, isMp4, isOgg, mp4Extent, statesMp3Length } from './container-extent.ts';
import { decodeOpusTrack } from './opus-packets.ts';
import { inPieces, type Sound, type SoundPiece } from './sound.ts';
import { isWav, plainWavHeader, readWavHeader, type WavHeader } from './wav-header.ts';

const PCM_PIECE_BYTES = 1 << 20;
/** Small, because a byte of a packed format may become thousands of samples, which are counted after each piece. */
const PACKED_PIECE_BYTES = 4096;

const toPieces = async function* (
  decoded: AsyncIterable<{ channelData: Float32Array[]; sampleRate: number }>,
) {
  for await (const { channelData, sampleRate } of decoded) yield { channels: channelData, sampleRate };
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;

async function* wavBytes(header: WavHeader, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield plainWavHeader(header);
  yield* inPieces(bytes.subarray(header.dataStart, header.dataStart + header.presentBytes), PCM_PIECE_BYTES);
}

function openWav(bytes: Uint8Array): Sound {
  const header = readWavHeader(bytes);
  if (header === null)
    throw new AudioProblem('audio_undecodable', 'The WAV file has no format or no data chunk.');
  const { promisedBytes, presentBytes, bytesPerSecond, channels } = header;
  requireWithinBounds(channels, header.sampleRate);
  if (presentBytes === 0 && (promisedBytes ?? 0) === 0)
    throw new AudioProblem('audio_empty', 'The WAV file holds no samples.');
  if (promisedBytes !== null && presentBytes < promisedBytes) {
    const inSeconds = (size: number) =>
      bytesPerSecond > 0 ? seconds(size / bytesPerSecond) : megabytes(size);
    throw truncated(inSeconds(promisedBytes), inSeconds(presentBytes));
  }
  return {
    channelCount: channels,
    promisedSeconds: null,
    pieces: toPieces(decode(wavBytes(header, bytes), 'wav')),
  };
}

/** Whole containers that go to the sample decoder in one piece: their index may stand at the end. */
async function* decodeWhole(bytes: Uint8Array): AsyncGenerator<SoundPiece> {
  const { channelData, sampleRate } = await decode(bytes);
  yield { channels: channelData, sampleRate };
}

function decodeTrack(
  track: InputAudioTrack,
  container: string,
  bytes: Uint8Array,
): AsyncIterable<SoundPiece> {
  const codec = track.codec;
  if (container === 'MP3') return toPieces(decode(inPieces(bytes, PACKED_PIECE_BYTES), 'mp3'));
  if (container === 'ADTS') return toPieces(decode(inPieces(bytes, PACKED_PIECE_BYTES), 'aac'));
  if (container === 'FLAC') return toPieces(decode(inPieces(bytes, PACKED_PIECE_BYTES), 'flac'));
  if (container === 'Ogg' && codec === 'opus')
    return toPieces(decode(inPieces(bytes, PACKED_PIECE_BYTES), 'opus'));
  if (container === 'Ogg' && codec === 'vorbis')
    return toPieces(decode(inPieces(bytes, PACKED_PIECE_BYTES), 'oga'));
  if ((container === 'WebM' || container === 'Matroska') && codec === 'opus') return decodeOpusTrack(track);
  return decodeWhole(bytes);
}

async function openContainer(input: Input, bytes: Uint8Array): Promise<Sound> {
  const track = await input.getPrimaryAudioTrack();
  if (track === null) throw new AudioProblem('audio_undecodable', 'The file has no audio track.');
  requireWithinBounds(track.numberOfChannels, track.sampleRate);
  const container = (await input.getFormat()).name;
  const trusted = container !== 'MP3' || statesMp3Length(bytes);
  const promisedSeconds = trusted ? await input.getDurationFromMetadata() : null;
  new SampleBudget().take((promisedSeconds ?? 0) * track.numberOfChannels);
  return {
    channelCount: track.numberOfChannels,
    promisedSeconds,
    pieces: decodeTrack(track, container, bytes),
  };
}

function refuseCutContainer(bytes: Uint8Array): void {
  const extent = isMp4(bytes) ? mp4Extent(bytes) : null;
  if (extent !== null && extent > bytes.length) throw truncated(megabytes(extent), megabytes(bytes.length));
  if (isOgg(bytes) && endsInsideOggPage(bytes))
    throw new AudioProblem('audio_truncated', 'The Ogg file ends in the middle of a page; it was cut off.');
}

/**
 * Recognises a recording by its content and starts to decode it. The declared content type is not trusted.
 * Throws `AudioProblem`: empty, cut off, or in a format that is not known.
 */
export async function openSound(bytes: Uint8Array): Promise<Sound> {
  if (bytes.length === 0) throw new AudioProblem('audio_empty', 'The body has no bytes.');
  if (isWav(bytes)) return openWav(bytes);
  refuseCutContainer(bytes);
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  if (await input.canRead()) return openContainer(input, bytes);
  return { channelCount: null, promisedSeconds: null, pieces: decodeWhole(bytes) };
}
