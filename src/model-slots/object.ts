import { DurableObject } from 'cloudflare:workers';
import { describeError } from '../platform/log.ts';
import type { Clock, Log, StepMessage, StepQueues } from '../platform/ports.ts';
import { SlotLine } from './line.ts';

export interface ModelSlotsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly queues: StepQueues;
  /** Tasks of one account that may ask models at a time. */
  readonly limit: number;
}

/** The slots of one account. Whoever has to wait is told by a message once it has a slot. */
export class ModelSlotsCore extends DurableObject<Env> {
  readonly #deps: ModelSlotsDeps;
  readonly #line: SlotLine;

  constructor(ctx: DurableObjectState, env: Env, deps: ModelSlotsDeps) {
    super(ctx, env);
    this.#deps = deps;
    this.#line = new SlotLine(ctx.storage.sql, deps.limit);
  }

  /** Whether the task has a slot now; see `SlotLine`. */
  async acquire(message: StepMessage): Promise<boolean> {
    const granted = this.#line.acquire(message, this.#deps.clock.now());
    await this.#attend();
    return granted;
  }

  async join(message: StepMessage): Promise<void> {
    this.#line.join(message);
    await this.#attend();
  }

  async release(message: StepMessage): Promise<void> {
    this.#line.release(message);
    await this.#attend();
  }

  /** A slot may not have been given back in time. */
  override async alarm(): Promise<void> {
    await this.#callNext();
    const next = this.#line.nextEnd();
    if (next !== null) await this.ctx.storage.setAlarm(next);
  }

  async #attend(): Promise<void> {
    await this.#callNext();
    const next = this.#line.nextEnd();
    if (next !== null && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(next);
  }

  /** A message that cannot be sent is made up for by the analysis, which has its task announced again. */
  async #callNext(): Promise<void> {
    for (const message of this.#line.callNext(this.#deps.clock.now())) {
      try {
        await this.#deps.queues.announce([message]);
      } catch (error) {
        this.#deps.log.error('slots.announce_failed', {
          analysis: message.analysisId,
          ...describeError(error),
        });
      }
    }
  }
}
