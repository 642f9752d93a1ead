import { type AiDoor, AiError } from './door.ts';
import { NO_ANSWER } from './error-codes.ts';

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly gateway?: {
    readonly id: string;
    readonly skipCache: true;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/** What is used of the binding, with the model name left open: the generated types lag behind the catalogue. */
export interface AiBinding {
  run(model: string, input: unknown, options: RunOptions): Promise<unknown>;
}

/** `gatewayId`: the AI Gateway that calls go through; `null`: none. A call is no other's answer: nothing is taken from its cache. */
export function createBindingDoor(binding: AiBinding, gatewayId: string | null = null): AiDoor {
  return {
    async run(model, input, signal, analysisId) {
      const metadata: Record<string, string> = analysisId === undefined ? {} : { analysis_id: analysisId };
      const gateway = gatewayId !== null && {
        gateway: { id: gatewayId, skipCache: true, metadata } as const,
      };
      try {
        return await binding.run(model, input, { signal, ...gateway });
      } catch (error) {
        throw toAiError(error);
      }
    },
  };
}

/** The binding throws errors whose message holds the code: `3040: Capacity temporarily exceeded`. */
function toAiError(error: unknown): AiError {
  const message = error instanceof Error ? error.message : String(error);
  const [, code, sentence] = /(?:^|\s)(\d{3,4}): (.*)$/s.exec(message) ?? [];
  return new AiError(code === undefined ? NO_ANSWER : Number(code), sentence ?? message, error);
}
