import type { FetchProgress, OnFetchProgress } from './fetch-package.ts';

const BAR_CELLS = 30;
const PLAIN_STEP_PERCENT = 25;

/** Where progress is written: standard error, or a recorder in a test. */
export interface ProgressSink {
  isTTY?: boolean;
  write(text: string): unknown;
}

const percentOf = ({ receivedBytes, totalBytes }: FetchProgress): number =>
  Math.min(100, Math.floor((receivedBytes / totalBytes) * 100));

/** `moonshine-tiny [██████░░░░] 60% of 21.5 MB` */
export function progressBar(progress: FetchProgress): string {
  const percent = percentOf(progress);
  const filled = Math.round((percent / 100) * BAR_CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  return `${progress.name.padEnd(16)} [${bar}] ${String(percent).padStart(3)}% of ${(progress.totalBytes / 1e6).toFixed(1)} MB`;
}

/** Draws a bar that rewrites itself on a terminal, and one plain line for every quarter elsewhere. */
export function showProgress(sink: ProgressSink): OnFetchProgress {
  const shown = new Map<string, number>();
  return (progress) => {
    const percent = percentOf(progress);
    const before = shown.get(progress.name) ?? -1;
    const step = sink.isTTY === true ? percent : percent - (percent % PLAIN_STEP_PERCENT);
    if (step <= before) return;
    shown.set(progress.name, step);
    if (sink.isTTY === true) sink.write(`\r${progressBar(progress)}${percent === 100 ? '\n' : ''}`);
    else sink.write(`fetching ${progress.name}: ${step}% of ${(progress.totalBytes / 1e6).toFixed(1)} MB\n`);
  };
}
