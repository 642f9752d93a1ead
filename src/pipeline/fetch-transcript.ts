import type { Analysis } from '../domain/analysis.ts';
import { namedLanguage } from '../domain/call-language.ts';
import { Transcript } from '../domain/transcript.ts';
import { readTranscript } from '../formats/transcript-inputs/index.ts';
import { storeTranscript } from '../services/analyses/store-transcript.ts';
import type { Deps } from '../services/deps.ts';
import type { Hold } from './step.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** Stores the transcript that is at the URL, in whatever known form it is, unless an earlier run of this step already did. */
export async function fetchTranscript(
  { documents, download }: Pick<Deps, 'documents' | 'download'>,
  analysis: Analysis,
  url: string,
  hold: Hold,
): Promise<Transcript> {
  const existing = await documents.get('transcript', analysis, Transcript);
  if (existing) return existing;
  let text = '';
  const openSink = () => {
    const decoder = new TextDecoder();
    text = '';
    return {
      write: async (chunk: Uint8Array) => void (text += decoder.decode(chunk, { stream: true })),
      close: async () => (text += decoder.decode()).length,
      abort: async () => undefined,
    };
  };
  await download({ url, maxBytes: MAX_BYTES, signal: hold.signal, confirm: () => hold.confirm(), openSink });
  const transcript = readTranscript(text, namedLanguage(analysis.submission.options.language));
  await hold.confirm();
  return storeTranscript({ documents }, analysis, transcript);
}
