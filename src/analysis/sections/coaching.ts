import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import type { CallFindings } from '../../scorecards/built-in.ts';
import { type Advice, findStrengths, findTips, howToRepeat, principleOf } from '../../scorecards/coaching.ts';
import { measureEffort } from '../../scorecards/customer-effort.ts';
import { PillarName } from '../../scorecards/grades.ts';
import { Evidence, evidenceList } from '../../text/evidence.ts';
import { defineSection } from '../section.ts';

const Advised = z.strictObject({ text: z.string(), evidence: z.array(Evidence) });

export const Coaching = z.strictObject({
  engine: Engine,
  /** What to do otherwise, the most rewarding first; offline at most three, and none where none is sure. */
  recommendations: z.array(
    z.strictObject({
      text: z.string(),
      pillar: PillarName,
      /** The criterion of the scorecard it rests on; `judged` where a model wrote it. */
      criterion: computed(z.string(), 'judged'),
      priority: z.enum(['high', 'medium', 'low']),
      evidence: z.array(Evidence),
    }),
  ),
  /** How laborious the call was for the customer, 0 (not at all) to 5 (very); null where it cannot be said. */
  customerEffortScore: z.number().min(0).max(5).nullable(),
  customerEffortEvidence: z.array(Evidence),
  customerEffortParts: computed(z.array(z.strictObject({ name: z.string(), points: z.number() })), []),
  /** The strength to build on; null where none is sure. */
  doubleDown: Advised.nullable(),
  /** Each part null where the strength or the recommendation it goes on from is missing. */
  actionPlan: z
    .strictObject({
      doubleDownImplementation: z.string().nullable(),
      generalCommunicationImprovement: z.string().nullable(),
      /** Offline a sentence from the project's own list. */
      quotedPrinciple: z.string().nullable(),
    })
    .nullable(),
});
export type Coaching = z.infer<typeof Coaching>;

const NO_ADVICE = { recommendations: [], doubleDown: null, actionPlan: null };
const EMPTY = {
  ...NO_ADVICE,
  customerEffortScore: null,
  customerEffortEvidence: [],
  customerEffortParts: [],
};
/** Levels under which a recommendation is of high or of medium priority. */
const PRIORITY = { high: 1.2, medium: 1.7 };

export const coaching = defineSection({
  name: 'coaching',
  schema: Coaching,
  prompt: {
    version: 2,
    group: 'coaching',
    text: 'Write coaching for the agent: at most three recommendations with a priority (what to change and how, with a verbatim quote), none where none is sure, how laborious the call was for the customer from 0 to 5, the one strength to build on, how to use it in the next call, one general improvement in communication, and a short principle to remember.',
  },
  offline: (input): Coaching => {
    const { facts, findings } = input;
    if (facts === null || findings === null) return { engine: UNSUPPORTED_LANGUAGE, ...EMPTY };
    if (input.trusted.utterances.length === 0) return { engine: 'offline', ...EMPTY };
    const effort = measureEffort(input, facts);
    return {
      engine: 'offline',
      ...advise(findings),
      customerEffortScore: effort.score,
      customerEffortEvidence: evidenceList(effort.sentences),
      customerEffortParts: [...effort.parts],
    };
  },
});

function advise(findings: CallFindings): Pick<Coaching, 'recommendations' | 'doubleDown' | 'actionPlan'> {
  if (!findings.isConversation) return NO_ADVICE;
  const parts = findings.isSelling
    ? Object.entries(findings.pillars).map(([part, answers]) => ({ part, answers }))
    : [{ part: 'service', answers: findings.service }];
  const tips = findTips(parts);
  const [strength] = findStrengths(parts);
  const [first] = tips;
  return {
    recommendations: tips.map((tip) => ({
      text: tip.text,
      pillar: pillarOf(tip),
      criterion: tip.criterion,
      priority: tip.level < PRIORITY.high ? 'high' : tip.level < PRIORITY.medium ? 'medium' : 'low',
      evidence: [...tip.evidence],
    })),
    doubleDown: strength === undefined ? null : { text: strength.text, evidence: [...strength.evidence] },
    actionPlan:
      first === undefined && strength === undefined
        ? null
        : {
            doubleDownImplementation: strength === undefined ? null : howToRepeat(strength),
            generalCommunicationImprovement: first?.text ?? null,
            quotedPrinciple: first === undefined ? null : `“${principleOf(first, pillarOf(first))}”`,
          },
  };
}

/** Which of the six pillars a criterion of the service scorecard belongs to. */
const PILLAR_OF: Readonly<Record<string, PillarName>> = {
  accuracy: 'clarity',
  understanding: 'discovery',
  ownership: 'close',
  next_steps: 'close',
  closing: 'close',
};

function pillarOf({ part, criterion }: Advice): PillarName {
  const own = PillarName.safeParse(part);
  return own.success ? own.data : (PILLAR_OF[criterion] ?? 'delivery');
}
