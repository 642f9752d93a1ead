import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const NovaUtterance = z.object({
  start: z.number(),
  end: z.number(),
  channel: z.number(),
  speaker: z.number().optional(),
  transcript: z.string(),
});

const NovaReply = z.object({
  success: z.literal(true),
  result: z.object({
    metadata: z.object({ duration: z.number() }),
    results: z.object({
      channels: z.array(z.object({ alternatives: z.array(z.object({ transcript: z.string() })) })),
      utterances: z.array(NovaUtterance),
    }),
  }),
});

/** What a speech model made of a file. Times in seconds. */
export interface TranscribedFile {
  durationSeconds: number;
  /** One transcript per channel. */
  transcripts: string[];
  utterances: z.infer<typeof NovaUtterance>[];
}

const NOVA_3_PATH = '/client/v4/accounts/local/ai/run/@cf/deepgram/nova-3';

/** Sends audio to the nova-3 model at `baseUrl`; `options` are its query parameters. */
export function askNova3(
  baseUrl: string,
  audio: Uint8Array<ArrayBuffer>,
  options: Readonly<Record<string, string>>,
): Promise<Response> {
  const query = new URLSearchParams({ utterances: 'true', smart_format: 'true', ...options });
  return fetch(`${baseUrl}${NOVA_3_PATH}?${query.toString()}`, { method: 'POST', body: audio });
}

/** Transcribes a file, every channel by itself or mixed and diarized. Throws when the model refuses. */
export async function transcribeFile(
  baseUrl: string,
  path: string,
  layout: 'channels' | 'mono',
): Promise<TranscribedFile> {
  const options = layout === 'channels' ? { multichannel: 'true' } : { diarize: 'true' };
  const response = await askNova3(baseUrl, new Uint8Array(await readFile(path)), options);
  const { result } = NovaReply.parse(await response.json());
  return {
    durationSeconds: result.metadata.duration,
    transcripts: result.results.channels.map(({ alternatives }) => alternatives[0]?.transcript ?? ''),
    utterances: result.results.utterances,
  };
}
