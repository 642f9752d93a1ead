import type { CallerIds } from '../db/caller-ids.ts';
import type { ConfigurationBook } from '../db/configuration-book.ts';
import type { ExpiredUploads } from '../db/expired-uploads.ts';
import type { KeyRing } from '../db/key-ring.ts';
import type { UploadShelf } from '../db/upload-shelf.ts';
import type { SweepBook } from '../db/sweeps.ts';
import type { Chunking } from '../domain/chunk-limits.ts';
import type { PriceTable } from '../domain/prices.ts';
import type { Principal } from '../domain/principal.ts';
import type { SpeechModel } from '../domain/speech-model.ts';
import type { LanguageModel } from '../platform/ai/language-model.ts';
import type { Transcriber } from '../platform/ai/transcriber.ts';
import type { AccountSettingsBook } from '../platform/account-settings.ts';
import type { ApiKeyDirectory } from '../platform/api-key-directory.ts';
import type { ModelSlots } from '../platform/model-slots-port.ts';
import type { AnalysisObjects, CallbackObjects, DocumentStore, RecordingStore } from '../platform/ports.ts';
import type { Outbound } from '../platform/outbound/client.ts';
import type { Download } from '../platform/outbound/download.ts';
import type { RateLimiter } from '../platform/rate-limiter.ts';
import type { PartStore, StoredContents } from '../platform/storage-ports.ts';
import type { TokenVerifier } from '../platform/token-verifier.ts';
import type { CallbackDeps } from './callbacks/callback-deps.ts';
import type { SubmissionDeps } from './submissions/submission-deps.ts';
import type { QuotaKind } from './take-quota.ts';

/** Everything that verbs and queue consumers act through. Made from the bindings in `composition.ts`. */
export interface Deps extends CallbackDeps, SubmissionDeps {
  /** Largest recording that one request may bring. */
  readonly maxUploadBytes: number;
  /** Largest recording that comes in parts or by URL. */
  readonly maxRecordingBytes: number;
  /** Another one after every deployment: what an earlier one rendered may look different now. */
  readonly release: string;
  readonly recordings: RecordingStore;
  readonly documents: DocumentStore;
  readonly objects: AnalysisObjects;
  readonly transcriber: Transcriber;
  /** How this speech model, by default the deployment's, is given long recordings. */
  readonly chunking: (model: SpeechModel | undefined) => Chunking;
  readonly modelSlots: ModelSlots;
  /** `null`: reports are written offline. */
  readonly languageModel: LanguageModel | null;
  readonly outbound: Outbound;
  readonly download: Download;
  readonly partStore: PartStore;
  readonly configuration: (accountId: string, livemode: boolean) => ConfigurationBook;
  readonly uploadShelf: (accountId: string, livemode: boolean) => UploadShelf;
  readonly expiredUploads: ExpiredUploads;
  readonly prices: PriceTable;
  readonly callbackObjects: CallbackObjects;
  readonly apiKeys: ApiKeyDirectory;
  readonly keyRing: (accountId: string, livemode: boolean) => KeyRing;
  /** `null`: no issuer of tokens is trusted. */
  readonly tokens: TokenVerifier | null;
  readonly accountExists: (id: string) => Promise<boolean>;
  readonly rateLimiter: RateLimiter;
  readonly limitsPerMinute: Readonly<Record<QuotaKind, number>>;
  readonly contents: StoredContents;
  readonly sweepBook: SweepBook;
  readonly accountSettings: AccountSettingsBook;
  /** What the account was charged in a month (`2026-11`, UTC), both modes together. */
  readonly spentUsdCents: (accountId: string, month: string) => Promise<number>;
  readonly callerIds: (accountId: string, livemode: boolean) => CallerIds;
}

/** The verbs' first argument: what to act through, and on whose behalf. */
export interface Context {
  readonly deps: Deps;
  readonly principal: Principal;
}
