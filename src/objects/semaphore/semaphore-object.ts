import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../../adapters/clock.ts';
import { describeError, type Log } from '../../adapters/log.ts';
import type { StepQueues } from '../../adapters/ports.ts';
import type { SemaphoreMethods } from '../../adapters/semaphore.ts';
import type { StepMessage } from '../../domain/queue-messages.ts';
import { ObjectStorage } from '../storage.ts';
import { Timers } from '../timers.ts';
import { SemaphoreState } from './semaphore-state.ts';

export interface SemaphoreDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly queues: StepQueues;
  /** Tasks of one account that may call models at a time. */
  readonly limit: number;
}

/** The semaphore of one account. A task that waits is put on its queue again once it has a slot. */
export class SemaphoreCore extends DurableObject<Env> implements SemaphoreMethods {
  readonly #deps: SemaphoreDeps;
  readonly #state: SemaphoreState;
  readonly #timers: Timers;

  constructor(ctx: DurableObjectState, env: Env, deps: SemaphoreDeps) {
    super(ctx, env);
    this.#deps = deps;
    this.#state = new SemaphoreState(ctx.storage.sql, deps.limit);
    // A holder may have died: its slot is granted to the next when its lease is over.
    this.#timers = new Timers(new ObjectStorage(ctx.storage), deps, [
      { dueAt: () => this.#state.earliestExpiry(), run: () => this.#grantNext() },
    ]);
  }

  async acquire(message: StepMessage): Promise<boolean> {
    const granted = this.#state.acquire(message, this.#deps.clock.now());
    await this.#changed();
    return granted;
  }

  async enqueue(message: StepMessage): Promise<void> {
    this.#state.enqueue(message);
    await this.#changed();
  }

  async release(message: StepMessage): Promise<void> {
    this.#state.release(message);
    await this.#changed();
  }

  override alarm(): Promise<void> {
    return this.#timers.run();
  }

  async #changed(): Promise<void> {
    await this.#grantNext();
    await this.#timers.ensure();
  }

  /** Where a message cannot be sent, the task's analysis sends it later. */
  async #grantNext(): Promise<void> {
    for (const message of this.#state.grantNext(this.#deps.clock.now())) {
      try {
        await this.#deps.queues.enqueue([message]);
      } catch (error) {
        this.#deps.log.error('slots.enqueue_failed', {
          analysis: message.analysisId,
          ...describeError(error),
        });
      }
    }
  }
}
