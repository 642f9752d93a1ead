import { setTimeout as delay } from 'node:timers/promises';
import type { DebriefClient, Progress } from './client.ts';
import { DemoError } from './demo-error.ts';
import { bar, duration } from './layout.ts';

const POLL_MS = 200;
const BAR_WIDTH = 30;

/** Where progress is shown: a terminal line is redrawn, anything else gets a line per stage. */
export interface ProgressTarget {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Polls until the analysis is final, showing each step. Throws `DemoError` unless it completes. */
export async function followAnalysis(
  client: DebriefClient,
  id: string,
  target: ProgressTarget,
): Promise<void> {
  const startedMs = performance.now();
  const display = new ProgressDisplay(target);
  for (;;) {
    const progress = await client.progress(id);
    display.show(progress, performance.now() - startedMs);
    if (progress.status === 'completed') return display.close();
    if (progress.status === 'failed' || progress.status === 'cancelled') {
      display.close();
      const why = progress.status === 'failed' ? await client.failure(id) : 'it was cancelled';
      throw new DemoError(`The analysis did not complete. ${why}`);
    }
    await delay(POLL_MS);
  }
}

/** Bar, percentage, stage and elapsed time on one line. */
function progressLine({ status, stage, percent }: Progress, elapsedMs: number): string {
  return `${bar(percent / 100, BAR_WIDTH)} ${String(percent).padStart(3)} %  ${stage ?? status}  ${duration(elapsedMs)}`;
}

class ProgressDisplay {
  readonly #target: ProgressTarget;
  #shown = '';

  constructor(target: ProgressTarget) {
    this.#target = target;
  }

  show(progress: Progress, elapsedMs: number): void {
    const line = progressLine(progress, elapsedMs);
    if (this.#target.isTTY) this.#target.write(`\r\u001B[K${line}`);
    else if (this.#shown !== (progress.stage ?? progress.status)) this.#target.write(`${line}\n`);
    this.#shown = progress.stage ?? progress.status;
  }

  /** Leaves the last state standing on its own line. */
  close(): void {
    if (this.#target.isTTY) this.#target.write('\n');
  }
}
