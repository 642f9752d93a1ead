import type { Transcript } from '../domain/transcript.ts';
import { TEXT_FORMATS } from '../formats/exports/transcript-files.ts';

interface FileContent {
  readonly contentType: string;
  readonly extension: string;
  readonly body: string;
}

/** The transcript as a file in one of the formats that are text. */
export function textFile(id: string, format: keyof typeof TEXT_FORMATS, transcript: Transcript): Response {
  return asFile(id, { ...TEXT_FORMATS[format], body: TEXT_FORMATS[format].render(transcript) });
}

/** `body` must have passed the schema of its format. */
export function jsonFile(id: string, body: unknown): Response {
  return asFile(id, { contentType: 'application/json', extension: 'json', body: JSON.stringify(body) });
}

function asFile(id: string, { contentType, extension, body }: FileContent): Response {
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="transcript-${id}.${extension}"`,
      'x-content-type-options': 'nosniff',
    },
  });
}
