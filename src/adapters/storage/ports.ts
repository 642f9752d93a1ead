import type { z } from 'zod';
import type { UploadPart } from '../../domain/upload.ts';

/** Where the content of one analysis is kept. */
export interface AnalysisRef {
  readonly accountId: string;
  readonly id: string;
}

/** Takes a recording of unknown length chunk by chunk, in flat memory. One of `close` and `abort` ends it. */
export interface RecordingSink {
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the recording readable; returns its size in bytes. */
  close(): Promise<number>;
  abort(): Promise<void>;
}

export interface StoredRecording {
  readonly sizeBytes: number;
  /** Strong validator of the content, with its quotes. */
  readonly etag: string;
}

export interface RecordingStore {
  openSink(ref: AnalysisRef, contentType: string): RecordingSink;
  /** `null` where nothing is stored. */
  find(ref: AnalysisRef): Promise<StoredRecording | null>;
  /** Bytes from `start` up to `end`, exclusive. Throws `recording_missing`. */
  readRange(ref: AnalysisRef, start: number, end: number): Promise<Uint8Array>;
  /** The whole recording, or the bytes from `start` up to `end`, as a stream of known length. Throws `recording_missing`. */
  stream(ref: AnalysisRef, range?: { start: number; end: number }): Promise<ReadableStream>;
  remove(ref: AnalysisRef): Promise<void>;
}

/** `batch`: the content of items of a batch, until they are analyses. `chunk`: what was said in a piece of a recording. */
export type DocumentKind = 'transcript' | 'report' | 'batch' | 'chunk';

/** Which document of an analysis: reports have versions from 1, chunks positions from 0, a transcript has neither. */
export interface DocumentRef extends AnalysisRef {
  readonly reportVersion?: number | null;
  readonly chunk?: number;
}

/** JSON documents, compressed at rest. */
export interface DocumentStore {
  put(kind: DocumentKind, ref: DocumentRef, value: unknown): Promise<void>;
  /** Stores it unless something is stored there: whoever comes twice changes nothing. */
  add(kind: DocumentKind, ref: DocumentRef, value: unknown): Promise<void>;
  /** `null` where there is none; throws where the stored document does not fit the schema. */
  get<Schema extends z.ZodType>(
    kind: DocumentKind,
    ref: DocumentRef,
    schema: Schema,
  ): Promise<z.output<Schema> | null>;
  remove(kind: DocumentKind, ref: DocumentRef): Promise<void>;
  /** Every report that is stored, and when it was. Milliseconds since 1970. */
  reportVersions(ref: AnalysisRef): Promise<{ version: number; storedAt: number }[]>;
}

export interface InboxObject {
  readonly etag: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** Where customers' systems put recordings: `inbox/{account}/…`. */
export interface Inbox {
  /** `null` where it is not there any more. */
  open(key: string): Promise<InboxObject | null>;
  remove(key: string): Promise<void>;
}

/** Recordings that are stored part by part, each part by a request of its own. */
export interface UploadParts {
  /** Answers what storage calls the upload. */
  begin(ref: AnalysisRef, contentType: string): Promise<string>;
  /** Stores a part as it arrives and answers its tag. Throws `invalid_request` where it has another size, `upload_closed`. */
  put(
    upload: StoredUpload,
    number: number,
    body: ReadableStream<Uint8Array>,
    sizeBytes: number,
  ): Promise<string>;
  /** Makes of the parts the recording of `ref`. Throws `upload_closed`. */
  complete(upload: StoredUpload, parts: readonly UploadPart[]): Promise<void>;
  /** Forgets the parts; that is no failure where they were forgotten before. */
  abort(upload: StoredUpload): Promise<void>;
  /** Lower-case hex SHA-256 of the recording, read once, in flat memory. Throws `recording_missing`. */
  sha256(ref: AnalysisRef): Promise<string>;
}

export interface StoredUpload {
  readonly ref: AnalysisRef;
  readonly storageId: string;
}

/** One stored object and the analysis it belongs to. */
interface StoredContent {
  readonly key: string;
  /** `null` where it belongs to none. */
  readonly ref: AnalysisRef | null;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

interface ContentPage {
  readonly contents: readonly StoredContent[];
  /** Where the next page begins; `null` after the last. */
  readonly next: string | null;
}

/** What is stored of analyses, as a whole. */
export interface StoredContents {
  /** Removes the recording, the transcript and every report. Removing them again changes nothing. */
  purge(ref: AnalysisRef): Promise<void>;
  /** Up to `limit` (at most 1,000) stored objects, in the order of their keys, those after `after`. */
  list(after: string, limit: number): Promise<ContentPage>;
}
