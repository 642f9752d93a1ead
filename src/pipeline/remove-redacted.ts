import type { Analysis } from '../domain/analysis.ts';
import type { Deps } from '../services/deps.ts';

/** What is redacted is still to be heard in the recording, which therefore goes once it is written down. */
export async function removeWhatIsRedacted(
  { recordings }: Pick<Deps, 'recordings'>,
  analysis: Analysis,
): Promise<void> {
  const { redact = [], keep_audio: keepsAudio } = analysis.submission.options;
  if (redact.length > 0 && !keepsAudio) await recordings.remove(analysis);
}
