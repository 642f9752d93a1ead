import { createRoute, type RouteHandler, z } from '@hono/zod-openapi';
import type { Transcript } from '../../domain/transcript.ts';
import { renderJson, TranscriptWire } from '../../formats/exports/transcript-json.ts';
import { loadTranscript } from '../../services/analyses/documents.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import type { RouterEnv } from '../router.ts';
import { jsonFile, textFile } from '../transcript-file.ts';
import { error, reading, readingErrors, unchanged } from './responses.ts';

const Format = z.enum(['json', 'text', 'srt', 'vtt', 'csv']);
const schema = z.string();

export const transcriptRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}/transcript',
  operationId: 'readTranscript',
  summary: 'The transcript by itself, as JSON or as a file',
  description:
    'Every format names the speaker of every part. Long utterances are several cues in `srt` and `vtt`.',
  request: {
    ...reading.request,
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
    304: unchanged,
    400: error('There is no such format'),
    ...readingErrors,
    409: error('There is no transcript yet'),
  },
});

export const sendTranscript: RouteHandler<typeof transcriptRoute, RouterEnv> = async (c) => {
  const { format } = c.req.valid('query');
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  return unlessCurrent(c, analysis, `transcript-${format}`, async () =>
    toFile(analysis.id, format, await loadTranscript(c.env.deps, analysis)),
  );
};

function toFile(id: string, format: z.infer<typeof Format>, transcript: Transcript): Response {
  if (format !== 'json') return textFile(id, format, transcript);
  return jsonFile(id, TranscriptWire.parse(renderJson(id, transcript)));
}
