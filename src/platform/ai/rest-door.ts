import { z } from 'zod';
import { type AiDoor, AiError, type AiInput, isAudioInput } from './door.ts';
import { base64Body } from './base64-body.ts';
import { WHISPER } from './whisper.ts';

const Envelope = z.object({
  result: z.unknown(),
  success: z.boolean(),
  errors: z.array(z.object({ code: z.int(), message: z.string() })),
});

const JSON_CONTENT = { 'content-type': 'application/json' };
/** Models that take a recording as base64 within JSON alone. */
const AUDIO_IN_JSON: readonly string[] = [WHISPER];
/** What the fetch standard asks for with a stream as the body; the platform's own fetch does without. */
const STREAMED = { duplex: 'half' } as const;

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
    return await fetch(url, { method: 'POST', signal, ...bodyOf(url, input) });
  } catch (error) {
    throw new AiError(0, 'the AI server could not be reached', error);
  }
}

/** Sets the query of `url` where the recording is the body. */
function bodyOf(url: URL, input: AiInput) {
  if (!isAudioInput(input)) return { body: JSON.stringify(input), headers: JSON_CONTENT };
  const { audio, ...options } = input;
  if (AUDIO_IN_JSON.some((model) => url.pathname.endsWith(model)))
    return { body: base64Body(audio.body, options), headers: JSON_CONTENT, ...STREAMED };
  for (const [name, value] of Object.entries(options))
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  return { body: audio.body, headers: { 'content-type': audio.contentType }, ...STREAMED };
}
