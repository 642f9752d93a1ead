import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import { Fault } from '../../../domain/fault.ts';
import { type ChunkBody, headed } from './chunk-body.ts';
import { flacHead, readFlacStream } from './flac-stream.ts';
import { openMp3Chunk } from './mp3-chunk.ts';
import { openPacketTrack } from './packet-track.ts';
import { remux } from './remux.ts';
import type { StreamedSource } from './streamed-source.ts';
import { wavHeader } from './wav-header.ts';
import { unlessDamaged } from './unless-damaged.ts';
import { readWavLayout } from './wav-layout.ts';

/**
 * The audio of a planned chunk as a file by itself, read from where it lies. Throws `audio_undecodable` where the recording is
 * not the one that was planned, and what `source` throws.
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
      return headed(source, new Uint8Array(0), chunk, 'audio/aac');
    case 'flac':
      return openFlacChunk(source, chunk);
    default:
      return openPackets(source, chunk);
  }
}

async function openWavChunk(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const layout = await readWavLayout(source);
  if (layout === null) throw new Fault('audio_undecodable');
  return headed(source, wavHeader(layout.format, chunk.endByte - chunk.startByte), chunk, 'audio/wav');
}

async function openFlacChunk(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const stream = await readFlacStream(source);
  if (stream === null) throw new Fault('audio_undecodable');
  return headed(source, flacHead(stream), chunk, 'audio/flac');
}

async function openPackets(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const opened = await unlessDamaged(source, async (watched) => {
    const track = await openPacketTrack(watched);
    return track && remux(track, chunk);
  });
  if (opened === null) throw new Fault('audio_undecodable');
  return opened;
}
