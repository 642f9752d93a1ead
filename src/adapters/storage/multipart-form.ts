import { decodeField, make, type MultipartError, type PartInfo } from 'multipasta';
import { Fault } from '../../domain/errors.ts';
import type { RecordingSink } from './ports.ts';

/** Sizes in bytes. `maxFields` counts all parts. */
export interface MultipartRules {
  /** Name of the one part that holds the recording. */
  readonly filePart: string;
  readonly maxFileBytes: number;
  readonly maxFieldBytes: number;
  readonly maxFields: number;
}

interface StoredFile {
  readonly fileName: string | null;
  readonly contentType: string;
  readonly sizeBytes: number;
}

interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: StoredFile | null;
}

/**
 * Reads a multipart/form-data body as it arrives: text fields into memory, the recording into the sink, in flat memory. On a
 * fault the sink is aborted.
 * Throws `malformed_multipart`, `recording_too_large`, `payload_too_large`, `unknown_field`, `invalid_request`.
 */
export async function readMultipart(
  request: Request,
  rules: MultipartRules,
  openSink: (contentType: string) => RecordingSink,
): Promise<MultipartForm> {
  const reader = new FormReader(request.headers.get('content-type') ?? '', rules, openSink);
  try {
    for await (const chunk of request.body ?? []) await reader.write(chunk);
    return await reader.end();
  } catch (error) {
    await reader.abort();
    throw error;
  }
}

class FormReader {
  readonly #fields = new Map<string, string>();
  readonly #parser;
  readonly #filePart: string;
  readonly #openSink: (contentType: string) => RecordingSink;
  #file: { info: PartInfo; sink: RecordingSink } | null = null;
  #arrived: Uint8Array[] = [];
  #fault: Fault | null = null;
  #closed = false;

  constructor(contentType: string, rules: MultipartRules, openSink: (contentType: string) => RecordingSink) {
    this.#filePart = rules.filePart;
    this.#openSink = openSink;
    this.#parser = make({
      headers: { 'content-type': contentType },
      maxParts: rules.maxFields,
      maxPartSize: rules.maxFileBytes,
      maxFieldSize: rules.maxFieldBytes,
      isFile: (info) => info.name === rules.filePart || info.filename !== undefined,
      onField: (info, value) => this.#takeField(info, value),
      onFile: (info) => this.#takeFile(info),
      onError: (error) => this.#fail(toFault(error, rules)),
      onDone: () => undefined,
    });
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#parser.write(chunk);
    await this.#drain();
  }

  async end(): Promise<MultipartForm> {
    this.#parser.end();
    await this.#drain();
    const fields = Object.fromEntries(this.#fields);
    if (!this.#file) return { fields, file: null };
    const { info, sink } = this.#file;
    this.#closed = true;
    const sizeBytes = await sink.close();
    return {
      fields,
      file: { fileName: info.filename ?? null, contentType: info.contentType, sizeBytes },
    };
  }

  async abort(): Promise<void> {
    if (this.#file && !this.#closed) await this.#file.sink.abort();
  }

  #takeField(info: PartInfo, value: Uint8Array): void {
    const { name } = info;
    if (this.#fields.has(name))
      this.#fail(new Fault('invalid_request', `Field "${name}" is given twice.`, { field: name }));
    this.#fields.set(name, decodeField(info, value));
  }

  #takeFile(info: PartInfo): (chunk: Uint8Array | null) => void {
    const expected = this.#filePart;
    if (info.name !== expected) {
      const message = `Unknown file part "${info.name}"; the recording goes in "${expected}".`;
      this.#fail(new Fault('unknown_field', message, { field: info.name }));
    } else if (this.#file) {
      this.#fail(
        new Fault('invalid_request', `Part "${expected}" is given twice; send one recording a request.`, {
          field: expected,
        }),
      );
    } else {
      this.#file = { info, sink: this.#openSink(info.contentType) };
    }
    return (chunk) => {
      if (chunk && !this.#fault) this.#arrived.push(chunk);
    };
  }

  #fail(fault: Fault): void {
    this.#fault ??= fault;
  }

  /** Waits for the sink before more is read, which keeps memory flat. */
  async #drain(): Promise<void> {
    const chunks = this.#arrived;
    this.#arrived = [];
    for (const chunk of chunks) {
      if (!this.#file) break;
      await this.#file.sink.write(chunk);
    }
    if (this.#fault) throw this.#fault;
  }
}

export function tooLarge({
  maxFileBytes,
  filePart,
}: Pick<MultipartRules, 'maxFileBytes' | 'filePart'>): Fault {
  const details = { field: filePart, max_bytes: maxFileBytes };
  return new Fault('recording_too_large', `A recording may have at most ${maxFileBytes} bytes.`, details);
}

function toFault(error: MultipartError, rules: MultipartRules): Fault {
  if (error._tag !== 'ReachedLimit') return new Fault('malformed_multipart');
  if (error.limit === 'MaxPartSize') return tooLarge(rules);
  const [what, max] =
    error.limit === 'MaxParts' ? ['form', rules.maxFields] : ['form field', rules.maxFieldBytes];
  const unit = error.limit === 'MaxParts' ? 'parts' : 'bytes';
  return new Fault('payload_too_large', `A ${what} may have at most ${max} ${unit}.`, {
    [`max_${unit}`]: max,
  });
}
