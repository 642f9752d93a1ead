import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { verdictsOf } from '../../scorecards/built-in.ts';
import { SERVICE_PART } from '../../scorecards/cards/service.ts';
import { scorePart, Verdict } from '../../scorecards/scorecard.ts';
import { Evidence, evidenceList } from '../../text/evidence.ts';
import { shownBy } from '../../understanding/courtesy.ts';
import { defineSection } from '../section.ts';

const Part = z.boolean();

export const Service = z.strictObject({
  engine: Engine,
  /** Quality of service from 0 to 100; null where no agent speaks or nobody is served, as on a voicemail. */
  score: z.int().min(0).max(100).nullable(),
  /** How each criterion of the service scorecard came out; the offline score is made of them. */
  verdicts: computed(z.array(Verdict), []),
  greeting: z.strictObject({
    present: z.boolean(),
    /** Which parts of a full greeting were there. */
    greeting: Part,
    name: Part,
    company: Part,
    offer: Part,
    evidence: z.array(Evidence),
  }),
  empatheticLanguage: z.strictObject({
    present: z.boolean(),
    count: z.int().nonnegative(),
    evidence: z.array(Evidence),
  }),
  closing: z.strictObject({
    present: z.boolean(),
    moreHelp: Part,
    thanks: Part,
    farewell: Part,
    evidence: z.array(Evidence),
  }),
});
export type Service = z.infer<typeof Service>;

const NOTHING_FOUND = {
  score: null,
  verdicts: [],
  greeting: { present: false, greeting: false, name: false, company: false, offer: false, evidence: [] },
  empatheticLanguage: { present: false, count: 0, evidence: [] },
  closing: { present: false, moreHelp: false, thanks: false, farewell: false, evidence: [] },
};

export const service = defineSection({
  name: 'service',
  schema: Service,
  prompt: {
    version: 1,
    group: 'conduct',
    text: 'Judge the quality of service from 0 to 100: whether the agent greets (greeting, name, company, offer to help), speaks with empathy, waits and silences, how the matter ends, and whether the agent closes (offers more help, thanks, says goodbye). Quote the sentences that show each.',
  },
  offline: (input): Service => {
    const { facts, findings } = input;
    if (facts === null || findings === null) return { engine: UNSUPPORTED_LANGUAGE, ...NOTHING_FOUND };
    if (input.trustedConversation.roles.agent.wordCount === 0) return { engine: 'offline', ...NOTHING_FOUND };
    const { opening, closing, empathy } = facts.courtesy;
    const verdicts = findings.isConversation ? verdictsOf(findings.service) : [];
    return {
      engine: 'offline',
      score: scorePart(SERVICE_PART.criteria, verdicts),
      verdicts,
      greeting: {
        present: opening.greeting !== null || (opening.offer !== null && opening.name !== null),
        greeting: opening.greeting !== null,
        name: opening.name !== null,
        company: opening.company !== null,
        offer: opening.offer !== null,
        evidence: evidenceList(shownBy(opening)),
      },
      empatheticLanguage: {
        present: empathy.length > 0,
        count: empathy.length,
        evidence: evidenceList(empathy),
      },
      closing: {
        present: closing.farewell !== null || closing.thanks !== null,
        moreHelp: closing.moreHelp !== null,
        thanks: closing.thanks !== null,
        farewell: closing.farewell !== null,
        evidence: evidenceList(shownBy(closing)),
      },
    };
  },
});
