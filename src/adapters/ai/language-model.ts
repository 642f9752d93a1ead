import { z } from 'zod';
import { type AiClient, AiError } from './ai-client.ts';

interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface Completion {
  /** JSON as the model gave it: a value already, or its text. Not validated. */
  readonly content: unknown;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface CompletionRequest {
  readonly messages: readonly ChatMessage[];
  /** JSON schema of the answer. Models do not always keep to it. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** What the call is noted under, where calls are noted. */
  readonly analysisId?: string;
}

/** A language model with structured output. */
export interface LanguageModel {
  /** Shown as the engine of what it wrote. */
  readonly id: string;
  /** Tokens that question and answer may have together. */
  readonly contextTokens: number;
  /** Throws `AiError`, or the reason of the signal. */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

/** Sources: the models' pages in the Workers AI catalogue. */
const CONTEXT_TOKENS: Readonly<Record<string, number>> = {
  '@cf/meta/llama-3.3-70b-instruct-fp8-fast': 24_000,
  '@cf/google/gemma-4-26b-a4b-it': 256_000,
  '@cf/qwen/qwen3.8-27b': 262_144,
};
const UNKNOWN_CONTEXT_TOKENS = 32_000;

/** What Workers AI says where the model did not arrive at JSON. Source: Workers AI documentation, "JSON Mode". */
const NO_JSON = /JSON Mode couldn't be met/i;
const NOTHING: Completion = { content: '', inputTokens: 0, outputTokens: 0 };

export function contextTokensOf(model: string): number {
  return CONTEXT_TOKENS[model] ?? UNKNOWN_CONTEXT_TOKENS;
}

/** A model of Workers AI. Llama models have a dialect of their own; all others speak that of OpenAI. */
export function createWorkersAiModel(door: AiClient, model: string): LanguageModel {
  const isLlama = model.startsWith('@cf/meta/');
  const toInput = isLlama ? llamaInput : openAiInput;
  const parse = isLlama ? parseLlama : parseCompletion;
  return {
    id: model,
    contextTokens: contextTokensOf(model),
    async complete(request, signal) {
      try {
        return parse(await door.run(model, toInput(request), signal, request.analysisId));
      } catch (error) {
        // An answer like any other that does not fit: it may be asked for again.
        if (error instanceof AiError && NO_JSON.test(error.message)) return NOTHING;
        throw error;
      }
    },
  };
}

/** The model, with its calls noted under an analysis. */
export function forAnalysis(model: LanguageModel, analysisId: string): LanguageModel {
  return { ...model, complete: (request, signal) => model.complete({ ...request, analysisId }, signal) };
}

interface RetryPolicy {
  /** One call may take this long. */
  readonly timeoutMs: number;
  /** What is waited before each further try of a call that failed for a reason that passes. */
  readonly delaysMs: readonly number[];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The model, asked again where it is out of capacity, too slow or out of reach. */
export function withRetries(
  model: LanguageModel,
  { timeoutMs, delaysMs, sleep }: RetryPolicy,
): LanguageModel {
  async function attempt(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    try {
      return await model.complete(request, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof AiError ? error : new AiError(0, 'the model could not be asked', error);
    }
  }

  return {
    ...model,
    async complete(request, signal) {
      for (const delayMs of delaysMs) {
        try {
          return await attempt(request, signal);
        } catch (error) {
          if (!(error instanceof AiError && error.retryable)) throw error;
          await sleep(delayMs, signal);
        }
      }
      return attempt(request, signal);
    },
  };
}

/** Enough for a group of sections; a model's own default may be 256. */
export const MAX_ANSWER_TOKENS = 6_000;
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
/** `response` is an object at run time where the types say text. */
const LlamaAnswer = z.union([
  z.string().transform((response) => ({ response, usage: { inputTokens: 0, outputTokens: 0 } })),
  z.object({ response: z.union([z.string(), z.record(z.string(), z.unknown())]), usage: Usage }),
]);
const CompletionAnswer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: Usage,
});

const settings = { max_tokens: MAX_ANSWER_TOKENS, temperature: TEMPERATURE };

function llamaInput({ messages, schema }: CompletionRequest) {
  return { messages, ...settings, response_format: { type: 'json_schema', json_schema: schema } };
}

/** Chat completions with structured output. Source: OpenAI API reference, "Create chat completion". */
export function openAiInput({ messages, schema }: CompletionRequest) {
  const json_schema = { name: SCHEMA_NAME, strict: true, schema };
  return { messages, ...settings, response_format: { type: 'json_schema', json_schema } };
}

/** Throws `AiError` where the answer has another form. */
function parseLlama(answer: unknown): Completion {
  const parsed = LlamaAnswer.safeParse(answer);
  if (!parsed.success) throw new AiError(0, 'the model answered in an unknown form', parsed.error);
  const { response, usage } = parsed.data;
  return { content: response, ...usage };
}

/** Throws `AiError` where the answer has another form. */
export function parseCompletion(answer: unknown): Completion {
  const parsed = CompletionAnswer.safeParse(answer);
  if (!parsed.success) throw new AiError(0, 'the model answered in an unknown form', parsed.error);
  const { choices, usage } = parsed.data;
  return { content: choices[0]?.message.content ?? '', ...usage };
}

/**
 * The model until `deadline` aborts: a call under way then, and every later one, ends with an `AiError`. Whoever asks
 * many things of a slow model is done in time, with what was answered until then.
 */
export function withDeadline(model: LanguageModel, deadline: AbortSignal): LanguageModel {
  return {
    ...model,
    async complete(request, signal) {
      try {
        return await model.complete(request, AbortSignal.any([signal, deadline]));
      } catch (error) {
        signal.throwIfAborted();
        throw deadline.aborted ? new AiError(0, 'the time for this report is over', error) : error;
      }
    },
  };
}
