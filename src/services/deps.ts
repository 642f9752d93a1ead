import type { LanguageModel } from '../adapters/ai/language-model.ts';
import type { Transcriber } from '../adapters/ai/transcriber.ts';
import type { AccountSettingsCache } from '../adapters/cache/account-settings.ts';
import type { ApiKeyDirectory } from '../adapters/cache/api-key-directory.ts';
import type { RateLimiter } from '../adapters/cache/rate-limiter.ts';
import type { Clock } from '../adapters/clock.ts';
import type { TokenVerifier } from '../adapters/crypto/token-verifier.ts';
import type { Download } from '../adapters/http-client/download.ts';
import type { SafeFetch } from '../adapters/http-client/safe-fetch.ts';
import type { Log } from '../adapters/log.ts';
import type { AnalysisObjects, BatchObjects, CallbackObjects, IdempotencyKeys } from '../adapters/objects.ts';
import type { Encryptor, RequestFingerprint, SweepQueue } from '../adapters/ports.ts';
import type { Semaphore } from '../adapters/semaphore.ts';
import type {
  DocumentStore,
  Inbox,
  RecordingStore,
  StoredContents,
  UploadParts,
} from '../adapters/storage/ports.ts';
import type { AnalysisRepository } from '../db/analyses/repository.ts';
import type { ApiKeyRepository } from '../db/api-keys.ts';
import type { ConfigurationRepository } from '../db/configuration.ts';
import type { ExternalIdRepository } from '../db/external-ids.ts';
import type { RejectedSubmissionRepository } from '../db/rejected-submissions.ts';
import type { SweepRepository } from '../db/sweeps.ts';
import type { ExpiredUploadRepository, UploadRepository } from '../db/uploads.ts';
import type { CallbackSecretRepository, DeliveryRepository, WebhookRepository } from '../db/webhooks.ts';
import type { Principal } from '../domain/api-key.ts';
import type { Chunking } from '../domain/audio-chunk.ts';
import type { PriceTable } from '../domain/billing.ts';
import type { KeyedRequest } from '../domain/idempotency.ts';
import type { RejectedSubmission } from '../domain/queue-messages.ts';
import type { RateLimitKind } from '../domain/rate-limit.ts';
import type { SpeechModel } from '../domain/submission.ts';
import type { Tenant } from '../domain/tenant.ts';

/** Everything that verbs and queue consumers act through. Made from the bindings in `composition/compose.ts`. */
export interface Deps extends CallbackDeps {
  /** Largest recording that one request may bring. */
  readonly maxUploadBytes: number;
  /** Largest recording that comes in parts or by URL. */
  readonly maxRecordingBytes: number;
  /** Another one after every deployment: what an earlier one rendered may look different now. */
  readonly release: string;
  readonly recordings: RecordingStore;
  readonly documents: DocumentStore;
  readonly analysisObjects: AnalysisObjects;
  readonly transcriber: Transcriber;
  /** How this speech model, by default the deployment's, is given long recordings. */
  readonly chunking: (model: SpeechModel | undefined) => Chunking;
  readonly semaphore: Semaphore;
  /** `null`: reports are written offline. */
  readonly languageModel: LanguageModel | null;
  readonly safeFetch: SafeFetch;
  readonly download: Download;
  readonly uploadParts: UploadParts;
  readonly configuration: (tenant: Tenant) => ConfigurationRepository;
  readonly uploads: (tenant: Tenant) => UploadRepository;
  readonly expiredUploads: ExpiredUploadRepository;
  readonly prices: PriceTable;
  readonly callbackObjects: CallbackObjects;
  readonly apiKeyDirectory: ApiKeyDirectory;
  readonly apiKeys: (tenant: Tenant) => ApiKeyRepository;
  /** `null`: no issuer of tokens is trusted. */
  readonly tokens: TokenVerifier | null;
  readonly accountExists: (id: string) => Promise<boolean>;
  readonly rateLimiter: RateLimiter;
  readonly limitsPerMinute: Readonly<Record<RateLimitKind, number>>;
  readonly contents: StoredContents;
  readonly sweeps: SweepRepository;
  readonly sweepQueue: SweepQueue;
  readonly accountSettings: AccountSettingsCache;
  /** What the account was charged in a month (`2026-11`, UTC), both modes together. */
  readonly spentUsdCents: (accountId: string, month: string) => Promise<number>;
  readonly externalIds: (tenant: Tenant) => ExternalIdRepository;
  readonly batchObjects: BatchObjects;
  readonly idempotencyKeys: IdempotencyKeys;
  /** 32 bytes that follow from the text, and that nobody can tell who lacks the deployment's key. */
  readonly derive: (text: string) => Promise<Uint8Array>;
  readonly fingerprint: (request: Request) => RequestFingerprint;
  readonly inbox: Inbox;
  readonly rejectedSubmissions: (tenant: Tenant) => RejectedSubmissionRepository;
  /** Removes up to `limit` of those noted before this time; says how many. */
  readonly removeRejected: (beforeMs: number, limit: number) => Promise<number>;
  /** Notes a message that became no analysis; its account is `null` where the message did not tell. */
  readonly addRejected: (tenant: Tenant | null, rejected: RejectedSubmission) => Promise<void>;
}

/** The verbs' first argument: what to act through, and on whose behalf. */
export interface Context {
  readonly deps: Deps;
  readonly principal: Principal;
  /** Where the request came with an idempotency key. */
  readonly keyed?: KeyedRequest | undefined;
}

/** What sending callbacks needs. */
export interface CallbackDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** UUID of version 7: unique, and sorted by time. */
  readonly newId: () => string;
  /** Cryptographically secure. */
  readonly randomBytes: (length: number) => Uint8Array<ArrayBuffer>;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly analyses: (tenant: Tenant) => AnalysisRepository;
  readonly safeFetch: Pick<SafeFetch, 'fetch'>;
  /** `null`: this deployment has no key for secrets, so nothing can be signed. */
  readonly encryptor: Encryptor | null;
  readonly webhooks: (tenant: Tenant) => WebhookRepository;
  readonly callbackSecrets: (tenant: Tenant) => CallbackSecretRepository;
  readonly deliveries: (tenant: Tenant) => DeliveryRepository;
  /** How long a receiver may take to answer. */
  readonly callbackTimeoutMs: number;
  /** Where this deployment is reached, without a slash at the end; empty where it was not told. */
  readonly publicUrl: string;
}
