import { AiError, NO_ANSWER } from './ai-client.ts';

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
  /** Names the call in the log of the AI Gateway, where there is one. */
  readonly analysisId?: string;
}

/** A language model that answers in JSON. */
export interface LanguageModel {
  /** A report names it as the engine of what it wrote. */
  readonly id: string;
  /** Most tokens that question and answer may have together. */
  readonly contextTokens: number;
  /** Throws `AiError`, or the reason of the signal. */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

/** Most tokens of an answer: enough for a group of sections, where a model's own default may be 256. */
export const MAX_ANSWER_TOKENS = 6_000;

/** The model whose calls name the analysis they are for. */
export function forAnalysis(model: LanguageModel, analysisId: string): LanguageModel {
  return { ...model, complete: (request, signal) => model.complete({ ...request, analysisId }, signal) };
}

interface RetryPolicy {
  /** One call may take this long. */
  readonly timeoutMs: number;
  /** The waits before the second and each further try of a call that failed for a reason that passes. */
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
      throw error instanceof AiError ? error : new AiError(NO_ANSWER, 'the model could not be asked', error);
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

/**
 * The model until `deadline` aborts: a call under way then, and every later one, ends with an `AiError`. A caller with many
 * questions for a slow model thus ends in time, with the answers it has by then.
 */
export function withDeadline(model: LanguageModel, deadline: AbortSignal): LanguageModel {
  return {
    ...model,
    async complete(request, signal) {
      try {
        return await model.complete(request, AbortSignal.any([signal, deadline]));
      } catch (error) {
        signal.throwIfAborted();
        throw deadline.aborted ? new AiError(NO_ANSWER, 'the time for this report is over', error) : error;
      }
    },
  };
}
