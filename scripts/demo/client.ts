import { z } from 'zod';
import { Report } from '../../src/analysis/report.ts';
import { Analysis, Stage, Status } from '../../src/domain/analysis.ts';
import { Transcript } from '../../src/domain/transcript.ts';
import { DemoError } from './demo-error.ts';
import type { Submission } from './submission.ts';

const Accepted = z.object({ id: z.string() });

const Progress = z.object({
  status: Status,
  stage: Stage.nullable(),
  percent: z.number(),
});
export type Progress = z.infer<typeof Progress>;

const CanonicalDocument = z.object({ analysis: Analysis, transcript: Transcript, report: Report });
export type CanonicalDocument = z.infer<typeof CanonicalDocument>;

const ErrorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The four requests of the demo. All throw `DemoError` with the server's own words when it refuses. */
export class DebriefClient {
  readonly #url: string;
  readonly #apiKey: string;

  constructor(url: string, apiKey: string) {
    this.#url = url;
    this.#apiKey = apiKey;
  }

  /** Resolves to the id of the accepted analysis. */
  async submit({ body, contentType }: Submission): Promise<string> {
    const headers = contentType === null ? {} : { 'content-type': contentType };
    const accepted = await this.#request(Accepted, '/v1/analyses', { method: 'POST', body, headers });
    return accepted.id;
  }

  progress(id: string): Promise<Progress> {
    return this.#request(Progress, `/v1/analyses/${id}/progress`);
  }

  /** The canonical report with its transcript; the analysis must have completed. */
  report(id: string): Promise<CanonicalDocument> {
    return this.#request(CanonicalDocument, `/v1/analyses/${id}/report`);
  }

  /** Why an analysis failed: code and message. */
  async failure(id: string): Promise<string> {
    const { error } = await this.#request(ErrorBody, `/v1/analyses/${id}`);
    return `${error.code}: ${error.message}`;
  }

  async #request<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    init: { method?: string; body?: FormData | string; headers?: Record<string, string> } = {},
  ): Promise<z.output<Schema>> {
    const response = await fetch(this.#url + path, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${this.#apiKey}` },
    });
    const text = await response.text();
    if (!response.ok) throw new DemoError(`Debrief answered ${response.status}. ${describeError(text)}`);
    return schema.parse(JSON.parse(text));
  }
}

/** The server's code and message, or its bare words where they have another form. */
function describeError(text: string): string {
  try {
    const { error } = ErrorBody.parse(JSON.parse(text));
    return `${error.code}: ${error.message}`;
  } catch {
    return text.slice(0, 500);
  }
}
