import { OFFERS_MORE, shownBy } from '../../understanding/courtesy.ts';
import { AGREED, DONE_PHRASES, SATISFIED } from '../../understanding/outcome.ts';
import { ASKS_COMMITMENT, RECAPS } from '../selling-phrases.ts';
import { agentSays, type SalesCall, type Signal } from '../signals.ts';

const DATED =
  /(?<![^ ])(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|week|month|days?|hours?|at \w+|by \w+)(?![^ ])/u;
const UNDATED_VALUE = 0.65;
const ANSWERED_VALUE = 0.85;

/** How the agent ends the call: something settled, asked for, agreed, summed up, and a courteous goodbye. */
export function closeSignals(call: SalesCall): Signal[] {
  return [settled(call), asked(call), agreed(call), summedUp(call), farewell(call)];
}

function settled({ facts, longest, agent }: SalesCall): Signal {
  const done = agent.filter(({ norm }) => DONE_PHRASES.some((pattern) => pattern.test(norm)));
  const steps = facts.commitments.filter(({ assignee }) => assignee === 'agent');
  const dated = steps.filter(({ clause }) => DATED.test(clause.toLowerCase()));
  const firm = dated.length > 0 || done.length > 0;
  const refused = facts.outcome.kind === 'unresolved';
  const some = firm
    ? 1
    : facts.resolutions.length > 0
      ? ANSWERED_VALUE
      : steps.length > 0
        ? UNDATED_VALUE
        : 0;
  return {
    name: 'next_step',
    value: refused ? some * 0.3 : some,
    weight: 0.35,
    strength:
      dated.length > 0
        ? 'You left the call with a dated next step'
        : 'You told the customer what was settled',
    weakness: 'The call ended without a next step that has a date and an owner',
    shown: [
      ...dated.map(({ sentence }) => sentence),
      ...done,
      ...steps.map(({ sentence }) => sentence),
      ...facts.resolutions,
    ],
    missed: [...facts.refusals, ...agent.slice(-2), ...longest],
  };
}

function asked(call: SalesCall): Signal {
  const half = call.input.trustedConversation.durationMs / 2;
  const asks = agentSays(call, ASKS_COMMITMENT).filter(({ startMs }) => startMs >= half);
  const offers = agentSays(call, OFFERS_MORE);
  return {
    name: 'asked_for_commitment',
    value: asks.length > 0 ? 1 : offers.length > 0 ? 0.7 : 0,
    weight: 0.2,
    strength:
      asks.length > 0
        ? 'You asked for the commitment'
        : 'You asked whether anything else was needed before closing',
    weakness: 'You never asked for the decision; put the next step as a question',
    shown: [...asks, ...offers],
    missed: call.agent.slice(-2),
  };
}

function agreed({ customer, facts }: SalesCall): Signal {
  const ending = customer.slice(-6);
  const yes = ending.filter(({ norm }) => AGREED.test(norm) || SATISFIED.test(norm));
  const unresolved = facts.outcome.kind === 'unresolved';
  return {
    name: 'agreement',
    value: unresolved || yes.length === 0 ? 0 : 1,
    weight: 0.2,
    strength: 'The customer agreed to how it ended',
    weakness: unresolved
      ? 'The customer left without agreeing to anything'
      : 'The customer never said yes to what comes next; ask and wait for it',
    shown: yes.toReversed(),
    missed: unresolved ? facts.outcome.sentences : ending.toReversed(),
  };
}

function summedUp(call: SalesCall): Signal {
  const late = (call.input.trustedConversation.durationMs * 2) / 3;
  const recaps = agentSays(call, RECAPS).filter(({ startMs }) => startMs >= late);
  const unresolved = call.facts.outcome.kind === 'unresolved';
  const resolved = unresolved ? [] : call.facts.resolutions.filter(({ startMs }) => startMs >= late / 2);
  return {
    name: 'summed_up',
    value: recaps.length > 0 ? 1 : resolved.length > 0 ? 0.5 : 0,
    weight: 0.15,
    strength: recaps.length > 0 ? 'You summed up before you closed' : 'You told the result before you closed',
    weakness: 'You closed without summing up what was agreed',
    shown: [...recaps, ...resolved],
    missed: call.agent.slice(-3),
  };
}

function farewell({ facts, agent }: SalesCall): Signal {
  const { thanks, farewell } = facts.courtesy.closing;
  return {
    name: 'goodbye',
    value: (thanks === null ? 0 : 0.5) + (farewell === null ? 0 : 0.5),
    weight: 0.1,
    strength: 'You ended with thanks and a friendly goodbye',
    weakness: 'You ended without thanks and a friendly goodbye',
    shown: shownBy({ thanks, farewell }),
    missed: agent.slice(-1),
  };
}
