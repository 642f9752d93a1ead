import { decodeSound } from '../../local-ai/audio/decode-sound.ts';
import { probeRecording } from '../../src/adapters/audio/probe.ts';
import { redactedFormat, redactRecording } from '../../src/adapters/audio/redact/redact-recording.ts';
import type { RecordingFacts } from '../../src/domain/analysis.ts';
import type { AudioMask } from '../../src/domain/submission.ts';
import type { TimeSpan } from '../../src/domain/transcript.ts';
import { countedSource } from './counted-source.ts';

export interface RedactedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly facts: RecordingFacts;
}

/** Redacts a recording as the pipeline does. */
export async function redactFile(
  bytes: Uint8Array,
  spans: readonly TimeSpan[],
  mask: AudioMask = 'silence',
): Promise<RedactedFile> {
  const source = countedSource(bytes);
  const facts = await probeRecording(source, { contentType: '', fileName: null });
  const audio = await redactRecording(source, facts, { spans, mask });
  if (audio === null) throw new Error('it cannot be redacted');
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of audio) pieces.push(piece.slice());
  const redacted = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return { bytes: redacted, facts: { ...facts, ...redactedFormat(facts), sizeBytes: redacted.byteLength } };
}

export const DECODED_HZ = 16_000;

/** The channels of a recording as they are heard, 16 kHz. */
export async function decodedChannels(bytes: Uint8Array): Promise<Float32Array[]> {
  return (await decodeSound(bytes.slice(), false)).channels;
}
