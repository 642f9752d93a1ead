import { openAiInput, parseCompletion, parseLlama, llamaInput } from './completions.ts';
import { type AiDoor, AiError } from './door.ts';

export interface ChatMessage {
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
export function createWorkersAiModel(door: AiDoor, model: string): LanguageModel {
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

export interface Patience {
  /** One call may take this long. */
  readonly timeoutMs: number;
  /** What is waited before each further try of a call that failed for a reason that passes. */
  readonly delaysMs: readonly number[];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The model, asked again where it is out of capacity, too slow or out of reach. */
export function withPatience(model: LanguageModel, { timeoutMs, delaysMs, sleep }: Patience): LanguageModel {
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
