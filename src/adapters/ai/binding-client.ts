import type { Clock } from '../clock.ts';
import { type AiClient, AiError, NO_ANSWER, QUOTA_USED } from './ai-client.ts';

interface RunOptions {
  readonly signal: AbortSignal;
  readonly gateway?: {
    readonly id: string;
    readonly skipCache: true;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/** The part of the binding in use. Its generated types lag behind the catalogue of models, so the model is any text. */
interface AiBinding {
  run(model: string, input: unknown, options: RunOptions): Promise<unknown>;
}

/** Calls Workers AI by its binding, through the AI Gateway `gatewayId` where one is given. The gateway's cache is not used. */
export function createBindingClient(binding: AiBinding, gatewayId: string | null = null): AiClient {
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

/** How soon a plan that was raised during the day takes effect. */
const ASK_AGAIN_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** What an isolate remembers of the allowance. */
export interface AllowanceMemory {
  /** No model is called before this time, milliseconds since 1970. */
  closedUntil: number;
}

/**
 * The client, refusing calls itself while the allowance of the day is used up. All models share the allowance, which is renewed
 * at 00:00 UTC; until then one call is let through every ten minutes. Throws `AiError` with `QUOTA_USED`.
 */
export function withDailyAllowance(client: AiClient, memory: AllowanceMemory, clock: Clock): AiClient {
  return {
    async run(...call) {
      const now = clock.now();
      if (now < memory.closedUntil) throw new AiError(QUOTA_USED, 'the allowance of the day is used up');
      try {
        return await client.run(...call);
      } catch (error) {
        if (error instanceof AiError && error.remedy === 'tomorrow')
          memory.closedUntil = Math.min(nextDay(now), now + ASK_AGAIN_MS);
        throw error;
      }
    },
  };
}

function nextDay(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}
