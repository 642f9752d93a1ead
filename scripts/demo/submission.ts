import { openAsBlob } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CallScript } from '../../examples/sales-call/script.ts';
import type { Recording } from './arguments.ts';
import { DemoError } from './demo-error.ts';

/** A recording as the API takes it. */
export interface Submission {
  /** What the report calls it. */
  readonly label: string;
  readonly body: FormData | string;
  readonly contentType: string | null;
}

const sample = (name: string) => fileURLToPath(new URL(`../../examples/sales-call/${name}`, import.meta.url));

/** Prepares the request body; a file is streamed from disk when it is sent. Throws `DemoError` for an unreadable file. */
export async function prepareSubmission(recording: Recording): Promise<Submission> {
  switch (recording.kind) {
    case 'sample':
      return prepareSample();
    case 'file':
      return { label: recording.path, body: await uploadForm(recording.path, {}), contentType: null };
    case 'url':
      return {
        label: recording.url,
        body: JSON.stringify({ recording_url: recording.url }),
        contentType: 'application/json',
      };
  }
}

async function prepareSample(): Promise<Submission> {
  const script = CallScript.parse(JSON.parse(await readFile(sample('sales-call.script.json'), 'utf8')));
  const fields = {
    recorded_at: script.recordedAt,
    options: JSON.stringify({ channels: { '0': 'agent', '1': 'customer' } }),
  };
  const body = await uploadForm(sample('sales-call.wav'), fields);
  return { label: 'examples/sales-call/sales-call.wav', body, contentType: null };
}

async function uploadForm(file: string, fields: Record<string, string>): Promise<FormData> {
  const facts = await stat(file).catch((error: Error) => {
    throw new DemoError(`The recording cannot be read: ${error.message}`);
  });
  if (!facts.isFile()) throw new DemoError(`${file} is not a file.`);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', await openAsBlob(file), path.basename(file));
  return form;
}
