import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { type Answer, PILLARS, verdictsOf } from '../../scorecards/built-in.ts';
import { type Advice, findStrengths, findTips } from '../../scorecards/coaching.ts';
import type { PillarName } from '../../scorecards/grades.ts';
import { overallScore, scorePart, Verdict } from '../../scorecards/scorecard.ts';
import { Evidence } from '../../text/evidence.ts';
import { defineSection } from '../section.ts';

const Feedback = z.strictObject({ text: z.string(), evidence: z.array(Evidence) });

const Pillar = z.strictObject({
  /** 25 times the mean of the levels of its criteria; null where the call gave no occasion, or too little was answered. */
  score: z.int().min(0).max(100).nullable(),
  /** The clearest thing done well, and the clearest to do otherwise; null where nothing shows one. */
  positive: Feedback.nullable(),
  negative: Feedback.nullable(),
  /** How each criterion of the scorecard came out; the offline score is made of them. */
  verdicts: computed(z.array(Verdict), []),
});
type Pillar = z.infer<typeof Pillar>;

export const Sales = z.strictObject({
  engine: Engine,
  /** Rounded mean of the pillars that have a score; null where nothing is sold or kept. */
  overall: computed(z.int().min(0).max(100).nullable(), null),
  /** Null together with `overall`. docs/scorecards.md says what each pillar is made of. */
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
    version: 2,
    group: 'coaching',
    text: 'Coach the agent on six pillars, each scored from 0 to 100: clarity (easy to follow), influence (moves the customer with benefits and proof), objection (meets resistance), discovery (finds out what is needed), delivery (opening, courtesy, pace of exchange), close (a settled, agreed ending). For each give one sentence on what was good and one on what to change, each with a verbatim quote. A poor call scores below 40, a very good one above 80. A pillar the call gave no occasion for has the score null; where nothing is sold or kept in the call, all pillars are null.',
  },
  settle: (answer) => ({
    ...answer,
    overall:
      answer.pillars === null ? null : overallScore(Object.values(answer.pillars).map(({ score }) => score)),
  }),
  offline: ({ findings }): Sales => {
    if (findings === null) return { engine: UNSUPPORTED_LANGUAGE, overall: null, pillars: null };
    if (!findings.isSelling) return { engine: 'offline', overall: null, pillars: null };
    const { clarity, influence, objection, discovery, delivery, close } = findings.pillars;
    const pillars = {
      clarity: describe('clarity', clarity),
      influence: describe('influence', influence),
      objection: describe('objection', objection),
      discovery: describe('discovery', discovery),
      delivery: describe('delivery', delivery),
      close: describe('close', close),
    };
    return {
      engine: 'offline',
      overall: overallScore(Object.values(pillars).map(({ score }) => score)),
      pillars,
    };
  },
});

function describe(part: PillarName, answers: readonly Answer[]): Pillar {
  const verdicts = verdictsOf(answers);
  return {
    score: scorePart(PILLARS[part].criteria, verdicts),
    positive: feedback(findStrengths([{ part, answers }])),
    negative: feedback(findTips([{ part, answers }])),
    verdicts,
  };
}

/** The first piece of advice. */
function feedback([first]: readonly Advice[]): Pillar['positive'] {
  return first === undefined ? null : { text: first.text, evidence: [...first.evidence] };
}
