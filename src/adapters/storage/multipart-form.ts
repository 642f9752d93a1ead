import { decodeField, make, type MultipartError, type PartInfo } from 'multipasta';
import { Fault, shown } from '../../domain/errors.ts';
import { FileName, MAX_CONTENT_TYPE } from '../../domain/upload.ts';
import { parseDisposition } from '../content-disposition.ts';
import { joinedBytes } from '../crypto/digest.ts';
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
 * Throws `body_incomplete`, `malformed_multipart`, `recording_too_large`, `payload_too_large`, `unknown_field`, `invalid_request`.
 */
export async function readMultipart(
  request: Request,
  rules: MultipartRules,
  openSink: (contentType: string) => RecordingSink,
): Promise<MultipartForm> {
  const reader = new FormReader(request.headers.get('content-type') ?? '', rules, openSink);
  try {
    for await (const chunk of arrivingBytes(request.body)) await reader.write(chunk);
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
  #file: { part: Part; sink: RecordingSink } | null = null;
  #arrived: Uint8Array[] = [];
  #fault: Fault | null = null;
  #closed = false;

  constructor(contentType: string, rules: MultipartRules, openSink: (contentType: string) => RecordingSink) {
    this.#filePart = rules.filePart;
    this.#openSink = openSink;
    this.#parser = multipartParser({
      headers: { 'content-type': contentType },
      maxParts: rules.maxFields,
      maxPartSize: rules.maxFileBytes,
      maxFieldSize: rules.maxFieldBytes,
      isFile: (info) => {
        const { name, fileName } = partOf(info);
        return name === rules.filePart || fileName !== null;
      },
      onField: (info, value) => this.#takeField(info, value),
      onFile: (info) => this.#takeFile(info),
      onError: (error) => this.#fail(toFault(error, rules)),
      onDone: () => undefined,
    });
  }

  async write(chunk: Uint8Array): Promise<void> {
    parseWith(() => this.#parser.write(chunk));
    await this.#drain();
  }

  async end(): Promise<MultipartForm> {
    parseWith(() => this.#parser.end());
    await this.#drain();
    const fields = Object.fromEntries(this.#fields);
    if (!this.#file) return { fields, file: null };
    const { part, sink } = this.#file;
    this.#closed = true;
    const sizeBytes = await sink.close();
    return {
      fields,
      file: { fileName: part.fileName, contentType: part.contentType, sizeBytes },
    };
  }

  async abort(): Promise<void> {
    if (this.#file && !this.#closed) await this.#file.sink.abort();
  }

  #takeField(info: PartInfo, value: Uint8Array): void {
    const { name } = partOf(info);
    const field = shown(name ?? '');
    if (name === null) this.#fail(new Fault('malformed_multipart', 'A part of the form has no name.'));
    else if (this.#fields.has(name))
      this.#fail(new Fault('invalid_request', `Field "${field}" is given twice.`, { field }));
    else this.#fields.set(name, decodeField(info, value));
  }

  #takeFile(info: PartInfo): (chunk: Uint8Array | null) => void {
    const expected = this.#filePart;
    const part = partOf(info);
    if (part.name !== expected) {
      const field = shown(part.name ?? '');
      const message = `Unknown file part "${field}"; the recording goes in "${expected}".`;
      this.#fail(new Fault('unknown_field', message, { field }));
    } else if (this.#file) {
      this.#fail(
        new Fault('invalid_request', `Part "${expected}" is given twice; send one recording a request.`, {
          field: expected,
        }),
      );
    } else {
      const file = { ...part, fileName: part.fileName && this.#checkName(part.fileName) };
      if (part.contentType.length > MAX_CONTENT_TYPE)
        this.#fail(invalidFile(expected, `its content type may have at most ${MAX_CONTENT_TYPE} characters`));
      this.#file = { part: file, sink: this.#openSink(part.contentType) };
    }
    return (chunk) => {
      if (chunk && !this.#fault) this.#arrived.push(chunk);
    };
  }

  #checkName(fileName: string): string {
    const checked = FileName.safeParse(fileName);
    if (checked.success) return checked.data;
    this.#fail(invalidFile(this.#filePart, `its file name ${checked.error.issues[0]?.message ?? ''}`));
    return fileName;
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

/** A parser of forms. The library's own takes one for malformed that is cut between its last two dashes: it gets both at once. */
export function multipartParser(config: Parameters<typeof make>[0]) {
  const parser = make(config);
  let held = new Uint8Array();
  return {
    write(chunk: Uint8Array): void {
      const bytes = held.length === 0 ? chunk : joinedBytes([held, chunk]);
      const from = bytes.length - trailingDashes(bytes);
      held = bytes.slice(from);
      parser.write(bytes.subarray(0, from));
    },
    end(): void {
      parser.write(held);
      parser.end();
    },
  };
}

const DASH = 0x2d;

/** Two at most. */
function trailingDashes(bytes: Uint8Array): number {
  if (bytes.at(-1) !== DASH) return 0;
  return bytes.at(-2) === DASH ? 2 : 1;
}

/** A part as its headers describe it. The parser's own reading of them stops at the first letter beyond Latin-1. */
interface Part {
  readonly name: string | null;
  readonly fileName: string | null;
  readonly contentType: string;
}

export function partOf({ headers, contentType }: PartInfo): Part {
  const header = headers['content-disposition'];
  const disposition = parseDisposition(typeof header === 'string' ? header : '');
  const isDeclared = headers['content-type'] !== undefined;
  const undeclared = disposition.fileName === null ? 'text/plain' : 'application/octet-stream';
  return { ...disposition, contentType: isDeclared ? contentType : undeclared };
}

/** The parser throws for a `filename*` that is not percent-encoded UTF-8. */
function parseWith(parse: () => void): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    const message = 'The "filename*" of a part is not percent-encoded UTF-8.';
    throw new Fault('malformed_multipart', message, {}, error);
  }
}

function invalidFile(field: string, problem: string): Fault {
  return new Fault('invalid_request', `Field "${field}": ${problem}.`, { field });
}

/** `field`: the part of the form, where it was read so far. */
export function recordingTooLarge(maxBytes: number, field?: string): Fault {
  const message = `A recording may have at most ${maxBytes} bytes.`;
  return new Fault('recording_too_large', message, { ...(field && { field }), max_bytes: maxBytes });
}

function toFault(error: MultipartError, rules: MultipartRules): Fault {
  if (error._tag !== 'ReachedLimit') return new Fault('malformed_multipart');
  if (error.limit === 'MaxPartSize') return recordingTooLarge(rules.maxFileBytes, rules.filePart);
  const [what, max] =
    error.limit === 'MaxParts' ? ['form', rules.maxFields] : ['form field', rules.maxFieldBytes];
  const unit = error.limit === 'MaxParts' ? 'parts' : 'bytes';
  return new Fault('payload_too_large', `A ${what} may have at most ${max} ${unit}.`, {
    [`max_${unit}`]: max,
  });
}

/**
 * The bytes of a request as they arrive. Where the reader ends early, what is left of them is not cancelled: it is for whoever
 * answers. Throws `body_incomplete` where the sender breaks off, and the fault of whoever counted the bytes before.
 */
export async function* arrivingBytes(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const chunks = body.values({ preventCancel: true });
  try {
    for (;;) {
      const { done, value } = await chunks.next().catch(brokenOff);
      if (done) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

function brokenOff(error: unknown): never {
  throw error instanceof Fault ? error : new Fault('body_incomplete', undefined, {}, error);
}
