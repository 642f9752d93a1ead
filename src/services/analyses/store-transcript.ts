import type { Analysis } from '../../domain/analysis.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { redactCall } from '../../redaction/redact-call.ts';
import type { Deps } from '../deps.ts';

/** Stores the first transcript of an accepted analysis, without what its submission asks to be redacted; answers what it stored. */
export async function storeTranscript(
  { documents }: Pick<Deps, 'documents'>,
  analysis: Analysis,
  original: Transcript,
): Promise<Transcript> {
  const { transcript } = redactCall({ transcript: original, options: analysis.submission.options });
  await documents.put('transcript', analysis, transcript);
  return transcript;
}
