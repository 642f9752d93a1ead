import { type AiDoor, AiError } from './door.ts';

/** What is used of the binding, with the model name left open: the generated types lag behind the catalogue. */
export interface AiBinding {
  run(model: string, input: unknown, options: { signal: AbortSignal }): Promise<unknown>;
}

export function createBindingDoor(binding: AiBinding): AiDoor {
  return {
    async run(model, input, signal) {
      try {
        return await binding.run(model, input, { signal });
      } catch (error) {
        throw toAiError(error);
      }
    },
  };
}

/** The binding throws errors whose message holds the code: `3040: Capacity temporarily exceeded`. */
function toAiError(error: unknown): AiError {
  const message = error instanceof Error ? error.message : String(error);
  const [, code, sentence] = /(?:^|\s)(\d{4}): (.*)$/s.exec(message) ?? [];
  return new AiError(code === undefined ? 0 : Number(code), sentence ?? message, error);
}
