import { z } from 'zod';

/** Where the platform may keep and run objects. Source: Durable Objects documentation, "Data location". */
const Jurisdiction = z.enum(['eu', 'fedramp']);
const Setting = z.object({ JURISDICTION: z.union([z.literal(''), Jurisdiction]) });

type ObjectNamespaces = Pick<
  Env,
  'ANALYSES' | 'RATE_COUNTERS' | 'IDEMPOTENCY_KEYS' | 'BATCHES' | 'CALLBACKS' | 'MODEL_SLOTS'
>;

/**
 * The namespaces of all objects, restricted to the deployment's jurisdiction where it has one. An object of the same name
 * within another jurisdiction is another object: nothing else may take a namespace from `env`.
 */
export function objectNamespaces(env: ObjectNamespaces & Pick<Env, 'JURISDICTION'>): ObjectNamespaces {
  const { JURISDICTION: jurisdiction } = Setting.parse(env);
  const { ANALYSES, RATE_COUNTERS, IDEMPOTENCY_KEYS, BATCHES, CALLBACKS, MODEL_SLOTS } = env;
  if (jurisdiction === '')
    return { ANALYSES, RATE_COUNTERS, IDEMPOTENCY_KEYS, BATCHES, CALLBACKS, MODEL_SLOTS };
  return {
    ANALYSES: ANALYSES.jurisdiction(jurisdiction),
    RATE_COUNTERS: RATE_COUNTERS.jurisdiction(jurisdiction),
    IDEMPOTENCY_KEYS: IDEMPOTENCY_KEYS.jurisdiction(jurisdiction),
    BATCHES: BATCHES.jurisdiction(jurisdiction),
    CALLBACKS: CALLBACKS.jurisdiction(jurisdiction),
    MODEL_SLOTS: MODEL_SLOTS.jurisdiction(jurisdiction),
  };
}
