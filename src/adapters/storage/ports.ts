import type { z } from 'zod';
import type { UploadPart } from '../../domain/upload.ts';

/** Names the stored content of one analysis. */
export interface AnalysisRef {
  readonly accountId: string;
  readonly id: string;
}

/** Takes a recording of unknown length piece by piece, in flat memory. Call `close` or `abort` in the end. */
export interface RecordingSink {
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the recording readable; returns its size in bytes. */
  close(): Promise<number>;
  abort(): Promise<void>;
}

export interface StoredRecording {
  readonly sizeBytes: number;
  /** Strong ETag of the content, with its quotes. */
  readonly etag: string;
  /** Whether it was stored as redacted. */
  readonly isRedacted: boolean;
}

export interface RecordingStore {
  /** Takes the place of what is stored at once, when it is closed. */
  openSink(ref: AnalysisRef, contentType: string, marks?: { isRedacted: boolean }): RecordingSink;
  /** `null` where nothing is stored. */
  find(ref: AnalysisRef): Promise<StoredRecording | null>;
  /** Bytes from `start` up to `end`, exclusive. Throws `recording_missing`. */
  readRange(ref: AnalysisRef, start: number, end: number): Promise<Uint8Array>;
  /** The whole recording, or the bytes from `start` up to `end`, as a stream of known length. Throws `recording_missing`. */
  stream(ref: AnalysisRef, range?: { start: number; end: number }): Promise<ReadableStream>;
  remove(ref: AnalysisRef): Promise<void>;
}

/** `batch`: submissions of a chunk of a batch, until they are analyses. `chunk`: the transcript of a chunk of a recording. */
export type DocumentKind = 'transcript' | 'report' | 'batch' | 'chunk';

/** Which document of an analysis: reports have versions from 1, chunks positions from 0, a transcript has neither. */
export interface DocumentRef extends AnalysisRef {
  readonly reportVersion?: number | null;
  readonly chunk?: number;
}

/** JSON documents, stored as gzip. */
export interface DocumentStore {
  put(kind: DocumentKind, ref: DocumentRef, value: unknown): Promise<void>;
  /** Stores it unless there is such a document: a repeated call changes nothing. */
  add(kind: DocumentKind, ref: DocumentRef, value: unknown): Promise<void>;
  /** `null` where there is none; throws where the stored document is of another version or does not fit the schema. */
  get<Schema extends z.ZodType>(
    kind: DocumentKind,
    ref: DocumentRef,
    schema: Schema,
  ): Promise<z.output<Schema> | null>;
  remove(kind: DocumentKind, ref: DocumentRef): Promise<void>;
  /** Every stored report: its version, from 1, and when it was stored, milliseconds since 1970. */
  reportVersions(ref: AnalysisRef): Promise<{ version: number; storedAt: number }[]>;
}

export interface InboxObject {
  readonly etag: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** Objects that customers' systems put into the bucket: `inbox/{account}/…`. */
export interface Inbox {
  /** `null` where there is none. */
  open(key: string): Promise<InboxObject | null>;
  remove(key: string): Promise<void>;
}

/** Recordings that arrive in parts, each with a request of its own. */
export interface UploadParts {
  /** Answers the `storageId` of the upload. */
  begin(ref: AnalysisRef, contentType: string): Promise<string>;
  /** Streams part `number`, from 1, into storage and answers its ETag. Throws `upload_closed`, and `invalid_request` where the size differs. */
  put(
    upload: StoredUpload,
    number: number,
    body: ReadableStream<Uint8Array>,
    sizeBytes: number,
  ): Promise<string>;
  /** Joins the parts into the recording of `ref`. Throws `upload_closed`. */
  complete(upload: StoredUpload, parts: readonly UploadPart[]): Promise<void>;
  /** Removes the parts. A repeated call changes nothing. */
  abort(upload: StoredUpload): Promise<void>;
  /** Lower-case hex SHA-256 of the recording, read as a stream. Throws `recording_missing`. */
  sha256(ref: AnalysisRef): Promise<string>;
}

export interface StoredUpload {
  readonly ref: AnalysisRef;
  /** Id of the multipart upload in R2. */
  readonly storageId: string;
}

/** One stored object and the analysis it belongs to. */
interface StoredContent {
  readonly key: string;
  /** `null` where it belongs to none. */
  readonly ref: AnalysisRef | null;
  /** The batch whose items it holds; `null` where it holds none. */
  readonly batchId: string | null;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

interface ContentPage {
  readonly contents: readonly StoredContent[];
  /** Where the next page begins; `null` after the last. */
  readonly next: string | null;
}

/** The stored objects of analyses, whatever their kind. */
export interface StoredContents {
  /** Removes the recording, the transcript, every report and the transcripts of chunks. Removing them again changes nothing. */
  purge(ref: AnalysisRef): Promise<void>;
  /** Removes objects by their keys, at most 1,000 at a time. */
  remove(keys: readonly string[]): Promise<void>;
  /** The first `limit` (at most 1,000) stored objects whose keys come after `after`, in the order of their keys. */
  list(after: string, limit: number): Promise<ContentPage>;
}
