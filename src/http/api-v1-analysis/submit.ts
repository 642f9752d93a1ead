import type { Context } from 'hono';
import type { z } from 'zod';
import type { Analysis } from '../../domain/analysis.ts';
import { faultOfIssues } from '../../formats/api-v1-analysis/fault.ts';
import { submitAnalysis } from '../../services/analyses/submit.ts';
import { contextOf } from '../authentication.ts';
import { parseJson, readText } from '../json-body.ts';
import type { SurfaceEnv } from '../surface.ts';
import { receiveUpload, type UploadForm } from '../upload.ts';
import { CreateBody, CreateForm } from './routes.ts';

const MAX_JSON_BYTES = 64 * 1024;

const uploadForm: UploadForm = {
  filePart: 'audio_file',
  toRequest: (fields) => withWebhook(parse(CreateForm, fields)),
};

export async function receiveSubmission(c: Context<SurfaceEnv>): Promise<Analysis> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return receiveUpload(c, uploadForm);
  const { audio_url: recordingUrl, ...fields } = parse(
    CreateBody,
    parseJson(await readText(c.req.raw, MAX_JSON_BYTES)),
  );
  return submitAnalysis(contextOf(c), { recording_url: recordingUrl, ...withWebhook(fields) });
}

function withWebhook({ webhook_url: callbackUrl, ...fields }: z.infer<typeof CreateForm>) {
  return { ...fields, callback_url: callbackUrl, callback_format: 'api-v1-analysis' as const };
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw faultOfIssues(parsed.error, 'body');
  return parsed.data;
}
