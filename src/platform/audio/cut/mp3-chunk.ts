import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import { type ChunkBody, headed } from './chunk-body.ts';
import { readMpegFrame } from './mpeg-frame.ts';
import { readInfoFrame, shortenedInfo } from './mpeg-info.ts';
import type { StreamedSource } from './streamed-source.ts';

const CONTENT_TYPE = 'audio/mpeg';
const LONGEST_FRAME_BYTES = 2048;
const NOTHING = new Uint8Array(0);

/** The frames of a chunk. The first one keeps the frame that tells decoders of the encoder's delay, with a length of its own. */
export async function openMp3Chunk(
  source: StreamedSource,
  { sampleRateHz }: RecordingFacts,
  chunk: AudioChunk,
): Promise<ChunkBody> {
  const { index, startByte, endByte, endMs } = chunk;
  if (index > 0) return headed(source, NOTHING, chunk, CONTENT_TYPE);
  const bytes = await source.read(startByte, Math.min(endByte, startByte + LONGEST_FRAME_BYTES));
  const info = readInfoFrame(bytes);
  const header = readMpegFrame(bytes, 0);
  if (info === null || header === null) return headed(source, NOTHING, chunk, CONTENT_TYPE);
  const frames = Math.round(((endMs / 1000) * sampleRateHz + info.leadSamples) / header.samples);
  const audio = { startByte: startByte + info.sizeBytes, endByte };
  const head = shortenedInfo(bytes, info, frames, audio.endByte - audio.startByte);
  return headed(source, head, audio, CONTENT_TYPE);
}
