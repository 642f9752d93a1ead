import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { checkGoal } from '../../scorecards/goals.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import { defineSection, type SectionInput } from '../section.ts';

export const Goals = z.strictObject({
  engine: Engine,
  /** One entry for each configured goal, in the order of the configuration; empty in an unsupported language. */
  goals: z.array(
    z.strictObject({
      number: z.int().positive(),
      name: computed(z.string(), ''),
      met: z.boolean(),
      score: z.number().min(0).max(1),
      explanation: z.string(),
      evidence: z.array(Evidence),
    }),
  ),
  /** Share of the goals met in percent, one decimal; null where there are none. */
  achievement: computed(z.number().min(0).max(100).nullable(), null),
});
export type Goals = z.infer<typeof Goals>;

export const goals = defineSection({
  name: 'goals',
  schema: Goals,
  prompt: {
    version: 1,
    group: 'conduct',
    text: 'For every given goal decide from what was said whether it was met, with a score from 0 to 1, one sentence of explanation, and the verbatim sentence that meets it or comes closest. Respect who has to do it and by when.',
    given: ({ goals }) => goals.map((goal, position) => ({ ...goal, number: goal.number ?? position + 1 })),
  },
  settle: settleGoals,
  offline: ({ trusted, config }): Goals => {
    if (!trusted.english) return { engine: UNSUPPORTED_LANGUAGE, goals: [], achievement: null };
    const results = config.goals.map((goal, position) => {
      const { met, score, explanation, sentence } = checkGoal(trusted, goal);
      const evidence = sentence === null ? [] : [evidenceFrom(sentence)];
      return { number: goal.number ?? position + 1, name: goal.name, met, score, explanation, evidence };
    });
    return { engine: 'offline', goals: results, achievement: achievementOf(results) };
  },
});

/** Every configured goal, in its order; met only where a sentence of the call shows it. Throws where one was left out. */
function settleGoals(answer: Goals, { config }: SectionInput): Goals {
  const results = config.goals.map(({ name, number: given }, position) => {
    const number = given ?? position + 1;
    const result = answer.goals.find((entry) => entry.number === number);
    if (result === undefined) throw new Error(`there is no entry for the goal number ${number}`);
    if (!result.met || result.evidence.length > 0) return { ...result, name };
    return { ...result, name, met: false, score: 0, explanation: 'No sentence of the call shows it.' };
  });
  return { ...answer, goals: results, achievement: achievementOf(results) };
}

function achievementOf(results: Goals['goals']): number | null {
  const met = results.filter((result) => result.met).length;
  return results.length === 0 ? null : Math.round((met / results.length) * 1000) / 10;
}
