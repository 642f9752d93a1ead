import { AnalysisObjectCore } from './analysis-object/object.ts';
import { createApp } from './app.ts';
import { analysisObjectDeps, clock, compose } from './composition.ts';
import { consume } from './pipeline/consume.ts';
import { RateCounterCore } from './rate-counter/object.ts';

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

const app = createApp();

export default {
  fetch: (request, env, ctx) => app.fetch(request, { deps: compose(env) }, ctx),
  queue: (batch, env) => consume(batch, compose(env)),
} satisfies ExportedHandler<Env>;
