import type { Config, LanguageModelConfig } from './config.ts';
import { NO_PRICES, WORKERS_AI_PRICES } from './domain/prices.ts';
import { createBindingDoor } from './platform/ai/binding-door.ts';
import { createCompatibleModel } from './platform/ai/compatible-model.ts';
import type { AiDoor } from './platform/ai/door.ts';
import { createWorkersAiModel, type LanguageModel, withPatience } from './platform/ai/language-model.ts';
import { createRestDoor } from './platform/ai/rest-door.ts';
import { createTranscriber } from './platform/ai/transcriber.ts';
import { sleep } from './platform/sleep.ts';
import type { Deps } from './services/deps.ts';

const PATIENCE = { timeoutMs: 90_000, delaysMs: [1_000, 5_000], sleep };

/** The models of a deployment and what they cost. */
export function composeModels(
  env: Env,
  { aiBaseUrl, transcription, languageModel }: Config,
): Pick<Deps, 'transcriber' | 'languageModel' | 'prices'> {
  const door = aiBaseUrl === null ? createBindingDoor(env.AI) : createRestDoor(aiBaseUrl);
  return {
    transcriber: createTranscriber(door, transcription),
    languageModel: languageModel && openLanguageModel(languageModel, door),
    prices: aiBaseUrl === null ? WORKERS_AI_PRICES : NO_PRICES,
  };
}

function openLanguageModel({ model, baseUrl, apiKey }: LanguageModelConfig, door: AiDoor): LanguageModel {
  return withPatience(
    baseUrl === null ? createWorkersAiModel(door, model) : createCompatibleModel({ baseUrl, apiKey }, model),
    PATIENCE,
  );
}
