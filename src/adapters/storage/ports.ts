import type { UploadPart } from '../../domain/upload.ts';
import type { AnalysisRef } from '../ports.ts';

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
