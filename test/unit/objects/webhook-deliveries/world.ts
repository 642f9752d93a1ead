import { randomBytes as nodeRandomBytes } from 'node:crypto';
import { createEncryptor } from '../../../../src/adapters/crypto/encryptor.ts';
import { createSafeFetch } from '../../../../src/adapters/http-client/safe-fetch.ts';
import type { EncryptedSecrets, WebhookRepository } from '../../../../src/db/webhooks.ts';
import type { LoggedDelivery } from '../../../../src/domain/delivery.ts';
import { afterFailure, type Webhook } from '../../../../src/domain/webhook.ts';
import { ObjectStorage } from '../../../../src/objects/storage.ts';
import { DeliveryQueue } from '../../../../src/objects/webhook-deliveries/delivery-queue.ts';
import { rotateSecrets } from '../../../../src/services/callbacks/signing-secrets.ts';
import type { CallbackDeps } from '../../../../src/services/deps.ts';
import { MemoryStorage } from '../../../support/memory-storage.ts';

const randomBytes = (length: number) => new Uint8Array(nodeRandomBytes(length));
export const box = createEncryptor(nodeRandomBytes(32).toString('base64'), randomBytes);

export function anEndpoint(known: Partial<Webhook> = {}): Webhook {
  return {
    id: 'wh_1',
    url: 'https://hooks.example/',
    name: null,
    enabledEvents: ['analysis.completed'],
    format: 'v1-analyses',
    createdAt: 0,
    updatedAt: 0,
    disabledAt: null,
    disabledReason: null,
    failingSince: null,
    previousSecretUntil: null,
    ...known,
  };
}

const LONG_MS = 120_000;

/** A clock, a log, an account's secrets and its one endpoint, with everything else real. */
export class World {
  nowMs = Date.now();
  readonly rows = new Map<string, LoggedDelivery>();
  readonly storage = new MemoryStorage();
  endpoint: Webhook | null = null;
  secrets: EncryptedSecrets | null = null;
  /** Called while the receivers of an event are looked up. */
  onLookUp: () => void = () => undefined;
  endpointSecrets: EncryptedSecrets | null = null;
  #ids = 0;

  readonly deps: CallbackDeps = {
    clock: { now: () => this.nowMs },
    log: { info: () => undefined, error: () => undefined },
    newId: () => `${(this.#ids += 1)}`,
    randomBytes,
    random: () => 0.5,
    documents: { get: async () => null },
    analyses: () => {
      throw new Error('not asked for');
    },
    safeFetch: createSafeFetch({
      fetcher: fetch,
      resolve: null,
      allowLoopback: true,
      log: { info: () => undefined, error: () => undefined },
    }),
    encryptor: box,
    webhooks: () => this.#repository(),
    callbackSecrets: () => ({
      find: async () => this.secrets,
      addFirst: async (secret) => (this.secrets ??= rotateSecrets(null, secret, this.nowMs)),
      replace: async (secrets) => void (this.secrets = secrets),
    }),
    deliveries: () => ({
      record: async (delivery) => void this.rows.set(delivery.id, delivery),
      list: async () => [...this.rows.values()].map((row) => ({ at: row, row })),
      find: async (id) => this.rows.get(id) ?? null,
      removeSubject: async () => undefined,
    }),
    publicUrl: '',
    callbackTimeoutMs: LONG_MS,
  };

  /**
   * What is stored survives; memory does not. `timeoutsMs`: how long each of the next attempts may take; any other has more
   * time than it needs on the busiest machine.
   */
  newQueue(...timeoutsMs: number[]): DeliveryQueue {
    const deps = Object.defineProperty({ ...this.deps }, 'callbackTimeoutMs', {
      get: () => timeoutsMs.shift() ?? LONG_MS,
    });
    return new DeliveryQueue(new ObjectStorage(this.storage), deps);
  }

  #repository(): WebhookRepository {
    const find = async () =>
      this.endpoint && this.endpointSecrets
        ? { webhook: this.endpoint, secrets: this.endpointSecrets }
        : null;
    return {
      add: async () => undefined,
      count: async () => 1,
      list: async () => {
        this.onLookUp();
        return this.endpoint ? [{ at: this.endpoint, row: this.endpoint }] : [];
      },
      find,
      change: async () => undefined,
      replaceSecrets: async () => undefined,
      remove: async () => true,
      recordOutcome: async (webhook, outcome, nowMs) => {
        const { failingSince, disable } = afterFailure(webhook, nowMs);
        if (outcome === 'delivered') this.endpoint = { ...webhook, failingSince: null };
        else if (outcome === 'gone')
          this.endpoint = { ...webhook, disabledAt: nowMs, disabledReason: 'gone' };
        else if (disable) this.endpoint = { ...webhook, disabledAt: nowMs, disabledReason: 'failing' };
        else this.endpoint = { ...webhook, failingSince };
      },
    };
  }
}
