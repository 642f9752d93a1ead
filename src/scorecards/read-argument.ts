import {
  answered,
  HARDLY,
  level,
  LIKELY,
  NOT_APPLICABLE,
  type Occasion,
  PITCHES,
  type Finding,
  REFUSES,
  stated,
  SURE,
  type Talk,
  toAnswer,
} from './talk.ts';

/** How many turns before an offer what the customer told is still its occasion. */
const LOOKED_BACK = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** How clearly the agent pitches: the answer to a question about the price, and a question, are no pitch. */
function pitches(talk: Talk, at: number): number {
  const pitch = talk.does(at, ...PITCHES);
  const isAnswer = talk.asks(talk.customerBefore(at)) && talk.does(at, 'price_quote') > pitch;
  return isAnswer || talk.does(at, 'closed_question') > pitch ? 0 : pitch;
}

/** Is an offer tied to what this customer told? Weak is an offer that the customer turns down. */
export function readFitsNeed(talk: Talk): Finding {
  const occasions = talk.agent.flatMap((at): Occasion[] => {
    const weight = pitches(talk, at);
    if (weight < LIKELY) return [];
    const tied = LOOKED_BACK.reduce(
      (most, back) => (talk.isCustomer(at - back) ? Math.max(most, talk.shared(at - back, at)) : most),
      0,
    );
    const next = talk.customerAfter(at);
    const taken = talk.does(next, 'agreement', 'pleased');
    const turnedDown = talk.does(next, ...REFUSES, 'displeased');
    const value = level(1.6 + 0.5 * Math.min(3, tied) + 1.2 * taken - 1.8 * turnedDown);
    const plain =
      value < 2
        ? tied <= 1 && !talk.asks(next) && talk.does(next, ...REFUSES) >= SURE && taken < LIKELY
        : tied >= 2 && taken >= SURE && turnedDown < HARDLY;
    return [{ at, weight, level: value, plain: plain && weight >= SURE }];
  });
  return talk.weigh(occasions, talk.grades.influence, (at) => stated(talk, at, 'offer'));
}

function objections(talk: Talk): number[] {
  return toAnswer(talk).filter((at) => talk.does(at, 'objection') >= LIKELY);
}

/** Is the point of an objection taken up before it is answered? */
export function readTakenUp(talk: Talk): Finding {
  const occasions = objections(talk).map((at): Occasion => {
    const tied = talk.shared(at, at + 1);
    const takes = talk.does(at + 1, 'agreement', 'confirmation', 'closed_question', 'open_question');
    const pitch = talk.does(at + 1, ...PITCHES);
    const value = level(1.6 + 0.5 * Math.min(2, tied) + 1.2 * takes - 1.4 * pitch);
    return {
      at,
      weight: talk.does(at, 'objection'),
      level: value,
      plain: value > 3 && tied >= 1 && takes >= SURE,
    };
  });
  return talk.weigh(occasions, talk.grades.objection, (at) => answered(talk, at, 'objection', 'agreement'));
}

/** Is the reason behind an objection asked for? Weak is a pitch in place of a question, and the objection stays. */
export function readExplored(talk: Talk): Finding {
  const occasions = objections(talk).map((at): Occasion => {
    const asked = Math.max(
      talk.asks(at + 1) ? talk.does(at + 1, 'open_question', 'closed_question') : 0,
      talk.asks(at + 3) ? 0.7 * talk.does(at + 3, 'open_question', 'closed_question') : 0,
    );
    const pitch = pitches(talk, at + 1);
    const stays = talk.does(talk.customerAfter(at + 1), ...REFUSES);
    const value = asked >= LIKELY ? level(2 + 2 * asked) : level(2 - 1.2 * pitch - 0.8 * stays);
    const plain =
      value < 2
        ? pitch >= SURE && stays >= SURE && !talk.asks(at + 1) && !talk.asks(at)
        : asked >= 0.6 && talk.shared(at, at + 1) >= 1;
    return { at, weight: talk.does(at, 'objection'), level: value, plain };
  });
  return talk.weigh(occasions, talk.grades.objection, (at) =>
    answered(talk, at, 'objection', 'open_question'),
  );
}

/** Does the answer meet the objection? Weak is the same objection again. */
export function readAnswered(talk: Talk): Finding {
  const occasions = objections(talk).flatMap((at): Occasion[] => {
    const next = talk.customerAfter(at + 1);
    if (next === undefined) return [];
    const settled = talk.does(next, 'agreement', 'pleased', 'thanks');
    const open = talk.does(next, ...REFUSES, 'displeased');
    const same = talk.shared(at, next) >= 1;
    const value = level(2 + 2 * settled - 2 * open);
    const plain =
      value < 2
        ? same && !talk.asks(next) && talk.does(next, 'objection') >= SURE && settled < LIKELY
        : settled >= 0.6 && open < HARDLY;
    return [{ at, weight: talk.does(at, 'objection'), level: value, plain }];
  });
  return talk.weigh(occasions, talk.grades.objection, (at) =>
    answered(talk, at, 'objection', 'objection_answer'),
  );
}

/** Is a clear no respected? Weak is another push that is refused again. */
export function readTakesNo(talk: Talk): Finding {
  const occasions = toAnswer(talk).flatMap((at): Occasion[] => {
    const weight = talk.does(at, 'refusal');
    if (weight < SURE) return [];
    const push = pitches(talk, at + 1);
    const leaves = talk.does(at + 1, 'agreement', 'farewell', 'resolution', 'commitment');
    const again = talk.does(talk.customerAfter(at + 1), 'refusal', 'displeased');
    const value = level(2 + 1.6 * leaves - 2 * push - push * again);
    const plain =
      value < 2
        ? push >= SURE &&
          leaves < LIKELY &&
          weight >= talk.does(at, 'objection') &&
          talk.does(talk.customerAfter(at + 1), 'refusal') >= SURE
        : leaves >= 0.6 && push < HARDLY;
    return [{ at, weight, level: value, plain }];
  });
  return talk.weigh(occasions, talk.grades.objection, (at) => answered(talk, at, 'refusal', 'offer'));
}

/** Did the agent ask before pitching? Where the customer said unasked what they need, nothing had to be asked. */
export function readNeedFirst(talk: Talk): Finding {
  const pitch = talk.agent.find((at) => pitches(talk, at) >= SURE);
  if (pitch === undefined) return NOT_APPLICABLE;
  const before = talk.agent.filter((at) => at < pitch && talk.asks(at));
  const asked = before.reduce((sum, at) => sum + talk.does(at, 'open_question', 'closed_question'), 0);
  const isKnown = talk.customer.some((at) => at < pitch && talk.does(at, 'request', 'problem') >= LIKELY);
  const value = level((isKnown ? 1.8 : 0.4) + 0.8 * Math.min(3, asked));
  const [best] = before.toSorted((a, b) => talk.does(b, 'open_question') - talk.does(a, 'open_question'));
  const isWeak = value < 2;
  const moment = isWeak
    ? stated(talk, pitch, 'benefit')
    : best === undefined
      ? null
      : stated(talk, best, 'open_question');
  return {
    state: 'answered',
    level: (value * 1.5 + talk.grades.discovery) / 2.5,
    confidence: 0.6,
    moments: moment === null ? [] : [moment],
    plain: isWeak
      ? before.length === 0 && !isKnown && (talk.facts.outbound || talk.agent.indexOf(pitch) <= 1)
      : asked >= 1.6,
  };
}

/** Is a problem followed up by a question? Weak is a pitch right on top of it. */
export function readDepth(talk: Talk): Finding {
  const occasions = toAnswer(talk).flatMap((at): Occasion[] => {
    const weight = talk.does(at, 'problem');
    if (weight < SURE) return [];
    const asked = [at + 1, at + 3].reduce(
      (most, turn) =>
        Math.max(
          most,
          talk.isAgent(turn) && talk.asks(turn) ? talk.does(turn, 'open_question', 'closed_question') : 0,
        ),
      0,
    );
    const pitch = talk.asks(at + 1) ? 0 : pitches(talk, at + 1);
    const value = asked >= LIKELY ? level(2 + 1.8 * asked) : level(2 - 1.4 * pitch);
    const plain =
      value < 2
        ? pitch >= SURE && talk.does(talk.customerAfter(at + 1), ...REFUSES) >= LIKELY
        : asked >= 0.6 && talk.shared(at, at + 1) >= 1;
    return [{ at, weight, level: value, plain }];
  });
  return talk.weigh(occasions, talk.grades.discovery, (at) =>
    answered(talk, at, 'problem', 'closed_question'),
  );
}

/** Does the next question come from the answer? */
export function readBuilds(talk: Talk): Finding {
  const occasions = talk.agent.slice(2).flatMap((at): Occasion[] => {
    const weight = talk.asks(at) ? talk.does(at, 'open_question', 'closed_question') : 0;
    const before = talk.customerBefore(at);
    if (weight < LIKELY || before === undefined) return [];
    const tied = talk.shared(before, at);
    return [{ at, weight, level: level(1.8 + 0.7 * Math.min(3, tied)), plain: tied >= 2 && weight >= SURE }];
  });
  const finding = talk.weigh(occasions, talk.grades.discovery, (at) => stated(talk, at, 'open_question'));
  return finding.state === 'answered' && finding.level < 2 ? { ...finding, plain: false } : finding;
}
