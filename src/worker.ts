import { AnalysisObjectCore } from './analysis-object/object.ts';
import { BatchObjectCore } from './batch-object/object.ts';
import { createApp } from './app.ts';
import { batchObjectDeps } from './compose-batches.ts';
import { CallbackObjectCore } from './callback-desk/object.ts';
import { analysisObjectDeps, callbackObjectDeps, clock, compose, modelSlotsDeps } from './composition.ts';
import { IdempotencyKeyCore } from './idempotency-key/object.ts';
import { consume } from './pipeline/consume.ts';
import { ModelSlotsCore } from './model-slots/object.ts';
import { RateCounterCore } from './rate-counter/object.ts';
import { sweep } from './services/sweep.ts';

export class AnalysisObject extends AnalysisObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, analysisObjectDeps(env));
  }
}

export class RateCounter extends RateCounterCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, clock);
  }
}

export class IdempotencyKey extends IdempotencyKeyCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, clock);
  }
}

export class BatchObject extends BatchObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, batchObjectDeps(env, clock));
  }
}

export class CallbackObject extends CallbackObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, callbackObjectDeps(env));
  }
}

export class ModelSlots extends ModelSlotsCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, modelSlotsDeps(env));
  }
}

const app = createApp();

export default {
  fetch: (request, env, ctx) => app.fetch(request, { deps: compose(env) }, ctx),
  queue: (batch, env) => consume(batch, compose(env)),
  scheduled: (_controller, env) => sweep(compose(env)),
} satisfies ExportedHandler<Env>;
