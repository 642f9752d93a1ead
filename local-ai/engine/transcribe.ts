import type { Decoder } from '../audio/decoder.ts';
import type { Recording } from '../audio/decode-sound.ts';
import { cutAtQuiet } from './cut-at-quiet.ts';
import { cutUtterances, type HeardUtterance } from './cut-utterances.ts';
import { noiseFloor } from './frame-powers.ts';
import { hearPassage } from './hear-passage.ts';
import type { Listeners } from './listeners.ts';
import { planPassages, type Passage, type SpokenSpan } from './plan.ts';
import { tellApart } from './speakers/tell-apart.ts';
import { joinClose, type Span } from './spans.ts';
import type { Heard, ListenerTask } from './tasks.ts';

export interface TranscribeOptions {
  /** Transcribe every channel by itself; otherwise they are mixed. */
  multichannel: boolean;
  /** Tell speakers apart in a mixed or mono recording. */
  diarize: boolean;
  /** Pause in seconds that ends an utterance. */
  utteranceSplitSeconds: number;
}

export interface Transcription {
  durationSeconds: number;
  /** Channels that were transcribed: those of the source, or 1. */
  channelCount: number;
  /** Ordered by start within each channel. */
  utterances: HeardUtterance[];
}

export interface Engine {
  decoder: Decoder;
  listeners: Listeners;
}

/** What is known of a channel before recognition. */
interface ScoutedChannel {
  samples: Float32Array;
  spans: SpokenSpan[];
  noiseFloor: number;
}

type Listen = (task: ListenerTask) => Promise<Heard>;

/** Spans that a cut between two pieces parted are joined; shorter pauses than this are within a word. */
const JOIN_SAMPLES = 800;

async function scout(
  listen: Listen,
  samples: Float32Array,
  channel: number,
  diarize: boolean,
): Promise<ScoutedChannel> {
  const kind = diarize ? 'find-voices' : 'find-speech';
  const pieces = await Promise.all(cutAtQuiet(samples).map((stretch) => listen({ kind, samples, stretch })));
  const voices = pieces.flatMap((piece) => piece.voices);
  const labels = tellApart(voices);
  const spans = diarize
    ? voices.map(({ span }, index) => ({ ...span, channel, label: labels[index] ?? null }))
    : joinClose(
        pieces.flatMap((piece) => piece.spans),
        JOIN_SAMPLES,
      ).map((span) => ({ ...span, channel, label: null }));
  return { samples, spans, noiseFloor: noiseFloor(pieces.flatMap((piece) => piece.powers)) };
}

async function hearChannel(
  listen: Listen,
  scouted: ScoutedChannel,
  others: readonly SpokenSpan[],
  utteranceSplitSeconds: number,
): Promise<HeardUtterance[]> {
  const { samples } = scouted;
  const hear = async (passage: Passage): Promise<HeardUtterance[]> => {
    const recognise = async (stretch: Span) => (await listen({ kind: 'recognise', samples, stretch })).text;
    const words = await hearPassage(recognise, passage);
    return cutUtterances(passage, words, { samples, noiseFloor: scouted.noiseFloor, utteranceSplitSeconds });
  };
  const passages = planPassages(scouted.spans, others, samples.length);
  return (await Promise.all(passages.map(hear))).flat();
}

async function hearRecording(
  listen: Listen,
  recording: Recording,
  options: TranscribeOptions,
): Promise<Transcription> {
  const diarize = options.diarize && recording.channels.length === 1;
  const scouted = await Promise.all(
    recording.channels.map((samples, channel) => scout(listen, samples, channel, diarize)),
  );
  const speech = scouted.flatMap(({ spans }) => spans);
  const heard = await Promise.all(
    scouted.map((channel, index) => {
      const others = speech.filter((span) => span.channel !== index);
      return hearChannel(listen, channel, others, options.utteranceSplitSeconds);
    }),
  );
  return {
    durationSeconds: recording.durationSeconds,
    channelCount: recording.channels.length,
    utterances: heard.flat(),
  };
}

/**
 * Transcribes a recording; the bytes are taken over. The work is shared fairly with other calls and stops when `signal`
 * is aborted. Rejects with `AudioProblem` when there is nothing to hear with; silence gives no utterances.
 */
export async function transcribe(
  { decoder, listeners }: Engine,
  bytes: Uint8Array<ArrayBuffer>,
  options: TranscribeOptions,
  signal: AbortSignal,
): Promise<Transcription> {
  const caller = Symbol('transcription');
  const listen: Listen = (task) => {
    signal.throwIfAborted();
    return listeners.listen(caller, task);
  };
  const stop = () => listeners.drop(caller, signal.reason);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    return await hearRecording(listen, await decoder.decode(bytes, !options.multichannel), options);
  } finally {
    signal.removeEventListener('abort', stop);
    // After a failure the rest of this call's work would hold up the others.
    listeners.drop(caller, new Error('the transcription has ended'));
  }
}
