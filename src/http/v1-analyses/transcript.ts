import { createRoute, z } from '@hono/zod-openapi';
import type { Transcript } from '../../domain/transcript.ts';
import { renderJson, TEXT_FORMATS, TranscriptWire } from '../../formats/exports/transcript-files.ts';
import { loadTranscript } from '../../services/analyses/documents.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { notModified, unlessCurrent } from '../responses.ts';
import { createRouter } from '../router.ts';
import { envelope, error, readErrors, readOne } from './responses.ts';

const Format = z.enum(['json', 'text', 'srt', 'vtt', 'csv']);
const schema = z.string();

export const transcriptRouter = createRouter(envelope);

const readTranscriptRoute = createRoute({
  ...readOne,
  path: '/v1/analyses/{id}/transcript',
  operationId: 'readTranscript',
  summary: 'The transcript by itself, as JSON or as a file',
  description:
    'Every format names the speaker of every part. Long utterances are several cues in `srt` and `vtt`.',
  request: {
    ...readOne.request,
    query: z.object({ format: Format.default('json').meta({ description: 'Format of the answer' }) }),
  },
  responses: {
    200: {
      description: 'The transcript in the format asked for, under a file name',
      content: {
        'application/json': { schema: TranscriptWire },
        'text/plain': { schema },
        'application/x-subrip': { schema },
        'text/vtt': { schema },
        'text/csv': { schema },
      },
    },
    304: notModified,
    400: error('There is no such format'),
    ...readErrors,
    409: error('There is no transcript yet'),
  },
});

transcriptRouter.openapi(readTranscriptRoute, async (c) => {
  const { format } = c.req.valid('query');
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  return unlessCurrent(c, analysis, `transcript-${format}`, async () => {
    const transcript = await loadTranscript(c.env.deps, analysis);
    if (format !== 'json') return textFile(analysis.id, format, transcript);
    return jsonFile(analysis.id, TranscriptWire.parse(renderJson(analysis.id, transcript)));
  });
});

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
function jsonFile(id: string, body: unknown): Response {
  return asFile(id, { contentType: 'application/json', extension: 'json', body: JSON.stringify(body) });
}

function asFile(id: string, { contentType, extension, body }: FileContent): Response {
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="transcript-${id}.${extension}"`,
    },
  });
}
