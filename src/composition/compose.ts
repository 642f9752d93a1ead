import { openLanguageModel } from '../adapters/ai/chat-models.ts';
import {
  type AllowanceMemory,
  createBindingClient,
  createRestClient,
  withDailyAllowance,
} from '../adapters/ai/clients.ts';
import { createTranscriber } from '../adapters/ai/transcriber.ts';
import { fingerprint } from '../adapters/crypto/request-fingerprint.ts';
import type { Clock } from '../adapters/clock.ts';
import { type Config, type LanguageModelConfig, readConfig } from '../config.ts';
import { NO_PRICES, type PriceTable, WORKERS_AI_PRICES } from '../domain/billing.ts';
import type { Deps } from '../services/deps.ts';
import { clock, surroundings } from './clock.ts';
import { composeNet } from './net.ts';
import { composeDerivation, composeObjects, composeSigning } from './objects.ts';
import { composeBuckets, composeRepositories } from './stores.ts';

/** From bindings to everything that verbs and consumers act through. */
export function compose(env: Env): Deps {
  const config = readConfig(env);
  const { maxUploadBytes, maxRecordingBytes, limitsPerMinute } = config;
  return {
    ...surroundings,
    ...composeBuckets(env),
    ...composeRepositories(env),
    ...composeObjects(env),
    ...composeModels(env, config, clock),
    ...composeNet(config),
    ...composeSigning(config),
    ...composeDerivation(config),
    fingerprint,
    maxUploadBytes,
    maxRecordingBytes,
    limitsPerMinute,
    release: env.RELEASE.id,
  };
}

/** Found out anew by every isolate, with one call. */
export const allowance: AllowanceMemory = { closedUntil: 0 };

/** The models of a deployment and what they cost. */
function composeModels(
  env: Env,
  {
    aiBaseUrl,
    aiGatewayId,
    aiGatewayPayloads: storesPayloads,
    transcription,
    chunkMs,
    languageModel,
  }: Config,
  clock: Clock,
): Pick<Deps, 'transcriber' | 'chunking' | 'languageModel' | 'prices'> {
  const unlimited =
    aiBaseUrl === null
      ? createBindingClient(env.AI, aiGatewayId === null ? null : { id: aiGatewayId, storesPayloads })
      : createRestClient(aiBaseUrl);
  const client = withDailyAllowance(unlimited, allowance, clock);
  return {
    transcriber: createTranscriber(client, transcription),
    chunking: (model = transcription) => ({ chunkMs: chunkMs[model], diarizes: model === 'nova-3' }),
    languageModel: languageModel && openLanguageModel({ ...languageModel, storesPayloads }, client),
    prices: pricesOf(aiBaseUrl, languageModel),
  };
}

/** Of models that are not asked by the binding, nobody here knows the price. */
function pricesOf(aiBaseUrl: string | null, languageModel: LanguageModelConfig | null): PriceTable {
  if (aiBaseUrl !== null) return NO_PRICES;
  const isElsewhere = languageModel !== null && languageModel.baseUrl !== null;
  return isElsewhere ? { ...WORKERS_AI_PRICES, languageModels: {} } : WORKERS_AI_PRICES;
}
