import type { AccountHandle } from '../db/account-handle.ts';
import type { ApiKey, Principal } from '../domain/principal.ts';
import type { Transcriber } from '../platform/ai/transcriber.ts';
import type { AnalysisObjects, Clock, DocumentStore, Log, RecordingStore } from '../platform/ports.ts';

/** Everything that verbs and queue consumers act through. Made from the bindings in `composition.ts`. */
export interface Deps {
  readonly clock: Clock;
  readonly log: Log;
  /** UUID of version 7: unique, and sorted by time. */
  readonly newId: () => string;
  readonly maxUploadBytes: number;
  readonly recordings: RecordingStore;
  readonly documents: DocumentStore;
  readonly objects: AnalysisObjects;
  readonly transcriber: Transcriber;
  readonly findApiKey: (hash: string) => Promise<ApiKey | null>;
  readonly accountHandle: (accountId: string, livemode: boolean) => AccountHandle;
}

/** The verbs' first argument: what to act through, and on whose behalf. */
export interface Context {
  readonly deps: Deps;
  readonly principal: Principal;
}
