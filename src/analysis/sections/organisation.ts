import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import {
  DEFAULT_PLAYBOOK,
  PLAYBOOK_CHARACTERS,
  reviewPlaybook,
  writeFeedback,
  writeSummary,
} from '../../scorecards/playbook.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import { defineSection } from '../section.ts';

export const Organisation = z.strictObject({
  engine: Engine,
  /** Whether the organisation's own prompt was applied, or the general standard for calls. */
  source: computed(z.enum(['organisation', 'default']), 'default'),
  /** What the prompt asks for, in one or two sentences; null where it cannot be applied. */
  summary: z.string().nullable(),
  /** Which points the call follows and which it does not; null where it cannot be applied. */
  feedback: z.string().nullable(),
  points: z.array(
    z.strictObject({
      text: z.string(),
      followed: z.boolean(),
      score: z.number().min(0).max(1),
      evidence: z.array(Evidence),
    }),
  ),
});
export type Organisation = z.infer<typeof Organisation>;

export const organisation = defineSection({
  name: 'organisation',
  schema: Organisation,
  prompt: {
    version: 1,
    group: 'conduct',
    text: 'Hold the call against the organisation’s own instructions: sum them up in one or two sentences, say for each point whether the agent followed it with the verbatim sentence that shows it, and give feedback in three sentences at most.',
    given: ({ organisationPrompt }) => organisationPrompt?.slice(0, PLAYBOOK_CHARACTERS) ?? DEFAULT_PLAYBOOK,
  },
  settle: (answer) => ({
    ...answer,
    points: answer.points.map((point) => ({
      ...point,
      followed: point.followed && point.evidence.length > 0,
    })),
  }),
  offline: ({ trusted, config, trustedConversation }): Organisation => {
    const source = config.organisationPrompt === null ? 'default' : 'organisation';
    const nothing = { source, summary: null, feedback: null, points: [] } as const;
    if (!trusted.english) return { engine: UNSUPPORTED_LANGUAGE, ...nothing, points: [] };
    if (trustedConversation.roles.agent.wordCount === 0) return { engine: 'offline', ...nothing, points: [] };
    const points = reviewPlaybook(trusted, config.organisationPrompt);
    return {
      engine: 'offline',
      source,
      summary: writeSummary(points, source),
      feedback: writeFeedback(points),
      points: points.map(({ text, result }) => ({
        text,
        followed: result.met,
        score: result.score,
        evidence: result.met && result.sentence !== null ? [evidenceFrom(result.sentence)] : [],
      })),
    };
  },
});
