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

/** What is used of the binding, with the model name left open: the generated types lag behind the catalogue. */
interface AiBinding {
  run(model: string, input: unknown, options: RunOptions): Promise<unknown>;
}

/** `gatewayId`: the AI Gateway that calls go through; `null`: none. A call is no other's answer: nothing is taken from its cache. */
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

/** Whoever buys more in the middle of the day is noticed after this long. */
const ASK_AGAIN_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** Until when an isolate asks no model, milliseconds since 1970. */
export interface AllowanceMemory {
  closedUntil: number;
}

/**
 * The door, closed while the allowance of the day is used up: no call is made that could only be refused. The allowance
 * is one for all models. It is renewed at 00:00 UTC; until then one call is let through every ten minutes.
 */
export function withDailyAllowance(door: AiClient, memory: AllowanceMemory, clock: Clock): AiClient {
  return {
    async run(...call) {
      const now = clock.now();
      if (now < memory.closedUntil) throw new AiError(QUOTA_USED, 'the allowance of the day is used up');
      try {
        return await door.run(...call);
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
