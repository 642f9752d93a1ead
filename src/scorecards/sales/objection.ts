import type { Sentence } from '../../text/sentences.ts';
import { EMPATHY, OFFERS_MORE } from '../../understanding/courtesy.ts';
import { type Objection, OBJECTION_NAMES } from '../../understanding/objections.ts';
import { RECAPS } from '../selling-phrases.ts';
import { agentSays, ramp, type SalesCall, type Signal } from '../signals.ts';

const ENDING_TONE = { none: -0.3, full: 0.45 };

/**
 * How the agent meets resistance: acknowledging, exploring, answering with a reason, and being accepted. In a call
 * without an objection: whether doubts were invited, and whether trouble the customer told was met with empathy.
 */
export function objectionSignals(call: SalesCall): Signal[] {
  const { objections } = call.facts;
  return objections.length > 0 ? handling(call, objections) : prevention(call);
}

function handling(call: SalesCall, objections: readonly Objection[]): Signal[] {
  const part = (
    name: string,
    weight: number,
    key: 'acknowledged' | 'explored' | 'reasoned' | 'accepted',
    strength: string,
    weakness: string,
  ): Signal => {
    const known = objections.filter(({ settled }) => key !== 'accepted' || settled !== null);
    const met = known.filter(
      (objection) => objection[key] !== null || (key === 'accepted' && objection.settled),
    );
    const open = known.filter((objection) => !met.includes(objection));
    const kind = OBJECTION_NAMES[(open[0] ?? objections[0])?.kind ?? 'need'];
    return {
      name,
      value: met.length / Math.max(1, known.length),
      weight: known.length === 0 ? 0 : weight,
      strength,
      weakness: weakness.replace('{kind}', kind),
      shown: met.map((objection) => objection[key]),
      missed: open.flatMap(({ answer, sentence }) => [answer[0], sentence]),
    };
  };
  return [
    part(
      'acknowledged',
      0.25,
      'acknowledged',
      'You took the objection seriously before answering it',
      'The customer raised {kind} and you answered without acknowledging it',
    ),
    part(
      'explored',
      0.2,
      'explored',
      'You asked what was behind the objection',
      'You did not ask what was behind the objection before answering',
    ),
    part(
      'reasoned',
      0.25,
      'reasoned',
      'You answered with a reason the customer could check',
      'Your answer to the objection gave no reason the customer could check',
    ),
    part('accepted', 0.3, 'accepted', 'The customer accepted your answer', 'The objection was never settled'),
  ];
}

function prevention(call: SalesCall): Signal[] {
  const { facts, input } = call;
  const invited = [
    ...agentSays(call, OFFERS_MORE),
    ...agentSays(call, RECAPS).filter(({ question }) => question),
  ];
  const troubles = [
    ...facts.pains,
    ...(facts.need?.kind === 'problem' || facts.need?.kind === 'state' ? [facts.need.sentence] : []),
  ];
  const answered = troubles.map((sentence) => ({ sentence, felt: followUp(call, sentence) }));
  const felt = answered.flatMap(({ felt }) => felt ?? []);
  const ending = call.customer.slice(-4);
  const mood =
    ending.reduce((sum, sentence) => sum + input.tone.ofSentence(sentence), 0) / Math.max(1, ending.length);
  return [
    {
      name: 'invited_doubts',
      value: invited.length > 1 ? 1 : invited.length > 0 ? 0.7 : 0,
      weight: 0.4,
      strength: 'No objection came up, and you still asked whether anything was left open',
      weakness: 'You did not invite questions or doubts; what is not asked comes back later',
      shown: invited,
      missed: call.longest.slice(0, 1),
    },
    {
      name: 'met_with_empathy',
      value: troubles.length === 0 ? 0 : felt.length / troubles.length,
      weight: troubles.length === 0 ? 0 : 0.3,
      strength: 'You took up the customer’s trouble before going on',
      weakness: 'You passed over what bothered the customer; a word of understanding comes first',
      shown: felt,
      missed: answered.filter(({ felt }) => felt === null).map(({ sentence }) => sentence),
    },
    {
      name: 'settled_ending',
      value: ramp(mood, ENDING_TONE.none, ENDING_TONE.full),
      weight: 0.3,
      strength: 'The customer left without resistance',
      weakness: 'The customer left without sounding convinced',
      shown: ending.filter((sentence) => input.tone.ofSentence(sentence) > 0).toReversed(),
      missed: ending.toSorted((x, y) => input.tone.ofSentence(x) - input.tone.ofSentence(y)),
    },
  ];
}

/** The empathetic sentence among the agent's next two after what the customer said, if any. */
function followUp({ agent }: SalesCall, sentence: Sentence): Sentence | null {
  const next = agent.filter(({ startMs }) => startMs >= sentence.startMs).slice(0, 2);
  return next.find(({ norm }) => EMPATHY.test(norm)) ?? null;
}
