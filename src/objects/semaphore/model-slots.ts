import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../../adapters/clock.ts';
import { describeError, type Log } from '../../adapters/log.ts';
import type { StepQueues } from '../../adapters/queues/ports.ts';
import type { StepMessage } from '../../domain/queue-messages.ts';
import type { ModelSlotsMethods } from '../../adapters/semaphore.ts';
import { SemaphoreState } from './semaphore-state.ts';

export interface ModelSlotsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly queues: StepQueues;
  /** Tasks of one account that may ask models at a time. */
  readonly limit: number;
}

/** The slots of one account. Whoever has to wait is told by a message once it has a slot. */
export class ModelSlotsCore extends DurableObject<Env> implements ModelSlotsMethods {
  readonly #deps: ModelSlotsDeps;
  readonly #line: SemaphoreState;

  constructor(ctx: DurableObjectState, env: Env, deps: ModelSlotsDeps) {
    super(ctx, env);
    this.#deps = deps;
    this.#line = new SemaphoreState(ctx.storage.sql, deps.limit);
  }

  /** Whether the task has a slot now; see `SlotLine`. */
  async acquire(message: StepMessage): Promise<boolean> {
    const granted = this.#line.acquire(message, this.#deps.clock.now());
    await this.#attend();
    return granted;
  }

  async enqueue(message: StepMessage): Promise<void> {
    this.#line.enqueue(message);
    await this.#attend();
  }

  async release(message: StepMessage): Promise<void> {
    this.#line.release(message);
    await this.#attend();
  }

  /** A slot may not have been given back in time. */
  override async alarm(): Promise<void> {
    await this.#callNext();
    const next = this.#line.earliestExpiry();
    if (next !== null) await this.ctx.storage.setAlarm(next);
  }

  async #attend(): Promise<void> {
    await this.#callNext();
    const next = this.#line.earliestExpiry();
    if (next !== null && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(next);
  }

  /** A message that cannot be sent is made up for by the analysis, which has its task announced again. */
  async #callNext(): Promise<void> {
    for (const message of this.#line.grantNext(this.#deps.clock.now())) {
      try {
        await this.#deps.queues.enqueue([message]);
      } catch (error) {
        this.#deps.log.error('slots.announce_failed', {
          analysis: message.analysisId,
          ...describeError(error),
        });
      }
    }
  }
}
