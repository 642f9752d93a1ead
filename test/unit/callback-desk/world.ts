import { randomBytes as nodeRandomBytes } from 'node:crypto';
import { CallbackDesk, type DeskState, type DeskStorage } from '../../../src/callback-desk/desk.ts';
import type { SealedSecrets, WebhookBook } from '../../../src/db/webhook-book.ts';
import type { LoggedDelivery } from '../../../src/domain/delivery.ts';
import { afterFailure, type Webhook } from '../../../src/domain/webhook.ts';
import { createOutbound } from '../../../src/platform/outbound/client.ts';
import { createSecretBox } from '../../../src/platform/secret-box.ts';
import type { CallbackDeps } from '../../../src/services/callbacks/callback-deps.ts';
import { rotated } from '../../../src/services/callbacks/signing-secrets.ts';

const randomBytes = (length: number) => new Uint8Array(nodeRandomBytes(length));
export const box = createSecretBox(nodeRandomBytes(32).toString('base64'), randomBytes);

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

/** A clock, a log, an account's secrets and its one endpoint, with everything else real. */
export class World {
  nowMs = Date.now();
  readonly rows = new Map<string, LoggedDelivery>();
  readonly storage = new Map<string, DeskState>();
  endpoint: Webhook | null = null;
  secrets: SealedSecrets | null = null;
  endpointSecrets: SealedSecrets | null = null;
  #ids = 0;

  readonly deps: CallbackDeps = {
    clock: { now: () => this.nowMs },
    log: { info: () => undefined, error: () => undefined },
    newId: () => `${(this.#ids += 1)}`,
    randomBytes,
    chance: () => 0.5,
    documents: { get: async () => null },
    accountHandle: () => {
      throw new Error('not asked for');
    },
    outbound: createOutbound({
      fetcher: fetch,
      resolve: null,
      allowLoopback: true,
      log: { info: () => undefined, error: () => undefined },
    }),
    secretBox: box,
    webhookBook: () => this.#book(),
    callbackSecrets: () => ({
      find: async () => this.secrets,
      addFirst: async (secret) => (this.secrets ??= rotated(null, secret, this.nowMs)),
      replace: async (secrets) => void (this.secrets = secrets),
    }),
    deliveryLog: () => ({
      record: async (delivery) => void this.rows.set(delivery.id, delivery),
      list: async () => [...this.rows.values()],
      find: async (id) => this.rows.get(id) ?? null,
      removeSubject: async () => undefined,
    }),
    publicUrl: '',
    callbackTimeoutMs: 150,
  };

  /** What is stored survives; memory does not. */
  newDesk(): CallbackDesk {
    const storage: DeskStorage = {
      get: (key) => structuredClone(this.storage.get(key)),
      put: (key, value) => void this.storage.set(key, structuredClone(value)),
    };
    return new CallbackDesk(storage, this.deps);
  }

  #book(): WebhookBook {
    const find = async () =>
      this.endpoint && this.endpointSecrets
        ? { webhook: this.endpoint, secrets: this.endpointSecrets }
        : null;
    return {
      add: async () => undefined,
      count: async () => 1,
      list: async () => (this.endpoint ? [this.endpoint] : []),
      find,
      change: async () => undefined,
      replaceSecrets: async () => undefined,
      remove: async () => true,
      noteOutcome: async (webhook, outcome, nowMs) => {
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
