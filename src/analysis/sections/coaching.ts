import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
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
import { ramp, salesCall, type SalesCall, type Signal, weigh } from '../../scorecards/signals.ts';
import { Evidence, evidenceFrom, evidenceList } from '../../text/evidence.ts';
import { phrases } from '../../text/phrases.ts';
import { asSentence } from '../../text/rewrite.ts';
import type { Sentence } from '../../text/sentences.ts';
import type { CallFacts } from '../../understanding/call-facts.ts';
import { ESCALATION } from '../../understanding/outcome.ts';
import { CONFUSED } from '../../understanding/selling-phrases.ts';
import { defineSection, type SectionInput } from '../section.ts';

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

/** What made the call laborious for the customer. A part gives at most 1 point; the score is at most 5. */
interface Effort {
  /** 0 (none) to 5 (very high), one decimal. */
  readonly score: number;
  readonly parts: readonly { readonly name: string; readonly points: number }[];
  readonly sentences: readonly Sentence[];
}

const REPEATED = phrases(
  '(?:second|third|fourth|fifth|another) time(?: .*)?',
  '(?:already|just) (?:told|gave|said|called|explained|sent)(?: .*)?',
  '(?:called|told|gave|asked)(?: .*)? (?:before|already|twice|again)',
  "(?:nobody|no one|never|still haven't|still waiting|still does not|still doesn't)(?: .*)?",
  'again and again',
);
const ASKED_AGAIN = phrases(
  '(?:can|could|would) you (?:please )?(?:repeat|say|spell)(?: .*)?',
  'what was (?:that|your)(?: .*)? again',
  '(?:sorry|pardon)(?: me)? (?:what|could you|can you)(?: .*)?',
);
const HOLD_MS = { none: 0, full: 120_000 };
const WAITING_PERCENT = { none: 25, full: 75 };
const TURNS = { none: 6, full: 30 };

/**
 * Customer effort (after Dixon, Freeman & Toman, Stop trying to delight your customers, 2010) estimated from what
 * happens in the call: repeating oneself, hold and waiting, being passed on or refused, annoyance, length.
 */
function measureEffort({ trusted, tone, trustedConversation }: SectionInput, facts: CallFacts): Effort {
  const customer = trusted.sentences.filter(({ role }) => role === 'customer');
  const agent = trusted.sentences.filter(({ role }) => role === 'agent');
  const repeated = [
    ...customer.filter(({ norm }) => REPEATED.test(norm) || CONFUSED.test(norm)),
    ...agent.filter(({ norm }) => ASKED_AGAIN.test(norm)),
  ];
  const passedOn = agent.filter(({ norm }) => ESCALATION.test(norm));
  const annoyed = customer.filter((sentence) => tone.ofSentence(sentence) <= -0.3);
  const points = [
    { name: 'repeating', points: ramp(repeated.length, 0, 2) },
    { name: 'hold', points: ramp(trustedConversation.hold.totalMs, HOLD_MS.none, HOLD_MS.full) },
    {
      name: 'waiting',
      points: ramp(trustedConversation.silenceRatio, WAITING_PERCENT.none, WAITING_PERCENT.full),
    },
    { name: 'passed_on', points: ramp(passedOn.length, 0, 1) },
    { name: 'refused', points: ramp(facts.refusals.length, 0, 2) },
    { name: 'annoyance', points: ramp(annoyed.length, 0, 3) },
    { name: 'unresolved', points: facts.outcome.kind === 'unresolved' ? 1 : 0 },
    { name: 'length', points: ramp(trustedConversation.turnCount, TURNS.none, TURNS.full) },
  ];
  const sum = points.reduce((total, part) => total + part.points, 0);
  return {
    score: Math.min(5, Math.round(sum * 10) / 10),
    parts: points
      .filter((part) => part.points > 0)
      .map(({ name, points }) => ({ name, points: Math.round(points * 100) / 100 })),
    sentences: [...new Set([...repeated, ...passedOn, ...facts.refusals, ...annoyed])],
  };
}
