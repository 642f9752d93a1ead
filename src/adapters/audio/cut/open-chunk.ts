import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import { Fault } from '../../../domain/errors.ts';
import { nullIfDamaged, type StreamedSource } from '../byte-source.ts';
import { readWavLayout, wavHeader } from '../wav.ts';
import { bodyWithHeader, type ChunkBody, remux } from './chunk-body.ts';
import { flacHead, readFlacStream } from './flac-stream.ts';
import { readMpegFrame } from './mpeg-frame.ts';
import { readInfoFrame, shortenedInfo } from './mpeg-info.ts';
import { openPacketTrack } from './packets.ts';

/**
 * Opens a planned chunk as an audio file of its own, reading only its part of the recording. Throws `audio_undecodable` where the
 * chunk was not planned for this recording, and what `source` throws.
 */
export async function openChunk(
  source: StreamedSource,
  facts: RecordingFacts,
  chunk: AudioChunk,
): Promise<ChunkBody> {
  if (chunk.endByte > source.sizeBytes || chunk.startByte >= chunk.endByte)
    throw new Fault('audio_undecodable');
  switch (facts.format) {
    case 'wav':
      return openWavChunk(source, chunk);
    case 'mp3':
      return openMp3Chunk(source, facts, chunk);
    case 'adts':
      return bodyWithHeader(source, NO_HEADER, chunk, 'audio/aac');
    case 'flac':
      return openFlacChunk(source, chunk);
    default:
      return openPackets(source, chunk);
  }
}

async function openWavChunk(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const layout = await readWavLayout(source);
  if (layout === null) throw new Fault('audio_undecodable');
  return bodyWithHeader(
    source,
    wavHeader(layout.format, chunk.endByte - chunk.startByte),
    chunk,
    'audio/wav',
  );
}

async function openFlacChunk(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const stream = await readFlacStream(source);
  if (stream === null) throw new Fault('audio_undecodable');
  return bodyWithHeader(source, flacHead(stream), chunk, 'audio/flac');
}

async function openPackets(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const opened = await nullIfDamaged(source, async (watched) => {
    const track = await openPacketTrack(watched);
    return track && remux(track, chunk);
  });
  if (opened === null) throw new Fault('audio_undecodable');
  return opened;
}

const CONTENT_TYPE = 'audio/mpeg';
const LONGEST_FRAME_BYTES = 2048;
const NO_HEADER = new Uint8Array(0);

/** The frames of a chunk. The first chunk keeps the frame with the encoder's delay, which gets the length of the chunk. */
async function openMp3Chunk(
  source: StreamedSource,
  { sampleRateHz }: RecordingFacts,
  chunk: AudioChunk,
): Promise<ChunkBody> {
  const { index, startByte, endByte, endMs } = chunk;
  if (index > 0) return bodyWithHeader(source, NO_HEADER, chunk, CONTENT_TYPE);
  const bytes = await source.read(startByte, Math.min(endByte, startByte + LONGEST_FRAME_BYTES));
  const info = readInfoFrame(bytes);
  const header = readMpegFrame(bytes, 0);
  if (info === null || header === null) return bodyWithHeader(source, NO_HEADER, chunk, CONTENT_TYPE);
  const frames = Math.round(((endMs / 1000) * sampleRateHz + info.leadSamples) / header.samples);
  const audio = { startByte: startByte + info.sizeBytes, endByte };
  const head = shortenedInfo(bytes, info, frames, audio.endByte - audio.startByte);
  return bodyWithHeader(source, head, audio, CONTENT_TYPE);
}
