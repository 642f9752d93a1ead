import { z } from 'zod';
import { type AiDoor, AiError, type AiInput, isAudioInput } from './door.ts';

const Envelope = z.object({
  result: z.unknown(),
  success: z.boolean(),
  errors: z.array(z.object({ code: z.int(), message: z.string() })),
});

/** Speaks the Workers AI REST interface of the server at `baseUrl`. */
export function createRestDoor(baseUrl: string): AiDoor {
  return {
    async run(model, input, signal) {
      const url = new URL(`/client/v4/accounts/local/ai/run/${model}`, baseUrl);
      const response = await send(url, input, signal);
      const envelope = Envelope.safeParse(await response.json().catch(() => null));
      if (!envelope.success)
        throw new AiError(0, `the AI server answered ${response.status} with an unknown body`);
      const { success, result, errors } = envelope.data;
      if (success) return result;
      throw new AiError(
        errors[0]?.code ?? 0,
        errors[0]?.message ?? `the AI server answered ${response.status}`,
      );
    },
  };
}

async function send(url: URL, input: AiInput, signal: AbortSignal): Promise<Response> {
  try {
    if (!isAudioInput(input)) {
      return await fetch(url, {
        method: 'POST',
        body: JSON.stringify(input),
        headers: { 'content-type': 'application/json' },
        signal,
      });
    }
    const { audio, ...options } = input;
    for (const [name, value] of Object.entries(options)) url.searchParams.set(name, String(value));
    return await fetch(url, {
      method: 'POST',
      body: audio.body,
      headers: { 'content-type': audio.contentType },
      signal,
    });
  } catch (error) {
    throw new AiError(0, 'the AI server could not be reached', error);
  }
}
