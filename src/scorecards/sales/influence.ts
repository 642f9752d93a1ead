import type { Sentence } from '../../text/sentences.ts';
import { firstName } from '../../understanding/people.ts';
import { GREETING_OR_GOODBYE } from '../../understanding/tone.ts';
import { BENEFITS, HEDGES, PROOF } from '../selling-phrases.ts';
import { agentSays, counted, ramp, type SalesCall, type Signal } from '../signals.ts';

/** A benefit that takes longer to say is lost in the rest. */
const LONGEST_BENEFIT_WORDS = 35;
const BENEFITS_FOR_FULL = 3;
const HEDGES_PER_100_WORDS = { full: 0.3, none: 2.5 };
const CUSTOMER_TONE = { none: -0.3, full: 0.35 };

/** How the agent moves the customer: benefits, proof, the personal touch, certainty, and how it lands. */
export function influenceSignals(call: SalesCall): Signal[] {
  return [benefits(call), proof(call), personal(call), certainty(call), landing(call)];
}

function benefits(call: SalesCall): Signal {
  const found = agentSays(call, BENEFITS).filter(
    ({ question, tokens }) => !question && tokens.length <= LONGEST_BENEFIT_WORDS,
  );
  return {
    name: 'benefits',
    value: ramp(found.length, 0, BENEFITS_FOR_FULL),
    weight: 0.3,
    strength: 'You said what it does for the customer',
    weakness:
      found.length === 0
        ? 'You described what there is, not what it does for the customer; finish with “which means you …”'
        : `You said only ${found.length === 1 ? 'once' : counted(found.length, 'time')} what it does for the customer; finish more of your points with “which means you …”`,
    shown: found.toSorted((a, b) => b.tokens.length - a.tokens.length),
    missed: found.length > 0 ? found : call.longest.slice(0, 1),
  };
}

function proof(call: SalesCall): Signal {
  const found = agentSays(call, PROOF);
  return {
    name: 'proof',
    value: ramp(found.length, 0, 1),
    weight: call.facts.outbound || call.facts.objections.length > 0 ? 0.15 : 0,
    strength: 'You backed your point with an example',
    weakness: 'You gave no example of another customer; one short story makes a claim believable',
    shown: found,
    missed: call.longest.slice(0, 1),
  };
}

function personal({ agent, facts, longest }: SalesCall): Signal {
  const name = firstName(facts.people.customer)?.toLowerCase();
  const called =
    name === undefined ? [] : agent.filter(({ tokens }) => tokens.some(({ text }) => text === name));
  const words = agent.flatMap(({ tokens }) => tokens.map(({ text }) => text));
  const you = words.filter((word) => /^(?:you|your|you'\w+|yours)$/u.test(word)).length;
  const me = words.filter((word) => /^(?:i|i'\w+|we|we'\w+|my|our|us|me)$/u.test(word)).length;
  const share = you + me === 0 ? 0 : you / (you + me);
  return {
    name: 'personal',
    value: ramp(share, 0.2, 0.55) * 0.6 + (called.length > 0 ? 0.4 : 0),
    weight: 0.2,
    strength:
      called.length > 0
        ? 'You spoke to the customer by name'
        : 'You spoke about the customer more than about yourself',
    weakness:
      called.length > 0
        ? `Only ${Math.round(share * 100)} in 100 of your pronouns were “you”; talk about the customer’s side`
        : 'You never used the customer’s name; it costs a second and is remembered',
    shown: called.length > 0 ? called : agent.filter(({ norm }) => /(?<![^ ])your? /u.test(norm)).slice(-1),
    missed: longest.slice(0, 1),
  };
}

function certainty({ agent, measured, longest }: SalesCall): Signal {
  const hedged = agent.filter(({ norm }) => count(norm, HEDGES) > 0);
  const hedges = hedged.reduce((sum, { norm }) => sum + count(norm, HEDGES), 0);
  const rate = measured.wordCount === 0 ? 0 : (hedges * 100) / measured.wordCount;
  return {
    name: 'certainty',
    value: ramp(rate, HEDGES_PER_100_WORDS.none, HEDGES_PER_100_WORDS.full),
    weight: 0.15,
    strength: 'You spoke with certainty',
    weakness: `You took the edge off your own words ${counted(hedges, 'time')}; say it plainly or find out`,
    shown: longest.filter((sentence) => !hedged.includes(sentence)),
    missed: hedged.toSorted((a, b) => count(b.norm, HEDGES) - count(a.norm, HEDGES)),
  };
}

function landing({ customer, input }: SalesCall): Signal {
  const spoken = customer.filter(({ norm }) => !GREETING_OR_GOODBYE.test(norm));
  const felt = spoken.map((sentence) => ({ sentence, score: input.tone.ofSentence(sentence) }));
  const loud = felt.filter(({ score }) => score !== 0);
  const mean = loud.reduce((sum, { score }) => sum + score, 0) / Math.max(1, loud.length);
  const by = (sign: number): Sentence[] =>
    loud
      .filter(({ score }) => score * sign > 0)
      .toSorted((a, b) => (b.score - a.score) * sign)
      .map(({ sentence }) => sentence);
  return {
    name: 'customer_response',
    value: ramp(mean, CUSTOMER_TONE.none, CUSTOMER_TONE.full),
    weight: 0.2,
    strength: 'It landed: the customer answered warmly',
    weakness: 'The customer did not warm to it',
    shown: by(1),
    missed: by(-1),
  };
}

function count(norm: string, pattern: RegExp): number {
  return [...norm.matchAll(pattern)].length;
}
