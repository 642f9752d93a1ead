import type { z } from 'zod';
import type { Analysis } from '../domain/analysis.ts';
import type { Job, LifecycleEvent, Step } from '../domain/lifecycle.ts';

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

export type DocumentKind = 'transcript' | 'report';

/** JSON documents, compressed at rest. */
export interface DocumentStore {
  put(kind: DocumentKind, ref: AnalysisRef, value: unknown): Promise<void>;
  /** `null` where there is none; throws where the stored document does not fit the schema. */
  get<Schema extends z.ZodType>(
    kind: DocumentKind,
    ref: AnalysisRef,
    schema: Schema,
  ): Promise<z.output<Schema> | null>;
  remove(kind: DocumentKind, ref: AnalysisRef): Promise<void>;
}

export interface StepMessage {
  readonly version: 1;
  readonly analysisId: string;
  readonly step: Step;
}

export interface StepQueues {
  announce(message: StepMessage): Promise<void>;
}

export type Reply =
  | { readonly accepted: true; readonly job: Job }
  | { readonly accepted: false; readonly reason: string };

/** The objects that own the status of an analysis, one per analysis. */
export interface AnalysisObjects {
  create(analysis: Analysis): Promise<void>;
  read(id: string): Promise<Job | null>;
  send(id: string, event: LifecycleEvent): Promise<Reply>;
}

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}
