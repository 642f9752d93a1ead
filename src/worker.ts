import { consoleLog } from './adapters/log.ts';
import { createApp } from './app.ts';
import { clock } from './composition/clock.ts';
import { compose } from './composition/compose.ts';
import {
  analysisObjectDeps,
  batchObjectDeps,
  callbackObjectDeps,
  semaphoreDeps,
} from './composition/objects.ts';
import { AnalysisObjectCore } from './objects/analysis/analysis-object.ts';
import { BatchObjectCore } from './objects/batch/batch-object.ts';
import { IdempotencyKeyCore } from './objects/idempotency/idempotency-key.ts';
import { RateCounterCore } from './objects/rate-limit/rate-counter.ts';
import { SemaphoreCore } from './objects/semaphore/semaphore-object.ts';
import { CallbackObjectCore } from './objects/webhook-deliveries/callback-object.ts';
import { consume } from './pipeline/consume.ts';
import { startSweeps } from './services/sweep.ts';

export class AnalysisObject extends AnalysisObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, analysisObjectDeps(env));
  }
}

export class RateCounter extends RateCounterCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, { clock, log: consoleLog });
  }
}

export class IdempotencyKey extends IdempotencyKeyCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, { clock, log: consoleLog });
  }
}

export class BatchObject extends BatchObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, batchObjectDeps(env));
  }
}

export class CallbackObject extends CallbackObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, callbackObjectDeps(env));
  }
}

export class ModelSlots extends SemaphoreCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, semaphoreDeps(env));
  }
}

const app = createApp();

export default {
  fetch: (request, env, ctx) => app.fetch(request, { deps: compose(env) }, ctx),
  queue: (batch, env) => consume(batch, compose(env)),
  scheduled: (_controller, env) => startSweeps(compose(env)),
} satisfies ExportedHandler<Env>;
