import { z } from 'zod';
import { computed } from '../../domain/engine.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import { asSentence, quoted } from '../../text/rewrite.ts';
import type { Sentence } from '../../text/sentences.ts';
import { type SalesCall, type Signal, weigh } from '../signals.ts';
import { claritySignals } from './clarity.ts';
import { closeSignals } from './close.ts';
import { deliverySignals } from './delivery.ts';
import { discoverySignals } from './discovery.ts';
import { influenceSignals } from './influence.ts';
import { objectionSignals } from './objection.ts';

/** The six parts of a sales conversation that are scored. */
export const PillarName = z.enum(['clarity', 'influence', 'objection', 'discovery', 'delivery', 'close']);
export type PillarName = z.infer<typeof PillarName>;

const Feedback = z.strictObject({ text: z.string(), evidence: z.array(Evidence) });
type Feedback = z.infer<typeof Feedback>;

export const Pillar = z.strictObject({
  score: z.int().min(0).max(100),
  positive: Feedback,
  negative: Feedback,
  /** What was measured: each signal's value from 0 to 1 and its weight in the pillar. The offline score is made of it. */
  signals: computed(
    z.array(
      z.strictObject({ name: z.string(), value: z.number().min(0).max(1), weight: z.number().min(0).max(1) }),
    ),
    [],
  ),
});
export type Pillar = z.infer<typeof Pillar>;

const SIGNALS: Readonly<Record<PillarName, (call: SalesCall) => Signal[]>> = {
  clarity: claritySignals,
  influence: influenceSignals,
  objection: objectionSignals,
  discovery: discoverySignals,
  delivery: deliverySignals,
  close: closeSignals,
};
/** A signal below this value is never praised. */
const GOOD = 0.5;
/** From this value on a shortfall is called a small thing. */
const SMALL = 0.75;
/** Above this value there is nothing to criticise. */
const FULL = 0.97;

/** The signals of every pillar, in the order of the published format. */
export function measurePillars(call: SalesCall): Record<PillarName, Signal[]> {
  return {
    clarity: SIGNALS.clarity(call),
    influence: SIGNALS.influence(call),
    objection: SIGNALS.objection(call),
    discovery: SIGNALS.discovery(call),
    delivery: SIGNALS.delivery(call),
    close: SIGNALS.close(call),
  };
}

/** Scores one pillar and says what carried it and what held it back, each with a quote where the call has one. */
export function describePillar(name: PillarName, signals: readonly Signal[], call: SalesCall): Pillar {
  return {
    score: weigh(signals),
    positive: praise(signals, call),
    negative: criticise(name, signals, call),
    signals: signals.map(({ name, value, weight }) => ({
      name,
      value: Math.round(value * 100) / 100,
      weight,
    })),
  };
}

function gain({ value, weight }: Signal): number {
  return value * weight;
}

/** The signal that gains most: the best met one with something to show. */
export function strongest(signals: readonly Signal[]): Signal | undefined {
  return signals
    .filter(({ value, weight, shown }) => value >= GOOD && weight > 0 && present(shown).length > 0)
    .toSorted((a, b) => gain(b) - gain(a))[0];
}

/** The signal that loses most. */
export function weakest(signals: readonly Signal[]): Signal | undefined {
  return signals
    .filter(({ value, weight }) => value < FULL && weight > 0)
    .toSorted((a, b) => loss(b) - loss(a))[0];
}

export function loss({ value, weight }: Signal): number {
  return (1 - value) * weight;
}

function praise(signals: readonly Signal[], call: SalesCall): Feedback {
  const best = strongest(signals);
  if (best !== undefined) return withQuote(`${best.strength}:`, best.shown);
  return withQuote('There is little to build on here yet. The nearest to it was', call.longest);
}

function criticise(name: PillarName, signals: readonly Signal[], call: SalesCall): Feedback {
  const worst = weakest(signals);
  if (worst === undefined) {
    const further = `Nothing counted against you here. To go further: ${PILLAR_ADVICE[name].practice}`;
    const last = signals.toSorted((a, b) => a.weight - b.weight).flatMap(({ shown }) => present(shown));
    return withQuote(`${further} One place for it:`, [...last, ...call.longest]);
  }
  const { weakness, missed, value } = worst;
  const text =
    value >= SMALL ? `A small thing: ${weakness.charAt(0).toLowerCase()}${weakness.slice(1)}` : weakness;
  const [sentence] = present([...missed, ...call.longest]);
  const who = sentence === undefined || call.agent.includes(sentence) ? 'You' : 'The customer';
  return withQuote(`${text}. ${who} said:`, [sentence]);
}

/** The text followed by the first of the sentences in quotation marks. */
export function withQuote(text: string, sentences: readonly (Sentence | null | undefined)[]): Feedback {
  const [sentence] = present(sentences);
  if (sentence === undefined)
    return { text: asSentence(text.replace(/(?:\. (?:You|The customer) said)?:$/u, '')), evidence: [] };
  return { text: asSentence(`${text} ${quoted(sentence.text)}`), evidence: [evidenceFrom(sentence)] };
}

export function present(sentences: readonly (Sentence | null | undefined)[]): Sentence[] {
  return sentences.filter((sentence) => sentence !== null && sentence !== undefined);
}

/** How to repeat a strength on purpose, and a principle to remember where the pillar is weak. All wording is ours. */
interface PillarAdvice {
  readonly implementation: string;
  readonly practice: string;
  readonly principle: string;
}

export const PILLAR_ADVICE: Readonly<Record<PillarName, PillarAdvice>> = {
  clarity: {
    implementation:
      'Before the next call, write down the two sentences the customer must remember and say them just as plainly.',
    practice: 'Record one minute of your opening, listen to it once, and cut every word you would not miss.',
    principle: 'Say one thing, then stop. What is understood needs no repeating.',
  },
  influence: {
    implementation:
      'Take the same words into the next call and tie them to the first thing the customer says they need.',
    practice:
      'After every feature you name, add “which means you …” and finish the sentence for this customer.',
    principle: 'People decide for their own reasons. Give them theirs, not yours.',
  },
  objection: {
    implementation:
      'Keep the same order next time: take the concern seriously, ask what is behind it, then answer.',
    practice:
      'Wait a breath when you hear a concern, repeat it in the customer’s words, and ask one question before you answer.',
    principle: 'A concern is a question that has not been asked yet. Find the question.',
  },
  discovery: {
    implementation:
      'Plan three questions of this kind before the next call and ask the first one within two minutes.',
    practice:
      'Answer every important statement of the customer with a short question that uses one of their own words.',
    principle: 'The one who asks learns; the one who learns can help.',
  },
  delivery: {
    implementation: 'Make this your habit in the first twenty seconds of every call, also on a busy day.',
    practice:
      'Say what you are doing whenever the line would go quiet, and let the customer finish before you start.',
    principle: 'How you sound in the first minute is how you will be heard in the last.',
  },
  close: {
    implementation:
      'End the next call in the same way: name the step, the day and who does it, and wait for the yes.',
    practice: 'Before you say goodbye, sum up in one sentence what happens next, when, and who does it.',
    principle: 'A call is finished when both sides can say the same next step.',
  },
};
