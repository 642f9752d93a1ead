import type { AccountHandle } from '../../db/account-handle.ts';
import type { CallbackSecrets } from '../../db/callback-secrets.ts';
import type { DeliveryLog } from '../../db/delivery-log.ts';
import type { WebhookBook } from '../../db/webhook-book.ts';
import type { Outbound } from '../../platform/outbound/client.ts';
import type { Clock, DocumentStore, Log, SecretBox } from '../../platform/ports.ts';

/** What sending callbacks needs. */
export interface CallbackDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** UUID of version 7: unique, and sorted by time. */
  readonly newId: () => string;
  /** Cryptographically secure. */
  readonly randomBytes: (length: number) => Uint8Array<ArrayBuffer>;
  /** From 0 up to 1. */
  readonly chance: () => number;
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly accountHandle: (accountId: string, livemode: boolean) => AccountHandle;
  readonly outbound: Pick<Outbound, 'fetchGuarded'>;
  /** `null`: this deployment has no key for secrets, so nothing can be signed. */
  readonly secretBox: SecretBox | null;
  readonly webhookBook: (accountId: string, livemode: boolean) => WebhookBook;
  readonly callbackSecrets: (accountId: string, livemode: boolean) => CallbackSecrets;
  readonly deliveryLog: (accountId: string, livemode: boolean) => DeliveryLog;
  /** How long a receiver may take to answer. */
  readonly callbackTimeoutMs: number;
  /** Where this deployment is reached, without a slash at the end; empty where it was not told. */
  readonly publicUrl: string;
}

/** Whose callbacks they are. */
export interface Owner {
  readonly accountId: string;
  readonly livemode: boolean;
}
