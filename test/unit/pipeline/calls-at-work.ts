import type { LanguageModel } from '../../../src/adapters/ai/language-model.ts';
import type { Transcriber } from '../../../src/adapters/ai/transcriber.ts';
import type { Semaphore } from '../../../src/adapters/semaphore.ts';
import { type Analysis, isFinal } from '../../../src/domain/analysis.ts';
import { backOffMs } from '../../../src/domain/back-off.ts';
import { WORKERS_AI_PRICES } from '../../../src/domain/billing.ts';
import type { StepMessage } from '../../../src/domain/queue-messages.ts';
import { DEFAULT_SETTINGS } from '../../../src/domain/tenant.ts';
import { AnalysisLifecycle } from '../../../src/objects/analysis/analysis-lifecycle.ts';
import { openContext } from '../../../src/objects/analysis/context.ts';
import { SemaphoreState } from '../../../src/objects/semaphore/semaphore-state.ts';
import { runStep } from '../../../src/pipeline/run-step.ts';
import type { StepDeps } from '../../../src/pipeline/step.ts';
import { MemoryStorage } from '../../support/memory-storage.ts';
import { slotDatabase } from '../../support/slot-database.ts';
import { recordingsOf, storedDocuments } from './stores.ts';

/** As many messages as a queue delivers together. */
const AT_ONCE = 10;
const MOST_RETRIES = 5;
const SLOTS = 4;
const MOST_TURNS = 20_000;

interface Delivery {
  readonly at: number;
  readonly attempts: number;
  readonly body: StepMessage;
}

export interface Models {
  readonly transcriber: Transcriber;
  readonly languageModel: LanguageModel;
}

/** Many analyses as they are worked on: objects, queues and slots as they run, in memory, on a clock that is moved. */
export class CallsAtWork {
  now = Date.UTC(2026, 10, 2, 8);
  readonly documents = storedDocuments();
  readonly lifecycles = new Map<string, AnalysisLifecycle>();
  readonly #random: () => number;
  readonly #storages = new Map<string, MemoryStorage>();
  readonly #semaphores = new Map<string, SemaphoreState>();
  readonly #deps: StepDeps;
  #messages: Delivery[] = [];
  /** Analyses that the list does not show as final. */
  readonly #open = new Set<string>();

  constructor(
    random: () => number,
    recording: Uint8Array<ArrayBuffer>,
    models: (now: () => number) => Models,
  ) {
    this.#random = random;
    this.#deps = {
      ...models(() => this.now),
      accountSettings: { get: async () => DEFAULT_SETTINGS, update: async () => DEFAULT_SETTINGS },
      random,
      chunking: () => ({ chunkMs: Infinity, diarizes: true }),
      clock: { now: () => this.now },
      configuration: () => ({ all: async () => [], find: async () => null }),
      documents: this.documents,
      download: () => Promise.reject(new Error('nothing is elsewhere')),
      log: { info: () => undefined, error: () => undefined },
      maxRecordingBytes: 1e9,
      semaphore: this.#semaphore(),
      analysisObjects: { send: async (id, event) => this.#lifecycle(id).send(event) },
      prices: WORKERS_AI_PRICES,
      recordings: recordingsOf(recording),
      spentUsdCents: async () => 0,
    };
  }

  async submit(analysis: Analysis): Promise<void> {
    this.lifecycles.set(analysis.id, this.#start(analysis.id));
    this.#open.add(analysis.id);
    await this.#lifecycle(analysis.id).create(analysis);
  }

  analyses(): Analysis[] {
    return [...this.lifecycles.values()].flatMap((lifecycle) => lifecycle.read()?.analysis ?? []);
  }

  /** Delivers messages and alarms in the order of their times until every analysis is final. Throws where one is stuck. */
  async run(): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      if (this.#open.size === 0) return;
      const next = Math.min(...this.#messages.map(({ at }) => at), ...this.#alarms());
      if (next === Number.POSITIVE_INFINITY) throw new Error('something is stuck');
      this.now = Math.max(this.now, next);
      await this.#wake();
      await this.#deliver();
    }
    throw new Error('it never comes to rest');
  }

  #alarms(): number[] {
    return [...this.#storages.values()].flatMap(({ alarmAt }) => alarmAt ?? []);
  }

  async #wake(): Promise<void> {
    for (const [id, storage] of this.#storages) {
      if (storage.alarmAt === null || storage.alarmAt > this.now) continue;
      storage.alarmAt = null;
      await this.#lifecycle(id).alarm();
    }
    for (const state of this.#semaphores.values()) this.#send(state.grantNext(this.now));
  }

  async #deliver(): Promise<void> {
    const due = this.#messages.filter(({ at }) => at <= this.now).slice(0, AT_ONCE);
    this.#messages = this.#messages.filter((message) => !due.includes(message));
    await Promise.all(due.map((delivery) => this.#consume(delivery)));
  }

  /** Any message may come twice. */
  async #consume({ attempts, body }: Delivery): Promise<void> {
    if (this.#random() < 0.1)
      this.#messages.push({ at: this.now + 60_000 * this.#random(), attempts: 1, body });
    const outcome = await runStep(this.#deps, body);
    if (outcome === 'done') return;
    if (attempts > MOST_RETRIES) throw new Error('a step was given back more often than it may be taken');
    const at = this.now + backOffMs(attempts, this.#random());
    this.#messages.push({ at, attempts: attempts + 1, body });
  }

  #send(messages: readonly StepMessage[]): void {
    for (const body of messages) this.#messages.push({ at: this.now, attempts: 1, body });
  }

  #lifecycle(id: string): AnalysisLifecycle {
    const lifecycle = this.lifecycles.get(id);
    if (!lifecycle) throw new Error(`there is no analysis ${id}`);
    return lifecycle;
  }

  #start(id: string): AnalysisLifecycle {
    const nothing = () => Promise.resolve();
    const storage = new MemoryStorage();
    this.#storages.set(id, storage);
    return new AnalysisLifecycle(
      openContext(storage),
      {
        clock: { now: () => this.now },
        random: () => 0.5,
        log: { info: () => undefined, error: () => undefined },
        queues: { enqueue: async (messages) => this.#send(messages), oldestAt: () => Promise.resolve(null) },
        entries: () => ({
          project: async (row) => this.#list(row),
          index: nothing,
          remove: nothing,
          addReceipt: nothing,
        }),
        purgeContent: nothing,
        batches: { ended: nothing },
        idempotencyKeys: { forget: () => Promise.resolve() },
      },
      (work) => void work,
    );
  }

  #list({ id, status }: Analysis): void {
    if (isFinal(status)) this.#open.delete(id);
  }

  #semaphore(): Semaphore {
    const granting = <Result>(accountId: string, act: (state: SemaphoreState) => Result): Result => {
      const state = this.#semaphores.get(accountId) ?? new SemaphoreState(slotDatabase(), SLOTS);
      this.#semaphores.set(accountId, state);
      const result = act(state);
      this.#send(state.grantNext(this.now));
      return result;
    };
    return {
      acquire: async (account, message) => granting(account, (state) => state.acquire(message, this.now)),
      enqueue: async (account, message) =>
        granting(account, (state) => state.enqueue({ ...message, slotOf: account })),
      release: async (account, message) => granting(account, (state) => state.release(message)),
    };
  }
}
