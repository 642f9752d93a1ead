import { z } from 'zod';
import { nextDayMs } from '../../domain/back-off.ts';
import type { Clock } from '../clock.ts';
import { joinedBytes, toBase64 } from '../crypto/digest.ts';
import { type AiClient, AiError, type AiInput, isAudioInput, NO_ANSWER, QUOTA_USED } from './ai-client.ts';
import { WHISPER } from './whisper.ts';

interface RunOptions {
  readonly signal: AbortSignal;
  readonly gateway?: {
    readonly id: string;
    readonly skipCache: true;
    readonly collectLog: boolean;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/** The part of the binding in use. Its generated types lag behind the catalogue of models, so the model is any text. */
interface AiBinding {
  run(model: string, input: unknown, options: RunOptions): Promise<unknown>;
}

/** An AI Gateway, and whether it may log what models are asked and answer. */
export interface GatewayConfig {
  readonly id: string;
  readonly storesPayloads: boolean;
}

/** Calls Workers AI by its binding, through an AI Gateway where one is given. The gateway's cache is not used. */
export function createBindingClient(binding: AiBinding, through: GatewayConfig | null = null): AiClient {
  return {
    async run(model, input, signal, analysisId) {
      const metadata: Record<string, string> = analysisId === undefined ? {} : { analysis_id: analysisId };
      const gateway = through && {
        gateway: { id: through.id, skipCache: true, collectLog: through.storesPayloads, metadata } as const,
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
          memory.closedUntil = Math.min(nextDayMs(now), now + ASK_AGAIN_MS);
        throw error;
      }
    },
  };
}

const Envelope = z.object({
  result: z.unknown(),
  success: z.boolean(),
  errors: z.array(z.object({ code: z.int(), message: z.string() })),
});

const JSON_CONTENT = { 'content-type': 'application/json' };
/** Models that take a recording only as base64 within JSON. */
const AUDIO_IN_JSON: readonly string[] = [WHISPER];
/** The fetch standard requires it of a request whose body is a stream; workerd does not. */
const STREAMED = { duplex: 'half' } as const;

/** Calls the server at `baseUrl` by the Workers AI REST interface. */
export function createRestClient(baseUrl: string): AiClient {
  return {
    async run(model, input, signal) {
      const url = new URL(`/client/v4/accounts/local/ai/run/${model}`, baseUrl);
      const response = await send(url, input, signal);
      const envelope = Envelope.safeParse(await response.json().catch(() => null));
      if (!envelope.success)
        throw new AiError(NO_ANSWER, `the AI server answered ${response.status} with an unknown body`);
      const { success, result, errors } = envelope.data;
      if (success) return result;
      throw new AiError(
        errors[0]?.code ?? NO_ANSWER,
        errors[0]?.message ?? `the AI server answered ${response.status}`,
      );
    },
  };
}

async function send(url: URL, input: AiInput, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', signal, ...bodyOf(url, input) });
  } catch (error) {
    throw new AiError(NO_ANSWER, 'the AI server could not be reached', error);
  }
}

/** The body and its headers. Where the recording is the body, the other options become the query of `url`. */
function bodyOf(url: URL, input: AiInput) {
  if (!isAudioInput(input)) return { body: JSON.stringify(input), headers: JSON_CONTENT };
  const { audio, ...options } = input;
  if (AUDIO_IN_JSON.some((model) => url.pathname.endsWith(model)))
    return { body: base64Body(audio.body, options), headers: JSON_CONTENT, ...STREAMED };
  for (const [name, value] of Object.entries(options))
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  return { body: audio.body, headers: { 'content-type': audio.contentType }, ...STREAMED };
}

/** Base64 encodes groups of three bytes. */
const GROUP_BYTES = 3;
/** Encoded at once: keeps memory flat. A whole number of groups. */
const PIECE_BYTES = 24 * 1024;

/** The JSON `{…fields, "audio": "<base64>"}` as a stream, so that the recording is never in memory as a whole. */
function base64Body(
  audio: ReadableStream<Uint8Array>,
  fields: Readonly<Record<string, unknown>>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const head = JSON.stringify({ ...fields, audio: '' }).slice(0, -2);
  let rest: Uint8Array = new Uint8Array(0);
  return audio.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(head)),
      transform(chunk, controller) {
        const bytes = joinedBytes([rest, chunk]);
        const whole = bytes.length - (bytes.length % GROUP_BYTES);
        for (let at = 0; at < whole; at += PIECE_BYTES)
          controller.enqueue(encoder.encode(toBase64(bytes.subarray(at, Math.min(at + PIECE_BYTES, whole)))));
        rest = bytes.slice(whole);
      },
      flush: (controller) => controller.enqueue(encoder.encode(`${toBase64(rest)}"}`)),
    }),
  );
}
