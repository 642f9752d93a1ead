import { z } from 'zod';
import type { PayloadFormat } from '../domain/webhook.ts';
import { apiV1AnalysisFormat } from './api-v1-analysis/format.ts';
import { publicRecordingsFormat } from './api-v1-public-recordings/format.ts';
import {
  type CanonicalDocument,
  pathIn,
  type PublishedFormat,
  type RenderContext,
} from './published-format.ts';
import { v1AnalysesFormat } from './v1-analyses/format.ts';
import { v1AnalysisFormat } from './v1-analysis/format.ts';

type Formats = Readonly<Record<string, PublishedFormat>>;

/**
 * The published formats by id. Another one is a folder, its id in `PayloadFormat`, and a line here; links, callbacks,
 * their headers and the examples of the documentation follow.
 */
export const FORMATS: Readonly<Record<PayloadFormat, PublishedFormat>> = {
  'v1-analyses': v1AnalysesFormat,
  'v1-analysis': v1AnalysisFormat,
  'api-v1-analysis': apiV1AnalysisFormat,
  'public-recordings': publicRecordingsFormat,
};

/** The path of an analysis, given by its UUID, in each format, by the name of the link. */
export function linksTo(uuid: string, formats: Formats = FORMATS): Record<string, string> {
  return Object.fromEntries(
    Object.values(formats).map((format) => [format.linkName, pathIn(format, uuid)] as const),
  );
}

/** What `linksTo` gives. */
export const Links = z.strictObject(
  Object.fromEntries(Object.values(FORMATS).map(({ linkName }) => [linkName, z.string()] as const)),
);

/** The document as JSON text in a format. Throws where what was rendered does not fit the schema of the format. */
export function renderJsonText(
  { schema, render }: PublishedFormat,
  document: CanonicalDocument,
  context: RenderContext,
): string {
  return JSON.stringify(schema.parse(render(document, context)));
}
