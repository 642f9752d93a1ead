import { nova3Answer } from './answers/nova-3.ts';
import { readNova3Options } from './answers/nova-3-options.ts';
import { readWhisperInput, whisperAnswer } from './answers/whisper.ts';
import { transcribe, type Engine } from './engine/transcribe.ts';

/** One request to a model. */
export interface ModelRequest {
  query: URLSearchParams;
  /** Reads the body; a model asks for it only after its options are found good. */
  readBody: () => Promise<Uint8Array<ArrayBuffer>>;
  signal: AbortSignal;
}

export interface ModelContext {
  engine: Engine;
  /** Name of the loaded speech model. */
  speechModel: string;
  now: () => Date;
}

type RunModel = (request: ModelRequest, context: ModelContext) => Promise<unknown>;

const WHISPER_SPLIT_SECONDS = 0.8;

const runNova3: RunModel = async ({ query, readBody, signal }, { engine, speechModel, now }) => {
  const options = readNova3Options(query);
  const createdAt = now();
  const transcription = await transcribe(engine, await readBody(), options, signal);
  return nova3Answer(transcription, options, { modelName: speechModel, createdAt });
};

const runWhisper: RunModel = async ({ readBody, signal }, { engine }) => {
  const { audio, language } = readWhisperInput(await readBody());
  const options = { multichannel: false, diarize: false, utteranceSplitSeconds: WHISPER_SPLIT_SECONDS };
  return whisperAnswer(await transcribe(engine, audio, options, signal), language);
};

/** Every model id that is answered, by the same speech engine. */
export const MODELS: ReadonlyMap<string, RunModel> = new Map([
  ['@cf/deepgram/nova-3', runNova3],
  ['@cf/openai/whisper-large-v3-turbo', runWhisper],
]);
