import { z } from 'zod';
import type { Failure } from '../../domain/analysis.ts';
import { requireScope } from '../../domain/api-key.ts';
import { chunkName, MAX_ITEM_BYTES, type NewItem } from '../../domain/batch.ts';
import { Fault, parseValid, toFailure } from '../../domain/errors.ts';
import { namedLanguage } from '../../domain/language.ts';
import { SubmissionRequest } from '../../domain/submission.ts';
import { renderJson } from '../../formats/exports/transcript-files.ts';
import { readTranscript } from '../../formats/imports/read-transcript.ts';
import { redactCall } from '../../pii/redact.ts';
import { callbackOf, requireRedactableAsDeclared, uploadNotTaken } from '../analyses/submit.ts';
import type { Context } from '../deps.ts';

const CHUNK_ITEMS = 100;
const CHUNK_BYTES = 2 * 1024 * 1024;

/** One item as it arrives: a value with its size as JSON, or what is wrong with its line. */
export type IncomingItem =
  | { readonly value: unknown; readonly sizeBytes: number }
  | { readonly fault: Fault };

/** The items of one chunk that are to become analyses, as they are stored until then. */
export const ChunkContent = z.array(z.strictObject({ index: z.int(), request: SubmissionRequest }));
type ChunkContent = z.infer<typeof ChunkContent>;

export interface ReceivedItems {
  readonly total: number;
  readonly rejected: readonly { readonly index: number; readonly error: Failure }[];
}

/** Stores items in chunks. One chunk is in memory while the one before is written. */
export class ItemWriter {
  readonly #context: Context;
  readonly #batchId: string;
  #content: ChunkContent = [];
  #items: NewItem[] = [];
  #bytes = 0;
  #chunk = 0;
  #total = 0;
  #rejected: { index: number; error: Failure }[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(context: Context, batchId: string) {
    this.#context = context;
    this.#batchId = batchId;
  }

  async add(item: IncomingItem): Promise<void> {
    const index = this.#total;
    this.#total += 1;
    try {
      const { value, sizeBytes } = requireSmall(item);
      this.#content.push({ index, request: prepareItem(this.#context, value) });
      this.#items.push({ index, analysisId: this.#context.deps.newId(), error: null });
      this.#bytes += sizeBytes;
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      const error = toFailure(cause);
      this.#items.push({ index, analysisId: null, error });
      this.#rejected.push({ index, error });
    }
    if (this.#items.length >= CHUNK_ITEMS || this.#bytes >= CHUNK_BYTES) await this.#flush();
  }

  async end(): Promise<ReceivedItems> {
    if (this.#items.length > 0) await this.#flush();
    await this.#writing;
    return { total: this.#total, rejected: this.#rejected };
  }

  /** Resolves when nothing is being written any more, however it went. */
  async idle(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const [chunk, content, items] = [this.#chunk, this.#content, this.#items];
    this.#chunk += 1;
    [this.#content, this.#items, this.#bytes] = [[], [], 0];
    await this.#writing;
    this.#writing = this.#write(chunk, content, items);
    // A failure is thrown where the write is awaited next. Until then it must not count as an unhandled rejection.
    this.#writing.catch(() => undefined);
  }

  async #write(chunk: number, content: ChunkContent, items: readonly NewItem[]): Promise<void> {
    const { deps, principal } = this.#context;
    const ref = { accountId: principal.accountId, id: chunkName(this.#batchId, chunk) };
    // First, so that a batch that is given up knows what to remove. No chunk is worked on before the batch is open.
    await deps.batchObjects.add(this.#batchId, chunk, items);
    if (content.length > 0) await deps.documents.put('batch', ref, content);
  }
}

/** Throws what is wrong with the line, and `payload_too_large`. */
function requireSmall(item: IncomingItem): { value: unknown; sizeBytes: number } {
  if ('fault' in item) throw item.fault;
  if (item.sizeBytes <= MAX_ITEM_BYTES) return item;
  throw new Fault('payload_too_large', `An item may have at most ${MAX_ITEM_BYTES} bytes as JSON.`, {
    max_bytes: MAX_ITEM_BYTES,
  });
}

/** The transcript of an item names no analysis: there is none yet. */
const NO_ANALYSIS = '00000000-0000-0000-0000-000000000000';

/**
 * The submission in an item as it may be stored: what is to be redacted is. Throws what `POST /v1/analyses` would throw for
 * the same body, except for what only the network tells.
 */
function prepareItem({ principal }: Context, value: unknown): SubmissionRequest {
  const request = parseValid(SubmissionRequest, value);
  const { transcript: content, upload_id: uploadId, options = {} } = request;
  if (uploadId !== undefined) throw uploadNotTaken();
  if (callbackOf(request) !== undefined) requireScope(principal, 'read');
  requireRedactableAsDeclared(options);
  if (content === undefined) return request;
  const call = { transcript: readTranscript(content, namedLanguage(options.language)), options };
  if (!options.redact || options.redact.length === 0) return request;
  const redacted = redactCall(call);
  return { ...request, options: redacted.options, transcript: renderJson(NO_ANALYSIS, redacted.transcript) };
}
