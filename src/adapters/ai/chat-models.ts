import { z } from 'zod';
import { jittered } from '../../domain/back-off.ts';
import { sleep } from '../clock.ts';
import { type AiClient, AiError, NO_ANSWER, TOO_LARGE } from './ai-client.ts';
import {
  type Completion,
  type CompletionRequest,
  type LanguageModel,
  MAX_ANSWER_TOKENS,
  withRetries,
} from './language-model.ts';

const RETRY_POLICY = {
  timeoutMs: 90_000,
  delaysMs: [1_000, 5_000],
  sleep: (ms: number, signal: AbortSignal) => sleep(jittered(ms, Math.random()), signal),
};

/** The language model of a deployment, asked again where it fails for a reason that passes: over HTTP where it has a base URL, otherwise by the client. */
export function openLanguageModel(
  { model, baseUrl, ...server }: Omit<OpenAiServer, 'baseUrl'> & LanguageModelAddress,
  client: AiClient,
): LanguageModel {
  return withRetries(
    baseUrl === null ? createWorkersAiModel(client, model) : createOpenAiModel({ ...server, baseUrl }, model),
    RETRY_POLICY,
  );
}

interface LanguageModelAddress {
  readonly model: string;
  /** `null`: a model of Workers AI. */
  readonly baseUrl: string | null;
}

/** What Workers AI says where the model did not arrive at JSON. Source: Workers AI documentation, "JSON Mode". */
const NO_JSON = /JSON Mode couldn't be met/i;
const NOTHING: Completion = { content: '', inputTokens: 0, outputTokens: 0 };

/** A model of Workers AI. Llama models have a form of request and answer of their own; all others have that of OpenAI. */
export function createWorkersAiModel(client: AiClient, model: string): LanguageModel {
  const isLlama = model.startsWith('@cf/meta/');
  const toInput = isLlama ? llamaInput : openAiInput;
  const parse = isLlama ? parseLlama : parseCompletion;
  return {
    id: model,
    contextTokens: contextTokensOf(model),
    async complete(request, signal) {
      try {
        return parse(await client.run(model, toInput(request), signal, request.analysisId));
      } catch (error) {
        // As any other answer that does not fit: the caller may ask again.
        if (error instanceof AiError && NO_JSON.test(error.message)) return NOTHING;
        throw error;
      }
    },
  };
}

interface OpenAiServer {
  /** With the version: `https://host/v1`. */
  readonly baseUrl: string;
  /** `null`: the server asks for none. */
  readonly apiKey: string | null;
  /** Whether the server, where it is an AI Gateway, may log what it is asked and answers. */
  readonly storesPayloads: boolean;
}

/** Logs what passes through it unless a header says otherwise. Source: AI Gateway documentation, "Logging". */
const AI_GATEWAY_HOST = 'gateway.ai.cloudflare.com';

/** A model of any server that speaks OpenAI's chat completions with structured output. */
export function createOpenAiModel(
  { baseUrl, apiKey, storesPayloads }: OpenAiServer,
  model: string,
): LanguageModel {
  const url = `${baseUrl.replace(/\/$/, '')}/chat/completions`;
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
    ...(new URL(url).hostname === AI_GATEWAY_HOST && {
      'cf-aig-collect-log-payload': String(storesPayloads),
    }),
  };
  return {
    id: model,
    contextTokens: contextTokensOf(model),
    async complete(request, signal) {
      const body = JSON.stringify({ model, ...openAiInput(request) });
      const response = await fetch(url, { method: 'POST', headers, body, signal }).catch((error: unknown) => {
        throw new AiError(NO_ANSWER, 'the language model could not be reached', error);
      });
      // The body of a refusal may quote the request, a transcript: it is not passed on.
      if (!response.ok) {
        await response.body?.cancel();
        throw new AiError(codeOf(response.status), `the language model answered ${response.status}`);
      }
      return parseCompletion(await response.json().catch(() => null));
    },
  };
}

/** Statuses of HTTP as codes of Workers AI, which decide whether a call is tried again. */
const CODES: ReadonlyMap<number, number> = new Map([
  [408, 3007],
  [413, TOO_LARGE],
  [429, 3040],
]);

function codeOf(status: number): number {
  return CODES.get(status) ?? (status >= 500 ? 3040 : status);
}

/** Sources: the models' pages in the Workers AI catalogue. */
const CONTEXT_TOKENS: Readonly<Record<string, number>> = {
  '@cf/meta/llama-3.3-70b-instruct-fp8-fast': 24_000,
  '@cf/google/gemma-4-26b-a4b-it': 256_000,
  '@cf/qwen/qwen3.8-27b': 262_144,
};
const UNKNOWN_CONTEXT_TOKENS = 32_000;

function contextTokensOf(model: string): number {
  return CONTEXT_TOKENS[model] ?? UNKNOWN_CONTEXT_TOKENS;
}

const TEMPERATURE = 0.1;
const SCHEMA_NAME = 'sections';

const Tokens = z.int().nonnegative().catch(0).default(0);
const Usage = z
  .object({ prompt_tokens: Tokens, completion_tokens: Tokens })
  .nullish()
  .transform((usage) => ({
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  }));
/** `response` is often an object, although the documented type is text. */
const LlamaAnswer = z.union([
  z.string().transform((response) => ({ response, usage: { inputTokens: 0, outputTokens: 0 } })),
  z.object({ response: z.union([z.string(), z.record(z.string(), z.unknown())]), usage: Usage }),
]);
const CompletionAnswer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: Usage,
});

const SETTINGS = { max_tokens: MAX_ANSWER_TOKENS, temperature: TEMPERATURE };

function llamaInput({ messages, schema }: CompletionRequest) {
  return { messages, ...SETTINGS, response_format: { type: 'json_schema', json_schema: schema } };
}

/** Chat completions with structured output. Source: OpenAI API reference, "Create chat completion". */
function openAiInput({ messages, schema }: CompletionRequest) {
  const json_schema = { name: SCHEMA_NAME, strict: true, schema };
  return { messages, ...SETTINGS, response_format: { type: 'json_schema', json_schema } };
}

/** Throws `AiError` where the answer has another form. */
function parseLlama(answer: unknown): Completion {
  const parsed = LlamaAnswer.safeParse(answer);
  if (!parsed.success) throw new AiError(NO_ANSWER, 'the model answered in an unknown form', parsed.error);
  const { response, usage } = parsed.data;
  return { content: response, ...usage };
}

/** Throws `AiError` where the answer has another form. */
function parseCompletion(answer: unknown): Completion {
  const parsed = CompletionAnswer.safeParse(answer);
  if (!parsed.success) throw new AiError(NO_ANSWER, 'the model answered in an unknown form', parsed.error);
  const { choices, usage } = parsed.data;
  return { content: choices[0]?.message.content ?? '', ...usage };
}
