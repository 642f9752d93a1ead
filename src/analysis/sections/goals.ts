import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../engine.ts';
import { Evidence, evidenceFrom } from '../evidence.ts';
import { checkGoal } from '../facts/goal-check.ts';
import { defineSection } from '../section.ts';

export const Goals = z.strictObject({
  engine: Engine,
  /** One entry for each configured goal, in the order of the configuration; empty in an unsupported language. */
  goals: z.array(
    z.strictObject({
      number: z.int().positive(),
      name: z.string(),
      met: z.boolean(),
      score: z.number().min(0).max(1),
      explanation: z.string(),
      evidence: z.array(Evidence),
    }),
  ),
  /** Share of the goals met in percent, one decimal; null where there are none. */
  achievement: z.number().min(0).max(100).nullable(),
});
export type Goals = z.infer<typeof Goals>;

export const goals = defineSection({
  name: 'goals',
  schema: Goals,
  prompt:
    'For every given goal decide from what was said whether it was met, with a score from 0 to 1, one sentence of explanation, and the verbatim sentence that meets it or comes closest. Respect who has to do it and by when.',
  offline: ({ reading, config }): Goals => {
    if (!reading.english) return { engine: UNSUPPORTED_LANGUAGE, goals: [], achievement: null };
    const results = config.goals.map((goal, position) => {
      const { met, score, explanation, sentence } = checkGoal(reading, goal);
      const evidence = sentence === null ? [] : [evidenceFrom(sentence)];
      return { number: goal.number ?? position + 1, name: goal.name, met, score, explanation, evidence };
    });
    const met = results.filter((result) => result.met).length;
    const achievement = results.length === 0 ? null : Math.round((met / results.length) * 1000) / 10;
    return { engine: 'offline', goals: results, achievement };
  },
});
