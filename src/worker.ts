import { AnalysisObjectCore } from './analysis-object/object.ts';
import { createApp } from './app.ts';
import { analysisObjectDeps, compose } from './composition.ts';
import { consume } from './pipeline/consume.ts';

export class AnalysisObject extends AnalysisObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, analysisObjectDeps(env));
  }
}

const app = createApp();

export default {
  fetch: (request, env) => app.fetch(request, { deps: compose(env) }),
  queue: (batch, env) => consume(batch, compose(env)),
} satisfies ExportedHandler<Env>;
