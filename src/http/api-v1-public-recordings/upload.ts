import type { Context } from 'hono';
import { Fault } from '../../domain/errors.ts';
import { UploadRequest } from '../../domain/submission.ts';
import { type NamedUpload, submitNamedUpload } from '../../services/analyses/submit.ts';
import type { RouterEnv } from '../router.ts';
import { receiveUploadWith } from '../upload-form.ts';
import { parseValid } from '../validation.ts';
import { UploadForm } from './responses.ts';

/** Reads the form of an upload. A missing file is worded as the published service words it. */
export async function receiveRecording(c: Context<RouterEnv>): Promise<NamedUpload> {
  try {
    return await receiveUploadWith(c, { filePart: 'file', toRequest }, submitNamedUpload);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'missing_field') throw new Fault('invalid_request', 'file is required', {}, error);
    if (error.status === 413) throw new Fault('unprocessable', 'File too large', error.details, error);
    throw error.status === 400 ? new Fault('unprocessable', error.message, error.details, error) : error;
  }
}

function toRequest(fields: Readonly<Record<string, string>>): UploadRequest {
  const { language, project_id: projectId, ...rest } = parseValid(UploadForm, fields);
  const metadata = projectId === undefined ? {} : { project_id: projectId };
  return parseValid(UploadRequest, { ...rest, options: { language }, metadata });
}
