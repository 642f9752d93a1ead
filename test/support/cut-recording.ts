import { decodeSound } from '../../local-ai/audio/decode-sound.ts';
import { openChunk } from '../../src/adapters/audio/cut/open-chunk.ts';
import { type ChunkLimits, planChunks } from '../../src/adapters/audio/cut/plan-chunks.ts';
import { probeRecording } from '../../src/adapters/audio/probe.ts';
import type { AudioChunk } from '../../src/domain/audio-chunk.ts';
import { type CountedSource, countedSource } from './counted-source.ts';

/** A chunk and the file that was made of it. */
export interface CutChunk {
  readonly chunk: AudioChunk;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** Cuts a recording as the pipeline does; empty where it is not cut. */
export async function cutRecording(
  bytes: Uint8Array,
  limits: ChunkLimits,
  source: CountedSource = countedSource(bytes),
): Promise<CutChunk[]> {
  const facts = await probeRecording(source, { contentType: '', fileName: null });
  const chunks = (await planChunks(source, facts, limits)) ?? [];
  const cut: CutChunk[] = [];
  for (const chunk of chunks) {
    const { body, contentType, sizeBytes } = await openChunk(source, facts, chunk);
    const file = new Uint8Array(await new Response(body).arrayBuffer());
    if (sizeBytes !== null && sizeBytes !== file.byteLength)
      throw new Error(`${sizeBytes} bytes were announced and ${file.byteLength} came`);
    cut.push({ chunk, file, contentType });
  }
  return cut;
}

export const DECODED_HZ = 16_000;

/** The samples that the local speech engine works on: 16 kHz, all channels mixed. The bytes stay. */
export async function engineSamples(bytes: Uint8Array): Promise<Float32Array> {
  const { channels } = await decodeSound(bytes.slice(), true);
  return channels[0] ?? new Float32Array(0);
}
