import { z } from 'zod';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import type { Random } from './random.ts';

const MOST_OF_A_KIND = 40;
const Made = z.looseObject({ id: z.string() });
const MadeKey = z.looseObject({ id: z.string(), key: z.string() });

/** What the account of a run has: requests are about these things as well as about what is not there. */
export class Things {
  /** Where a valid request may have something fetched from or sent to. */
  readonly urls: readonly string[];
  readonly keys: { readonly admin: string; readonly weak: string[] };
  readonly #ids = new Map<string, string[]>();

  constructor(admin: string, urls: readonly string[]) {
    this.keys = { admin, weak: [] };
    this.urls = urls;
  }

  add(parameter: string, id: string): void {
    const known = this.#ids.get(parameter) ?? [];
    known.push(id);
    // The first of each kind stays: it was made whole.
    if (known.length > MOST_OF_A_KIND) known.splice(1, 1);
    this.#ids.set(parameter, known);
  }

  /** A thing for the path parameter, in the form that the path has ids in. */
  pick(parameter: string, path: string, random: Random): string {
    if (parameter === 'part_number') return `${random.pick([1, 1, 1, 2, 10_000, 10_001, 0])}`;
    const known = this.#ids.get(parameter);
    const id = known && known.length > 0 ? random.pick(known) : random.uuid();
    return path.startsWith('/v1/analysis/') && /^[0-9a-f-]{36}$/.test(id) ? uuidToPrefixed('ana_', id) : id;
  }
}

/** Parameters that name what was made by a POST to this path. */
const PARAMETERS: Readonly<Record<string, string>> = {
  '/v1/analyses': 'id',
  '/api/v1/analysis/': 'id',
  '/api/v1/public/recordings': 'id',
  '/v1/batches': 'batch_id',
  '/v1/goals': 'goal_id',
  '/v1/taxonomies': 'taxonomy_id',
  '/v1/webhooks': 'webhook_id',
  '/v1/uploads': 'upload_id',
  '/v1/api-keys': 'key_id',
};

/** Remembers what an answer says was made, or where a list goes on. */
export function learn(things: Things, path: string, status: number, body: unknown): void {
  const parameter = PARAMETERS[path];
  const made = Made.safeParse(body);
  if (parameter !== undefined && (status === 201 || status === 202) && made.success)
    things.add(parameter, made.data.id);
  const page = z.looseObject({ next_cursor: z.string() }).safeParse(body);
  if (page.success) things.add('cursor', page.data.next_cursor);
}

/** Makes one thing of every kind, and keys with few rights. */
export async function makeThings(url: string, admin: string, urls: readonly string[]): Promise<Things> {
  const things = new Things(admin, urls);
  const post = async (path: string, body: object | FormData) => {
    const isForm = body instanceof FormData;
    const response = await fetch(url + path, {
      method: 'POST',
      body: isForm ? body : JSON.stringify(body),
      headers: { 'x-api-key': admin, ...(!isForm && { 'content-type': 'application/json' }) },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    learn(things, path, response.status, answer);
    return answer;
  };
  await post('/v1/webhooks', { url: urls[0] });
  await post('/v1/goals', { name: 'Greeting' });
  await post('/v1/taxonomies', { name: 'Reasons', topics: [{ name: 'order' }] });
  await post('/v1/uploads', { size_bytes: 1000 });
  await post('/v1/batches', { items: [{ transcript: salesCall }, {}] });
  await post('/v1/analyses', { transcript: salesCall, session_id: 'sess_fuzz' });
  await post('/v1/analyses', recording());
  things.add('session_id', 'sess_fuzz');
  for (const scopes of [['read'], ['write']])
    things.keys.weak.push(MadeKey.parse(await post('/v1/api-keys', { name: 'weak', scopes })).key);
  return things;
}

function recording(): FormData {
  const form = new FormData();
  form.set('file', new Blob([waveFile({ channels: 2, dataBytes: 64_000 })]), 'call.wav');
  return form;
}
