import type { Recording } from '../audio/decode-sound.ts';
import type { Decoder } from '../audio/decoder.ts';
import { cutAtQuiet } from './cut-at-quiet.ts';
import { cutUtterances, type RecognisedUtterance } from './cut-utterances.ts';
import { noiseFloor } from './frame-powers.ts';
import { type Passage, planPassages, type SpeechSpan } from './plan.ts';
import { recognisePassage } from './recognise-passage.ts';
import { joinClose, type Span } from './spans.ts';
import { diarizeVoices } from './speakers/diarize.ts';
import type { WorkerResult, Workers, WorkerTask } from './workers.ts';

export interface TranscribeOptions {
  /** Transcribe every channel by itself; otherwise they are mixed. */
  multichannel: boolean;
  /** Separate the speakers of a mixed or mono recording by their voices. */
  diarize: boolean;
  /** Pause in seconds that ends an utterance. */
  utteranceSplitSeconds: number;
}

export interface Transcription {
  durationSeconds: number;
  /** Channels that were transcribed: those of the source, or 1. */
  channelCount: number;
  /** Ordered by start within each channel. */
  utterances: RecognisedUtterance[];
}

export interface Engine {
  decoder: Decoder;
  workers: Workers;
}

/** What is known of a channel before recognition. */
interface PreparedChannel {
  samples: Float32Array;
  spans: SpeechSpan[];
  noiseFloor: number;
}

type RunTask = (task: WorkerTask) => Promise<WorkerResult>;

/** Spans that a cut between two pieces parted are joined; shorter pauses than this are within a word. */
const JOIN_SAMPLES = 800;

async function prepareChannel(
  runTask: RunTask,
  samples: Float32Array,
  channel: number,
  diarize: boolean,
): Promise<PreparedChannel> {
  const kind = diarize ? 'find-voices' : 'find-speech';
  const pieces = await Promise.all(cutAtQuiet(samples).map((stretch) => runTask({ kind, samples, stretch })));
  const voices = pieces.flatMap((piece) => piece.voices);
  const labels = diarizeVoices(voices);
  const spans = diarize
    ? voices.map(({ span }, index) => ({ ...span, channel, label: labels[index] ?? null }))
    : joinClose(
        pieces.flatMap((piece) => piece.spans),
        JOIN_SAMPLES,
      ).map((span) => ({ ...span, channel, label: null }));
  return { samples, spans, noiseFloor: noiseFloor(pieces.flatMap((piece) => piece.powers)) };
}

async function recogniseChannel(
  runTask: RunTask,
  channel: PreparedChannel,
  others: readonly SpeechSpan[],
  utteranceSplitSeconds: number,
): Promise<RecognisedUtterance[]> {
  const { samples } = channel;
  const utterancesOf = async (passage: Passage): Promise<RecognisedUtterance[]> => {
    const recognise = async (stretch: Span) => (await runTask({ kind: 'recognise', samples, stretch })).text;
    const words = await recognisePassage(recognise, passage);
    return cutUtterances(passage, words, { samples, noiseFloor: channel.noiseFloor, utteranceSplitSeconds });
  };
  const passages = planPassages(channel.spans, others, samples.length);
  return (await Promise.all(passages.map(utterancesOf))).flat();
}

async function recogniseRecording(
  runTask: RunTask,
  recording: Recording,
  options: TranscribeOptions,
): Promise<Transcription> {
  const diarize = options.diarize && recording.channels.length === 1;
  const prepared = await Promise.all(
    recording.channels.map((samples, channel) => prepareChannel(runTask, samples, channel, diarize)),
  );
  const speech = prepared.flatMap(({ spans }) => spans);
  const utterances = await Promise.all(
    prepared.map((channel, index) => {
      const others = speech.filter((span) => span.channel !== index);
      return recogniseChannel(runTask, channel, others, options.utteranceSplitSeconds);
    }),
  );
  return {
    durationSeconds: recording.durationSeconds,
    channelCount: recording.channels.length,
    utterances: utterances.flat(),
  };
}

/**
 * Transcribes a recording; the bytes are taken over. The work is shared fairly with other calls and stops when `signal`
 * is aborted. Rejects with `AudioProblem` when the recording cannot be decoded; silence gives no utterances.
 */
export async function transcribe(
  { decoder, workers }: Engine,
  bytes: Uint8Array<ArrayBuffer>,
  options: TranscribeOptions,
  signal: AbortSignal,
): Promise<Transcription> {
  const caller = Symbol('transcription');
  const runTask: RunTask = (task) => {
    signal.throwIfAborted();
    return workers.run(caller, task);
  };
  const stop = () => workers.drop(caller, signal.reason);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    return await recogniseRecording(runTask, await decoder.decode(bytes, !options.multichannel), options);
  } finally {
    signal.removeEventListener('abort', stop);
    // After a failure the rest of this call's work would hold up the others.
    workers.drop(caller, new Error('the transcription has ended'));
  }
}
