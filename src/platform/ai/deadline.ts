import { AiError } from './door.ts';
import type { LanguageModel } from './language-model.ts';

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
