import type { Sentence } from '../../text/sentences.ts';
import { OPEN_QUESTION } from '../selling-phrases.ts';
import { band, counted, ramp, type SalesCall, type Signal, takingUp } from '../signals.ts';

const QUESTIONS_PER_TURN = 0.45;
const OPEN_FOR_FULL = 4;
const FOLLOW_UPS_FOR_FULL = 3;

/** How the agent finds out what the customer needs: how much, how openly, listening, and building on answers. */
export function discoverySignals(call: SalesCall): Signal[] {
  const questions = call.agent.filter(({ question }) => question);
  return [asking(call, questions), openness(call, questions), listening(call), building(call, questions)];
}

function asking({ measured, longest }: SalesCall, questions: readonly Sentence[]): Signal {
  const perTurn = measured.turnCount === 0 ? 0 : questions.length / measured.turnCount;
  return {
    name: 'questions',
    value: ramp(perTurn, 0, QUESTIONS_PER_TURN) * ramp(questions.length, 0, 3),
    weight: 0.25,
    strength: `You asked ${counted(questions.length, 'question')}`,
    weakness: `You asked only ${counted(questions.length, 'question')}; ask before you explain`,
    shown: questions.toSorted((a, b) => b.tokens.length - a.tokens.length),
    missed: longest.slice(0, 1),
  };
}

function openness({ longest, agent }: SalesCall, questions: readonly Sentence[]): Signal {
  const open = agent.filter(({ norm }) => OPEN_QUESTION.test(norm) && !/^(?:how are you)/u.test(norm));
  const isOpen = new Set(open);
  const closed = questions.filter((sentence) => !isOpen.has(sentence));
  return {
    name: 'open_questions',
    value: ramp(open.length, 0, OPEN_FOR_FULL),
    weight: 0.3,
    strength: 'You asked questions that let the customer talk',
    weakness:
      open.length === 0
        ? 'You asked nothing that invites more than a fact; try “tell me about …” or “what would it mean if …”'
        : `Only ${open.length} of your questions invited more than a fact; follow up with “what”, “how” or “why”`,
    shown: open.toReversed(),
    missed: [...closed, ...longest],
  };
}

function listening({ measured, longest, customer }: SalesCall): Signal {
  const share = Math.round(measured.talkRatio);
  return {
    name: 'talk_ratio',
    value: band(measured.talkRatio, 15, 35, 60, 85),
    weight: 0.25,
    strength: `You held ${share}% of the talk time and left room for the customer`,
    weakness:
      share > 60
        ? `You held ${share}% of the talk time; let the customer do more of the talking`
        : `You held only ${share}% of the talk time; lead the conversation a little more`,
    shown: customer.toSorted((a, b) => b.tokens.length - a.tokens.length).slice(0, 1),
    missed: longest.slice(0, 1),
  };
}

/** Questions that take up a content word of what the customer said in the ten sentences before. */
function building(call: SalesCall, questions: readonly Sentence[]): Signal {
  const related = takingUp(call, 10, 1);
  const followUps = questions.filter((question) => related.has(question));
  return {
    name: 'follow_up_questions',
    value: ramp(followUps.length, 0, FOLLOW_UPS_FOR_FULL),
    weight: 0.2,
    strength: 'You built your question on what the customer had just said',
    weakness:
      'Your questions did not pick up what the customer had just said; use their own words in the next one',
    shown: followUps.toReversed(),
    missed: questions.filter((question) => !followUps.includes(question)),
  };
}
