import { decodeField, make, type MultipartError, type PartInfo } from 'multipasta';
import { Fault } from '../domain/fault.ts';
import type { RecordingSink } from './ports.ts';

export interface MultipartLimits {
  readonly maxFileBytes: number;
  readonly maxFieldBytes: number;
  readonly maxFields: number;
}

export interface StoredFile {
  readonly fileName: string | null;
  readonly contentType: string;
  readonly sizeBytes: number;
}

export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: StoredFile | null;
}

/**
 * Reads a multipart/form-data body as it arrives: text fields into memory, the one part named `file` into the
 * sink. Memory stays flat whatever the file's size. On a fault the sink is aborted.
 * Throws `malformed_multipart`, `recording_too_large`, `payload_too_large`, `unknown_field`, `invalid_request`.
 */
export async function readMultipart(
  request: Request,
  limits: MultipartLimits,
  openSink: (contentType: string) => RecordingSink,
): Promise<MultipartForm> {
  const reader = new FormReader(request.headers.get('content-type') ?? '', limits, openSink);
  try {
    for await (const chunk of request.body ?? []) await reader.write(chunk);
    return await reader.end();
  } catch (error) {
    await reader.abort();
    throw error;
  }
}

class FormReader {
  readonly #fields: Record<string, string> = {};
  readonly #parser;
  readonly #openSink: (contentType: string) => RecordingSink;
  #file: { info: PartInfo; sink: RecordingSink } | null = null;
  #arrived: Uint8Array[] = [];
  #fault: Fault | null = null;
  #closed = false;

  constructor(
    contentType: string,
    limits: MultipartLimits,
    openSink: (contentType: string) => RecordingSink,
  ) {
    this.#openSink = openSink;
    this.#parser = make({
      headers: { 'content-type': contentType },
      maxParts: limits.maxFields,
      maxPartSize: limits.maxFileBytes,
      maxFieldSize: limits.maxFieldBytes,
      isFile: (info) => info.name === 'file' || info.filename !== undefined,
      onField: (info, value) => this.#takeField(info, value),
      onFile: (info) => this.#takeFile(info),
      onError: (error) => this.#fail(toFault(error, limits)),
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
    if (!this.#file) return { fields: this.#fields, file: null };
    const { info, sink } = this.#file;
    this.#closed = true;
    const sizeBytes = await sink.close();
    return {
      fields: this.#fields,
      file: { fileName: info.filename ?? null, contentType: info.contentType, sizeBytes },
    };
  }

  async abort(): Promise<void> {
    if (this.#file && !this.#closed) await this.#file.sink.abort();
  }

  #takeField(info: PartInfo, value: Uint8Array): void {
    if (Object.hasOwn(this.#fields, info.name)) {
      this.#fail(new Fault('invalid_request', `Field "${info.name}" is given twice.`, { field: info.name }));
    }
    this.#fields[info.name] = decodeField(info, value);
  }

  #takeFile(info: PartInfo): (chunk: Uint8Array | null) => void {
    if (info.name !== 'file')
      this.#fail(
        new Fault('unknown_field', `Unknown file part "${info.name}"; the recording goes in "file".`, {
          field: info.name,
        }),
      );
    else if (this.#file)
      this.#fail(
        new Fault('invalid_request', 'Part "file" is given twice; send one recording a request.', {
          field: 'file',
        }),
      );
    else this.#file = { info, sink: this.#openSink(info.contentType) };
    return (chunk) => {
      if (chunk && !this.#fault) this.#arrived.push(chunk);
    };
  }

  #fail(fault: Fault): void {
    this.#fault ??= fault;
  }

  /** Waits for the sink before more is read: this is what keeps memory flat. */
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

export function tooLarge(maxBytes: number): Fault {
  return new Fault('recording_too_large', `A recording may have at most ${maxBytes} bytes.`, {
    field: 'file',
    max_bytes: maxBytes,
  });
}

function toFault(error: MultipartError, limits: MultipartLimits): Fault {
  if (error._tag !== 'ReachedLimit') return new Fault('malformed_multipart');
  if (error.limit === 'MaxPartSize') return tooLarge(limits.maxFileBytes);
  if (error.limit === 'MaxParts')
    return new Fault('payload_too_large', `A form may have at most ${limits.maxFields} parts.`, {
      max_parts: limits.maxFields,
    });
  return new Fault('payload_too_large', `A form field may have at most ${limits.maxFieldBytes} bytes.`, {
    max_bytes: limits.maxFieldBytes,
  });
}
