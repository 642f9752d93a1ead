/** One caption; times in seconds. */
export interface Cue {
  start: number;
  end: number;
  text: string;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** `75.5` → `00:01:15.500` */
function timestamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const clock = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60]
    .map(two)
    .join(':');
  return `${clock}.${String(milliseconds % 1000).padStart(3, '0')}`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Cues as a WebVTT file (W3C WebVTT §4). */
export const webVtt = (cues: readonly Cue[]): string =>
  [
    'WEBVTT',
    ...cues.map(({ start, end, text }) => `${timestamp(start)} --> ${timestamp(end)}\n${escaped(text)}`),
  ].join('\n\n') + '\n';
