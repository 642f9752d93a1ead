import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { RunningSystem } from '../../scripts/system/start-system.ts';
import { Report } from '../../src/analysis/report.ts';
import { Analysis } from '../../src/domain/analysis.ts';
import { Transcript } from '../../src/domain/transcript.ts';
import { AnalysisWire } from '../../src/formats/v1-analyses/schema.ts';

const POLL_MS = 100;
/** What the development server answers by itself when its connection to the Worker broke under load. */
const LOST_BY_DEV_SERVER = 'Network connection lost';
const MAX_TRIES = 3;

/** Worker variables under which polling several analyses at once is not turned away. */
export const HIGH_RATE_LIMITS = { RATE_LIMIT_PER_MINUTE: '100000', SUBMISSION_LIMIT_PER_MINUTE: '100000' };

const Accepted = z.object({ id: z.uuid() });
const Progress = z.object({ status: z.string(), stage: z.string().nullable() });
const Canonical = z.object({ analysis: Analysis, transcript: Transcript, report: Report });

interface Init {
  readonly method?: string;
  readonly body?: FormData | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API of a running system, as a customer calls it. */
export class Client {
  readonly #system: Pick<RunningSystem, 'url' | 'apiKey'>;

  constructor(system: Pick<RunningSystem, 'url' | 'apiKey'>) {
    this.#system = system;
  }

  /** Uploads a recording; resolves to the id of its analysis. */
  async upload(file: string, options: object = {}): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([await readFile(file)]), path.basename(file));
    form.set('options', JSON.stringify(options));
    return Accepted.parse(await this.#json('/v1/analyses', { method: 'POST', body: form })).id;
  }

  async submitTranscript(transcript: unknown, about: object = {}): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ transcript, ...about });
    return Accepted.parse(await this.#json('/v1/analyses', { method: 'POST', body, headers })).id;
  }

  async submitUrl(recordingUrl: string): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ recording_url: recordingUrl });
    return Accepted.parse(await this.#json('/v1/analyses', { method: 'POST', body, headers })).id;
  }

  async progress(id: string): Promise<z.infer<typeof Progress>> {
    return Progress.parse(await this.#json(`/v1/analyses/${id}/progress`));
  }

  /** Waits until the progress is as wanted. */
  async until(id: string, wanted: (progress: z.infer<typeof Progress>) => boolean): Promise<void> {
    while (!wanted(await this.progress(id))) await sleep(POLL_MS);
  }

  /** Waits for the end of an analysis and reads it. */
  async settled(id: string): Promise<AnalysisWire> {
    await this.until(id, ({ status }) => ['completed', 'failed', 'cancelled'].includes(status));
    return AnalysisWire.parse(await this.#json(`/v1/analyses/${id}`));
  }

  async report(id: string): Promise<z.infer<typeof Canonical>> {
    return Canonical.parse(await this.#json(`/v1/analyses/${id}/report`));
  }

  async #json(route: string, init: Init = {}): Promise<unknown> {
    // On a busy machine a kept connection may be closed just when it is used again.
    const connection = { connection: 'close' };
    const headers = { ...init.headers, ...connection, authorization: `Bearer ${this.#system.apiKey}` };
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(this.#system.url + route, { ...init, headers });
      if (response.ok) return response.json();
      const text = await response.text();
      const isOurs = !text.includes(LOST_BY_DEV_SERVER);
      if (isOurs || init.method !== undefined || tries === MAX_TRIES)
        throw new Error(`${route} answered ${response.status}: ${text}`);
      await sleep(POLL_MS);
    }
  }
}
