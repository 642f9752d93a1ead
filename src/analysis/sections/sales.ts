import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { describePillar, measurePillars, Pillar } from '../../scorecards/sales/pillars.ts';
import { salesCall } from '../../scorecards/signals.ts';
import { defineSection } from '../section.ts';

export const Sales = z.strictObject({
  engine: Engine,
  /** Rounded mean of the six pillars; null where nobody who could be the agent speaks. */
  overall: computed(z.int().min(0).max(100).nullable(), null),
  /** Null together with `overall`. docs/metrics.md lists the signals and weights of each pillar. */
  pillars: z
    .strictObject({
      clarity: Pillar,
      influence: Pillar,
      objection: Pillar,
      discovery: Pillar,
      delivery: Pillar,
      close: Pillar,
    })
    .nullable(),
});
export type Sales = z.infer<typeof Sales>;

export const sales = defineSection({
  name: 'sales',
  schema: Sales,
  prompt: {
    version: 1,
    group: 'coaching',
    text: 'Coach the agent on six pillars, each scored from 0 to 100: clarity (easy to follow), influence (moves the customer with benefits and proof), objection (meets resistance), discovery (finds out what is needed), delivery (opening, courtesy, pace of exchange), close (a settled, agreed ending). For each give one sentence on what was good and one on what to change, each with a verbatim quote. A poor call scores below 40, a very good one above 80.',
  },
  settle: (answer) => ({
    ...answer,
    overall:
      answer.pillars === null ? null : overallScore(Object.values(answer.pillars).map(({ score }) => score)),
  }),
  offline: (input): Sales => {
    if (input.facts === null) return { engine: UNSUPPORTED_LANGUAGE, overall: null, pillars: null };
    const call = salesCall(input, input.facts);
    if (call.agent.length === 0) return { engine: 'offline', overall: null, pillars: null };
    const signals = measurePillars(call);
    const pillars = {
      clarity: describePillar('clarity', signals.clarity, call),
      influence: describePillar('influence', signals.influence, call),
      objection: describePillar('objection', signals.objection, call),
      discovery: describePillar('discovery', signals.discovery, call),
      delivery: describePillar('delivery', signals.delivery, call),
      close: describePillar('close', signals.close, call),
    };
    const scores = Object.values(pillars).map(({ score }) => score);
    return { engine: 'offline', overall: overallScore(scores), pillars };
  },
});

/** The rounded mean of the pillar scores. */
function overallScore(scores: readonly number[]): number {
  return Math.round(scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length));
}
