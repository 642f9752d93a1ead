import { z } from 'zod';
import { SpeechModel } from './domain/submission.ts';

/** HS256 wants a secret of at least the length of its hash. Source: RFC 7518, section 3.2. */
const JWT_SECRET_MIN_LENGTH = 32;

/** A cut is looked for within half of it, and some of it is said in the next chunk too. */
const SHORTEST_CHUNK_SECONDS = 5;

const Variables = z.object({
  MAX_UPLOAD_BYTES: z.coerce.number().int().positive(),
  MAX_RECORDING_BYTES: z.coerce.number().int().positive(),
  LOCAL_MODE: z.stringbool(),
  DNS_OVER_HTTPS_URL: z.url({ protocol: /^https$/ }),
  AI_BASE_URL: z.union([z.literal(''), z.url()]),
  TRANSCRIPTION: SpeechModel,
  CHUNK_SECONDS: z.coerce.number().min(SHORTEST_CHUNK_SECONDS),
  WHISPER_CHUNK_SECONDS: z.coerce.number().min(SHORTEST_CHUNK_SECONDS),
  LLM_MODEL: z.string().max(200),
  LLM_BASE_URL: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  LLM_API_KEY: z.string().default(''),
  AI_GATEWAY_ID: z.string().max(64),
  AI_GATEWAY_PAYLOADS: z.stringbool(),
  MAX_CONCURRENT_AI_PER_ACCOUNT: z.coerce.number().int().positive(),
  PUBLIC_URL: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  SECRETS_KEY: z.string().default(''),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().positive(),
  SUBMISSION_LIMIT_PER_MINUTE: z.coerce.number().int().positive(),
  JWT_SECRET: z.union([z.literal(''), z.string().min(JWT_SECRET_MIN_LENGTH)]).default(''),
  JWT_JWKS_URL: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  JWT_ISSUER: z.string(),
  JWT_AUDIENCE: z.string(),
});

/** What may be set, secrets included. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(Variables.shape);

/** Whose JSON Web Tokens are accepted; at least one of `secret` and `jwksUrl` is there. */
export interface TokenConfig {
  readonly secret: string | null;
  readonly jwksUrl: string | null;
  readonly issuer: string;
  readonly audience: string;
}

/** How addresses that callers name are fetched. */
export interface SafeFetchConfig {
  /** This machine may be fetched from, without encryption too; names are not resolved beforehand. */
  readonly localMode: boolean;
  readonly dnsOverHttpsUrl: string;
}

/** Which language model writes reports. */
export interface LanguageModelConfig {
  readonly model: string;
  /** OpenAI-compatible server; `null`: the model is asked the same way as the speech models. */
  readonly baseUrl: string | null;
  readonly apiKey: string | null;
}

export interface Config extends SafeFetchConfig {
  readonly maxUploadBytes: number;
  readonly maxRecordingBytes: number;
  /** Where the Workers AI REST interface is; `null`: the binding is used. */
  readonly aiBaseUrl: string | null;
  /** AI Gateway that calls of the binding go through; `null`: none. */
  readonly aiGatewayId: string | null;
  /** Whether an AI Gateway may log what models are asked and answer: calls of people, word for word. */
  readonly aiGatewayPayloads: boolean;
  /** Transcriptions (of a chunk) and judgements of one account at a time. */
  readonly maxConcurrentAi: number;
  /** What calls are transcribed with unless the caller says. */
  readonly transcription: SpeechModel;
  /** Longest piece of a recording that a speech model is given. */
  readonly chunkMs: Readonly<Record<SpeechModel, number>>;
  /** `null`: reports are written offline. */
  readonly languageModel: LanguageModelConfig | null;
  /** Without a slash at the end; empty where it was not told. */
  readonly publicUrl: string;
  /** 32 bytes as base64; `null`: nothing can be encrypted for rest. */
  readonly secretsKey: string | null;
  readonly limitsPerMinute: { readonly requests: number; readonly submissions: number };
  /** `null`: tokens are not accepted. */
  readonly tokens: TokenConfig | null;
}

/** Throws where a variable of wrangler.toml is missing or malformed. */
export function readConfig(env: object): Config {
  const variables = Variables.parse(env);
  return {
    maxUploadBytes: variables.MAX_UPLOAD_BYTES,
    maxRecordingBytes: variables.MAX_RECORDING_BYTES,
    localMode: variables.LOCAL_MODE,
    dnsOverHttpsUrl: variables.DNS_OVER_HTTPS_URL,
    aiBaseUrl: variables.AI_BASE_URL || null,
    aiGatewayId: variables.AI_GATEWAY_ID || null,
    aiGatewayPayloads: variables.AI_GATEWAY_PAYLOADS,
    maxConcurrentAi: variables.MAX_CONCURRENT_AI_PER_ACCOUNT,
    transcription: variables.TRANSCRIPTION,
    chunkMs: {
      'nova-3': variables.CHUNK_SECONDS * 1000,
      whisper: variables.WHISPER_CHUNK_SECONDS * 1000,
    },
    languageModel: toLanguageModelConfig(variables),
    publicUrl: variables.PUBLIC_URL.replace(/\/$/, ''),
    secretsKey: variables.SECRETS_KEY || null,
    limitsPerMinute: {
      requests: variables.RATE_LIMIT_PER_MINUTE,
      submissions: variables.SUBMISSION_LIMIT_PER_MINUTE,
    },
    tokens: toTokenConfig(variables),
  };
}

function toLanguageModelConfig(variables: z.infer<typeof Variables>): LanguageModelConfig | null {
  if (['', 'off'].includes(variables.LLM_MODEL)) return null;
  return {
    model: variables.LLM_MODEL,
    baseUrl: variables.LLM_BASE_URL || null,
    apiKey: variables.LLM_API_KEY || null,
  };
}

function toTokenConfig(variables: z.infer<typeof Variables>): TokenConfig | null {
  const secret = variables.JWT_SECRET || null;
  const jwksUrl = variables.JWT_JWKS_URL || null;
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = variables;
  if (secret === null && jwksUrl === null) return null;
  if (!issuer || !audience) throw new Error('Tokens need JWT_ISSUER and JWT_AUDIENCE.');
  return { secret, jwksUrl, issuer, audience };
}
