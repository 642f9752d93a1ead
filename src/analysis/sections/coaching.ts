import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { measureEffort } from '../../scorecards/customer-effort.ts';
import {
  loss,
  measurePillars,
  PILLAR_ADVICE,
  PillarName,
  present,
  strongest,
  weakest,
  withQuote,
} from '../../scorecards/sales/pillars.ts';
import { salesCall, type SalesCall, type Signal, weigh } from '../../scorecards/signals.ts';
import { Evidence, evidenceFrom, evidenceList } from '../../text/evidence.ts';
import { asSentence } from '../../text/rewrite.ts';
import { defineSection } from '../section.ts';

const Advice = z.strictObject({ text: z.string(), evidence: z.array(Evidence) });

export const Coaching = z.strictObject({
  engine: Engine,
  /** What to change, the most rewarding first. */
  recommendations: z.array(
    z.strictObject({
      text: z.string(),
      pillar: PillarName,
      /** The measured signal it rests on; `judged` where a model wrote it. */
      signal: computed(z.string(), 'judged'),
      priority: z.enum(['high', 'medium', 'low']),
      evidence: z.array(Evidence),
    }),
  ),
  /** How laborious the call was for the customer, 0 (not at all) to 5 (very); null where it cannot be said. */
  customerEffortScore: z.number().min(0).max(5).nullable(),
  customerEffortEvidence: z.array(Evidence),
  customerEffortParts: computed(z.array(z.strictObject({ name: z.string(), points: z.number() })), []),
  /** The strength to build on; null where the agent says nothing. */
  doubleDown: Advice.nullable(),
  actionPlan: z
    .strictObject({
      doubleDownImplementation: z.string(),
      generalCommunicationImprovement: z.string(),
      /** Offline a sentence from the project's own list. */
      quotedPrinciple: z.string(),
    })
    .nullable(),
});
export type Coaching = z.infer<typeof Coaching>;

const MOST_RECOMMENDATIONS = 5;
const SMALLEST_LOSS = 0.04;
const EMPTY = {
  recommendations: [],
  customerEffortScore: null,
  customerEffortEvidence: [],
  customerEffortParts: [],
  doubleDown: null,
  actionPlan: null,
};

export const coaching = defineSection({
  name: 'coaching',
  schema: Coaching,
  prompt: {
    version: 1,
    group: 'coaching',
    text: 'Write coaching for the agent: up to five recommendations with a priority (what to change and how, with a verbatim quote), how laborious the call was for the customer from 0 to 5, the one strength to build on, how to use it in the next call, one general improvement in communication, and a short principle to remember.',
  },
  offline: (input): Coaching => {
    if (input.facts === null) return { engine: UNSUPPORTED_LANGUAGE, ...EMPTY };
    if (input.trusted.utterances.length === 0) return { engine: 'offline', ...EMPTY };
    const effort = measureEffort(input, input.facts);
    const call = salesCall(input, input.facts);
    return {
      engine: 'offline',
      ...(call.agent.length === 0
        ? { recommendations: [], doubleDown: null, actionPlan: null }
        : advise(call)),
      customerEffortScore: effort.score,
      customerEffortEvidence: evidenceList(effort.sentences),
      customerEffortParts: [...effort.parts],
    };
  },
});

function advise(call: SalesCall): Pick<Coaching, 'recommendations' | 'doubleDown' | 'actionPlan'> {
  const pillars = Object.entries(measurePillars(call)).map(([name, signals]) => ({
    pillar: PillarName.parse(name),
    signals,
    score: weigh(signals),
  }));
  const ranked = pillars.toSorted((a, b) => b.score - a.score);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (best === undefined || worst === undefined)
    return { recommendations: [], doubleDown: null, actionPlan: null };
  const losses = pillars
    .flatMap(({ pillar, signals }) => signals.map((signal) => ({ pillar, signal, loss: loss(signal) })))
    .filter((entry) => entry.loss >= SMALLEST_LOSS)
    .toSorted((a, b) => b.loss - a.loss)
    .slice(0, MOST_RECOMMENDATIONS);
  const strength = strongest(best.signals);
  const improvement = weakest(worst.signals);
  return {
    recommendations: losses.map(({ pillar, signal }) => ({
      text: asSentence(signal.weakness),
      pillar,
      signal: signal.name,
      priority: priorityOf(signal),
      evidence: present(signal.missed).slice(0, 2).map(evidenceFrom),
    })),
    doubleDown: withQuote(
      `${strength?.strength ?? `Your ${best.pillar} carried this call`}:`,
      strength?.shown ?? call.longest,
    ),
    actionPlan: {
      doubleDownImplementation: PILLAR_ADVICE[best.pillar].implementation,
      generalCommunicationImprovement: [
        asSentence(improvement?.weakness ?? ''),
        PILLAR_ADVICE[worst.pillar].practice,
      ]
        .join(' ')
        .trim(),
      quotedPrinciple: `“${PILLAR_ADVICE[worst.pillar].principle}”`,
    },
  };
}

function priorityOf({ value }: Signal): 'high' | 'medium' | 'low' {
  if (value < 0.3) return 'high';
  return value < 0.65 ? 'medium' : 'low';
}
