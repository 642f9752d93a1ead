import type { Analysis } from '../domain/analysis.ts';
import type { Deps } from '../services/deps.ts';
import type { Hold } from './step.ts';

/** Stores what is at the URL as the recording of the analysis, unless an earlier run of this step already did. */
export async function fetchRecording(
  { download, maxRecordingBytes, recordings }: Pick<Deps, 'download' | 'maxRecordingBytes' | 'recordings'>,
  analysis: Analysis,
  url: string,
  hold: Hold,
): Promise<void> {
  if (await recordings.find(analysis)) return;
  const openSink = (contentType: string) => recordings.openSink(analysis, contentType);
  await download({
    url,
    maxBytes: maxRecordingBytes,
    signal: hold.signal,
    confirm: () => hold.confirm(),
    openSink,
  });
}

/** The last part of a URL's path, which may end like the name of a file. */
export function fileNameOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}
