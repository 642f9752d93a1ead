import type { AccountHandle } from '../db/account-handle.ts';
import type { KeyRing } from '../db/key-ring.ts';
import type { PriceTable } from '../domain/prices.ts';
import type { Principal } from '../domain/principal.ts';
import type { Transcriber } from '../platform/ai/transcriber.ts';
import type { ApiKeyDirectory } from '../platform/api-key-directory.ts';
import type { AnalysisObjects, Clock, DocumentStore, Log, RecordingStore } from '../platform/ports.ts';
import type { RateLimiter } from '../platform/rate-limiter.ts';
import type { TokenVerifier } from '../platform/token-verifier.ts';
import type { QuotaKind } from './take-quota.ts';

/** Everything that verbs and queue consumers act through. Made from the bindings in `composition.ts`. */
export interface Deps {
  readonly clock: Clock;
  readonly log: Log;
  /** UUID of version 7: unique, and sorted by time. */
  readonly newId: () => string;
  readonly maxUploadBytes: number;
  /** Another one after every deployment: what an earlier one rendered may look different now. */
  readonly release: string;
  readonly recordings: RecordingStore;
  readonly documents: DocumentStore;
  readonly objects: AnalysisObjects;
  readonly transcriber: Transcriber;
  readonly prices: PriceTable;
  /** Cryptographically secure. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly apiKeys: ApiKeyDirectory;
  readonly keyRing: (accountId: string, livemode: boolean) => KeyRing;
  /** `null`: no issuer of tokens is trusted. */
  readonly tokens: TokenVerifier | null;
  readonly accountExists: (id: string) => Promise<boolean>;
  readonly rateLimiter: RateLimiter;
  readonly limitsPerMinute: Readonly<Record<QuotaKind, number>>;
  readonly accountHandle: (accountId: string, livemode: boolean) => AccountHandle;
}

/** The verbs' first argument: what to act through, and on whose behalf. */
export interface Context {
  readonly deps: Deps;
  readonly principal: Principal;
}
