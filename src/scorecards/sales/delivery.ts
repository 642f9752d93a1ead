import { list } from '../../text/rewrite.ts';
import type { Sentence } from '../../text/sentences.ts';
import { completeness, shownBy } from '../../understanding/courtesy.ts';
import { counted, ramp, type SalesCall, type Signal } from '../signals.ts';

const RESPONSE_MS = { full: 1_500, none: 6_000 };
const DEAD_AIR_SHARE = { full: 0, none: 0.15 };
const AGENT_TONE = { none: -0.1, full: 0.25 };
const INTERRUPTIONS_FOR_NONE = 3;
const PARTS = ['greeting', 'name', 'company', 'offer'] as const;
const PART_NAMES = { greeting: 'a greeting', name: 'your name', company: 'your company' };

/** How the agent comes across: opening, courtesy, dead air, interruptions, and promptness. */
export function deliverySignals(call: SalesCall): Signal[] {
  return [opening(call), courtesy(call), silence(call), interruptions(call), promptness(call)];
}

function opening({ facts, agent }: SalesCall): Signal {
  const { opening: parts } = facts.courtesy;
  const named = { ...PART_NAMES, offer: facts.outbound ? 'the reason for the call' : 'an offer to help' };
  const had = PARTS.filter((part) => parts[part] !== null).map((part) => named[part]);
  const missing = PARTS.filter((part) => parts[part] === null).map((part) => named[part]);
  return {
    name: 'opening',
    value: completeness(parts),
    weight: 0.25,
    strength: `Your opening had ${list(had)}`,
    weakness: `Your opening left out ${list(missing)}`,
    shown: [parts.name, parts.company, ...shownBy(parts)],
    missed: agent.slice(0, 1),
  };
}

function courtesy({ facts, agent, input }: SalesCall): Signal {
  const { dismissive, empathy, willing } = facts.courtesy;
  const isEmpathetic = new Set(empathy);
  const tones = agent.map((sentence) => input.tone.ofSentence(sentence));
  const mean = tones.reduce((sum, tone) => sum + tone, 0) / Math.max(1, tones.length);
  return {
    name: 'courtesy',
    value: ramp(mean, AGENT_TONE.none, AGENT_TONE.full) * (dismissive.length > 0 ? 0.3 : 1),
    weight: 0.25,
    strength: 'You sounded friendly and willing',
    weakness:
      dismissive.length > 0 ? 'You sounded dismissive' : 'You sounded flat; a friendly word costs nothing',
    shown: [...empathy, ...willing, ...agent.filter((sentence) => input.tone.ofSentence(sentence) > 0.3)],
    missed: [
      ...dismissive,
      ...agent
        .filter((sentence) => !isEmpathetic.has(sentence))
        .toSorted((a, b) => input.tone.ofSentence(a) - input.tone.ofSentence(b)),
    ],
  };
}

function silence({ input, agent }: SalesCall): Signal {
  const { deadAir, durationMs } = input.trustedConversation;
  const share = durationMs === 0 ? 0 : deadAir.totalMs / durationMs;
  const longest = deadAir.instances.toSorted((a, b) => b.durationMs - a.durationMs)[0];
  const seconds = Math.round((longest?.durationMs ?? 0) / 1000);
  return {
    name: 'dead_air',
    value: ramp(share, DEAD_AIR_SHARE.none, DEAD_AIR_SHARE.full),
    weight: 0.2,
    strength: 'You kept the conversation going without dead air',
    weakness: `The line was silent for up to ${seconds} seconds without a word of warning; say what you are doing`,
    shown: agent.slice(1, 2),
    missed: longest === undefined ? [] : [afterwards(agent, longest.endMs)],
  };
}

/** What the agent says when the silence is over, or last before it. */
function afterwards(agent: readonly Sentence[], endMs: number): Sentence | undefined {
  return agent.find(({ startMs }) => startMs >= endMs) ?? agent.at(-1);
}

function interruptions({ measured, input, agent }: SalesCall): Signal {
  const cut = new Set(
    input.trustedConversation.interruptions
      .filter(({ by }) => by === 'agent')
      .map(({ utterance }) => utterance),
  );
  return {
    name: 'interruptions',
    value: ramp(measured.interruptionCount, INTERRUPTIONS_FOR_NONE, 0),
    weight: 0.15,
    strength: 'You let the customer finish',
    weakness: `You cut the customer off ${counted(measured.interruptionCount, 'time')}; count to two before you answer`,
    shown: agent.slice(2, 3),
    missed: agent.filter(({ utterance }) => cut.has(utterance)),
  };
}

function promptness({ input, agent }: SalesCall): Signal {
  const { meanMs } = input.trustedConversation.responseTime;
  const seconds = ((meanMs ?? 0) / 1000).toFixed(1);
  return {
    name: 'response_time',
    value: meanMs === null ? 0 : ramp(meanMs, RESPONSE_MS.none, RESPONSE_MS.full),
    weight: meanMs === null ? 0 : 0.15,
    strength: `You answered promptly, after ${seconds} seconds on average`,
    weakness: `The customer waited ${seconds} seconds on average for your answer; fill the gap with what you are doing`,
    shown: agent.slice(1, 2),
    missed: agent.slice(1, 2),
  };
}
