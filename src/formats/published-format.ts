import type { z } from 'zod';
import type { Report } from '../analysis/report.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { SignedCallback } from '../domain/delivery.ts';
import type { Transcript, Utterance } from '../domain/transcript.ts';

/** What every published format is rendered from. The report exists once the analysis has completed. */
export interface CanonicalDocument {
  readonly analysis: Analysis;
  readonly transcript: Transcript | null;
  readonly report: Report | null;
}

export interface CompletedDocument extends CanonicalDocument {
  readonly transcript: Transcript;
  readonly report: Report;
}

/** A moment in answers: ISO 8601, UTC, to the millisecond. */
export function toTime(ms: number): string;
export function toTime(ms: number | null): string | null;
export function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** ISO 8601 in whole seconds, UTC: `2026-03-26T11:10:00Z`. */
export function toIsoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The role says more than the label of a channel or voice; a name the caller gave says more than `unknown`. */
export function speakerLabel({ role, speaker }: Pick<Utterance, 'role' | 'speaker'>): string {
  return role === 'unknown' ? speaker : role;
}

/** What a rendering needs besides the document. */
export interface RenderContext {
  /** Where the recording can be played. */
  readonly audioUrl: string;
  /** The integer by which the account knows the analysis, from 1; 0 for formats that are not numbered. */
  readonly number: number;
}

/** A format in which every analysis can be read and sent as a callback. `Body`: what is sent as JSON. */
export interface PublishedFormat<Body = unknown> {
  /** Name of its link in the answer to a submission. */
  readonly linkName: string;
  /** Path of the route that reads one analysis; `{id}` stands for the public id. */
  readonly path: string;
  /** Names that route in the description of the API. */
  readonly operationId: string;
  /** The id of an analysis as the format shows it, from its UUID. */
  readonly publicId: (uuid: string) => string;
  /** Whether it shows the number of the analysis within its account. */
  readonly isNumbered: boolean;
  readonly schema: z.ZodType<Body>;
  /** Total: every state of an analysis can be rendered. */
  readonly render: (document: CanonicalDocument, context: RenderContext) => Body;
  /** Headers that receivers of its own service look for, besides those of Standard Webhooks; `null`: none. */
  readonly callbackHeaders: ((callback: SignedCallback) => Record<string, string>) | null;
}

/** Path of one analysis, given by its UUID, in a format. */
export function pathIn({ path, publicId }: PublishedFormat, uuid: string): string {
  return path.replace('{id}', publicId(uuid));
}
