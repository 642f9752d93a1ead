import { AudioProblem, truncated } from './audio-problem.ts';
import { requireWithinBounds, SampleBudget } from './bounds.ts';
import { ChannelRecorder } from './channel-recorder.ts';
import { openSound } from './open-sound.ts';
import type { Sound, SoundPiece } from './sound.ts';

/** A decoded recording: 16 kHz channels, and what the source was. */
export interface Recording {
  /** One array per channel, or a single one when mixed; backed by shared memory, values in -1..1. */
  channels: Float32Array[];
  durationSeconds: number;
  sourceChannels: number;
  sourceSampleRate: number;
}

/** A file may hold this much less than it states before it counts as cut off: encoders pad and trim. */
const SLACK_SECONDS = 0.5;
const SLACK_SHARE = 0.01;

/** Mean of all channels, the loudness of each kept in proportion. */
export function mixToMono(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  if (first === undefined || channels.length === 1) return first ?? new Float32Array(0);
  const mixed = new Float32Array(first.length);
  for (const channel of channels)
    for (const [at, value] of channel.entries()) mixed[at] = (mixed[at] ?? 0) + value;
  return mixed.map((value) => value / channels.length);
}

/** Gives a piece the channels the file declares: decoders fold equal channels into one. */
function asDeclared(piece: SoundPiece, count: number): Float32Array[] {
  const [first] = piece.channels;
  if (first === undefined) return [];
  return Array.from({ length: count }, (_, channel) => piece.channels[channel] ?? first);
}

/** Refuses a recording that decoded to much less than its container states. */
function refuseCutSound(sound: Sound, seconds: number): void {
  const promised = sound.promisedSeconds;
  if (promised === null || promised - seconds <= Math.max(SLACK_SECONDS, promised * SLACK_SHARE)) return;
  throw truncated(`${promised.toFixed(1)} s`, `${seconds.toFixed(1)} s`);
}

async function collect(sound: Sound, mono: boolean): Promise<Recording> {
  let recorders: ChannelRecorder[] = [];
  let [frames, sourceSampleRate, sourceChannels] = [0, 0, 0];
  const budget = new SampleBudget();
  for await (const piece of sound.pieces) {
    if (frames === 0) {
      sourceSampleRate = piece.sampleRate;
      sourceChannels = sound.channelCount ?? piece.channels.length;
      requireWithinBounds(sourceChannels, sourceSampleRate);
      const kept = mono ? 1 : sourceChannels;
      recorders = Array.from({ length: kept }, () => new ChannelRecorder(sourceSampleRate));
    }
    const declared = asDeclared(piece, sourceChannels);
    const length = declared[0]?.length ?? 0;
    budget.take((recorders.length * length) / sourceSampleRate);
    frames += length;
    for (const [index, samples] of (mono ? [mixToMono(declared)] : declared).entries())
      recorders[index]?.push(samples);
  }
  if (frames === 0) throw new AudioProblem('audio_empty', 'The file decodes to no samples.');
  const durationSeconds = frames / sourceSampleRate;
  refuseCutSound(sound, durationSeconds);
  return {
    channels: recorders.map((recorder) => recorder.finish()),
    durationSeconds,
    sourceChannels,
    sourceSampleRate,
  };
}

/**
 * Decodes a recording of any known format to 16 kHz, mixed to one channel when `mono`.
 * Throws `AudioProblem` when there is nothing in it, it was cut off, it is out of bounds, or it cannot be decoded.
 */
export async function decodeSound(bytes: Uint8Array, mono: boolean): Promise<Recording> {
  try {
    return await collect(await openSound(bytes), mono);
  } catch (cause) {
    if (cause instanceof AudioProblem) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AudioProblem('audio_undecodable', `The bytes are not audio in a known format (${reason}).`);
  }
}
