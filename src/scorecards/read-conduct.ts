import type { Sentence } from '../text/sentences.ts';
import {
  answered,
  HARDLY,
  level,
  LIKELY,
  NOT_APPLICABLE,
  NOT_OBSERVED,
  type Occasion,
  PITCHES,
  type Finding,
  REFUSES,
  SAME_QUESTION_WORDS,
  stated,
  SURE,
  type Talk,
  toAnswer,
} from './talk.ts';

/** Whether the customer brings the same question again right after the answer. */
function asksAgain(talk: Talk, at: number): boolean {
  const next = talk.customerAfter(at + 1);
  if (!talk.asks(next)) return false;
  const [asked, again] = [talk.question(at), talk.question(next)].map(
    (sentence) => new Set(sentence?.tokens.map(({ text }) => text).filter((word) => ASKING.has(word))),
  );
  const same = [...(asked ?? [])].filter((word) => again?.has(word) === true).length;
  return talk.shared(at, next) + same >= SAME_QUESTION_WORDS;
}

/** Words that say what a question is after. */
const ASKING = new Set('how what when where why who which much many long far soon'.split(' '));

/** Does the answer to a question answer it? Weak is only what the customer has to ask again. */
export function readStraightAnswer(talk: Talk): Finding {
  const occasions = toAnswer(talk).flatMap((at): Occasion[] => {
    if (!talk.asks(at)) return [];
    const weight = talk.does(at, 'request', 'closed_question', 'open_question', 'objection');
    const given = talk.does(
      at + 1,
      'information',
      'price_quote',
      'resolution',
      'instruction',
      'commitment',
      'confirmation',
    );
    const put = talk.does(at + 1, ...PITCHES, 'tentative') + 0.5 * talk.does(at + 1, 'open_question');
    const again = asksAgain(talk, at);
    const value = again ? 0.8 : level(1.2 + 2.6 * (given / (given + put + 0.2)));
    const isPut = given < LIKELY || put > given;
    const eased = talk.does(talk.customerAfter(at + 1), 'agreement', 'pleased') >= SURE;
    return [{ at, weight, level: value, plain: again ? isPut : given >= 0.7 && put < HARDLY && eased }];
  });
  return talk.weigh(occasions, talk.grades.clarity, (at) => answered(talk, at, 'request', 'information'));
}

/** Is the agent understood at first hearing? Weak is what the customer asks back about. */
export function readFollow(talk: Talk): Finding {
  const occasions = talk.agent.flatMap((at): Occasion[] => {
    const next = talk.customerAfter(at);
    const weight = talk.does(at, 'information', 'instruction', 'price_quote', 'benefit');
    if (next === undefined) return [];
    const back = talk.asks(next) && talk.shared(at, next) >= SAME_QUESTION_WORDS;
    const value = level(2.4 + 1.4 * talk.does(next, 'agreement', 'pleased') - (back ? 1.2 : 0));
    return [{ at, weight, level: value, plain: false }];
  });
  return talk.weigh(occasions, talk.grades.clarity, (at) => stated(talk, at, 'information'));
}

/** Are details that were given read back? Nobody is blamed for a detail that needed no check. */
export function readFigures(talk: Talk): Finding {
  const given = toAnswer(talk).filter((at) => talk.does(at, 'number_dictation', 'spelling') >= SURE);
  const occasions = given.map((at): Occasion => {
    const check = Math.max(talk.does(at + 1, 'confirmation'), talk.does(at + 3, 'confirmation'));
    return {
      at,
      weight: talk.does(at, 'number_dictation', 'spelling'),
      level: level(2 + 2 * check),
      plain: check >= 0.7,
    };
  });
  return talk.weigh(occasions, talk.grades.clarity, (at) =>
    answered(talk, at, 'number_dictation', 'confirmation'),
  );
}

/** Does the customer learn who speaks, and for whom? Weak is where no name was heard in the whole call. */
export function readOpening(talk: Talk): Finding {
  const [first] = talk.agent;
  if (first === undefined) return NOT_APPLICABLE;
  const opening = talk.agent.slice(0, 3);
  const clearest = (act: string): number => Math.max(...opening.map((at) => talk.does(at, act)));
  const named = talk.facts.people.agent === null ? clearest('self_intro') : 1;
  const firm = talk.facts.people.company === null ? clearest('company') : 1;
  const anywhere = talk.agent.reduce((most, at) => Math.max(most, talk.does(at, 'self_intro', 'company')), 0);
  const value = level(0.5 + 0.8 * clearest('greeting') + 1.1 * named + 1 * firm + 0.4 * clearest('purpose'));
  const isNameless = talk.facts.people.agent === null && anywhere < HARDLY && clearest('greeting') < LIKELY;
  const did = talk.saying(first, value < 2 ? 'information' : 'self_intro');
  return {
    state: 'answered',
    level: value,
    confidence: 0.5,
    moments: did === null ? [] : [{ called: null, did, taken: talk.reaction(first) }],
    plain: value < 2 ? isNameless && talk.length >= 6 : false,
  };
}

/** Is the person answered, not only the matter? Weak is business as usual on top of trouble that was told. */
export function readAttention(talk: Talk): Finding {
  const occasions = toAnswer(talk).flatMap((at): Occasion[] => {
    const trouble = talk.does(at, 'problem', 'complaint', 'anger') * talk.does(at, 'displeased');
    if (trouble < LIKELY) return [];
    const tied = talk.shared(at, at + 1);
    const kind = talk.does(at + 1, 'empathy', 'apology');
    const helps = talk.does(at + 1, 'resolution', 'commitment', 'offer');
    const cold = talk.does(at + 1, 'identity_question', 'benefit', 'refusal', 'displeased');
    const worse = talk.does(talk.customerAfter(at + 1), 'displeased');
    const value = level(1.8 + (tied >= 1 ? 1.2 : 0.2) * kind + 0.9 * helps - 1.3 * cold * (1 - kind));
    const plain =
      value < 2
        ? kind < HARDLY && helps < HARDLY && cold >= SURE && worse >= SURE
        : tied >= 1 && kind >= SURE && worse < LIKELY;
    return [{ at, weight: trouble, level: value, plain }];
  });
  return talk.weigh(occasions, talk.grades.delivery, (at) => answered(talk, at, 'displeased', 'empathy'));
}

/** Is the customer met as an equal? Weak is a tone that the customer answers in kind. */
export function readRespect(talk: Talk): Finding {
  const sharp = talk.agent.map((at): Occasion => {
    const weight = talk.does(at, 'displeased', 'anger');
    const stung = talk.does(talk.customerAfter(at), 'displeased');
    return { at, weight, level: level(1.4 - 1.4 * stung), plain: weight >= 0.6 && stung >= SURE };
  });
  const most = sharp.toSorted((a, b) => b.weight - a.weight)[0];
  if (most === undefined) return NOT_APPLICABLE;
  if (most.weight < LIKELY)
    return {
      state: 'answered',
      level: (2.6 + talk.grades.delivery) / 2,
      confidence: 0.4,
      moments: [],
      plain: false,
    };
  return talk.weigh(sharp, talk.grades.delivery, (at) => stated(talk, at, 'displeased'));
}

/** Words that fix a day or a time, as `norm` has them. */
const DATED =
  /(?<![^ ])(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|weekend|month|morning|afternoon|evening|noon|midday|january|february|march|april|june|july|august|september|october|november|december|(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a|an|few|couple of) (?:minutes?|hours?|days?|weeks?|months?)|\d{1,2}(?:st|nd|rd|th)|\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock)|(?:by|at|before|until) (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))(?![^ ])/u;

const isDated = (sentences: readonly Sentence[]): boolean => sentences.some(({ norm }) => DATED.test(norm));

/** Is what comes next fixed by both sides? Weak is a promise without any time in the last part of the call. */
export function readDated(talk: Talk): Finding {
  const late = talk.agent.filter((at) => at >= talk.length / 2);
  const promises = late.filter((at) => talk.does(at, 'commitment') >= SURE);
  const [best] = promises.toSorted(
    (a, b) => Number(isDated(talk.sentences(b))) - Number(isDated(talk.sentences(a))) || b - a,
  );
  if (best === undefined) return NOT_OBSERVED;
  const dated = isDated(talk.sentences(best));
  const agreed = talk.does(talk.customerAfter(best), 'agreement', 'commitment', 'pleased', 'thanks');
  const soft = talk.does(best, 'tentative');
  const value = level((dated ? 2.6 : 1.3) + 1.2 * agreed - soft);
  const rest = Array.from(
    { length: talk.length - Math.floor(talk.length / 2) },
    (_, step) => talk.length - 1 - step,
  );
  const nowhere = !rest.some((at) => isDated(talk.sentences(at)));
  const moment = stated(talk, best, 'commitment');
  return {
    state: 'answered',
    level: (value * 1.5 + talk.grades.close) / 2.5,
    confidence: 0.6,
    moments: moment === null ? [] : [moment],
    plain:
      value < 2
        ? nowhere && talk.facts.outcome.kind === 'follow_up' && talk.does(best, 'commitment') >= 0.6
        : dated && agreed >= SURE && soft < LIKELY,
  };
}

/** Is the next step put as a question? */
export function readAsked(talk: Talk): Finding {
  const late = talk.agent.filter((at) => at >= talk.length * 0.4 && talk.asks(at));
  const occasions = late.flatMap((at): Occasion[] => {
    const weight =
      talk.does(at, 'offer', 'commitment') * talk.does(at, 'closed_question', 'open_question', 'offer');
    const yes = talk.does(talk.customerAfter(at), 'agreement', 'commitment', 'pleased');
    const no = talk.does(talk.customerAfter(at), ...REFUSES, 'displeased');
    return [{ at, weight, level: level(2.2 + 1.6 * yes - 1.4 * no), plain: yes >= SURE && no < HARDLY }];
  });
  const finding = talk.weigh(occasions, talk.grades.close, (at) => stated(talk, at, 'offer'));
  if (finding.state !== 'answered') return NOT_OBSERVED;
  return finding.level < 2 ? { ...finding, plain: false } : finding;
}

/** Does the call end with what stands? Weak is asking for further matters while the first one hurts. */
export function readCleanEnd(talk: Talk): Finding {
  const last = talk.agent.slice(-4);
  if (last.length === 0) return NOT_APPLICABLE;
  const stands = Math.max(
    ...last.map((at) => talk.does(at, 'recap', 'confirmation', 'resolution', 'commitment')),
  );
  const cheerful = last.find(
    (at) =>
      talk.facts.outcome.kind !== 'resolved' &&
      talk.does(at, 'further_help') >= 0.7 &&
      talk.does(talk.customerBefore(at), 'displeased') >= SURE &&
      talk.does(talk.customerAfter(at), 'displeased') >= SURE,
  );
  const best = last.toSorted(
    (a, b) => talk.does(b, 'recap', 'confirmation') - talk.does(a, 'recap', 'confirmation'),
  )[0];
  const value = cheerful === undefined ? level(1.6 + 1.8 * stands) : 0.8;
  const at = cheerful ?? best;
  const moment =
    at === undefined ? null : stated(talk, at, cheerful === undefined ? 'recap' : 'further_help');
  const plain =
    cheerful !== undefined ||
    (best !== undefined &&
      talk.does(best, 'recap', 'confirmation') >= 0.6 &&
      talk.does(talk.customerAfter(best), 'agreement', 'pleased') >= SURE);
  return {
    state: 'answered',
    level: (value + talk.grades.close) / 2,
    confidence: 0.5,
    moments: moment === null ? [] : [moment],
    plain,
  };
}

/** Did the agent find the right matter before acting on it? */
export function readUnderstanding(talk: Talk): Finding {
  const done =
    talk.agent.find((at) => talk.does(at, 'resolution', 'instruction', 'refusal') >= SURE) ?? talk.length;
  const before = talk.agent.filter((at) => at <= done && talk.asks(at));
  const asked = before.reduce(
    (sum, at) => sum + talk.does(at, 'open_question', 'closed_question', 'confirmation'),
    0,
  );
  const [best] = before.toSorted(
    (a, b) => talk.shared(talk.customerBefore(b), b) - talk.shared(talk.customerBefore(a), a),
  );
  if (best === undefined) return NOT_OBSERVED;
  const tied = talk.shared(talk.customerBefore(best), best);
  const moment = stated(talk, best, 'closed_question');
  return {
    state: 'answered',
    level:
      (level(1.6 + 0.5 * Math.min(3, asked) + 0.3 * Math.min(2, tied)) * 1.5 + talk.grades.discovery) / 2.5,
    confidence: 0.5,
    moments: moment === null ? [] : [moment],
    plain: tied >= 1 && asked >= 1.5,
  };
}

/** Did the agent make the matter theirs? Weak is a no without an alternative that leaves the customer worse off. */
export function readOwnership(talk: Talk): Finding {
  const occasions = talk.agent.flatMap((at): Occasion[] => {
    const does = talk.does(at, 'resolution', 'commitment', 'offer');
    const no = talk.does(at, 'refusal');
    if (Math.max(does, no) < LIKELY) return [];
    const after = Math.max(
      ...[at, at + 2, at + 4].map((turn) =>
        talk.isAgent(turn) ? talk.does(turn, 'resolution', 'commitment', 'offer', 'transfer') : 0,
      ),
    );
    const next = talk.customerAfter(at);
    const taken = talk.does(next, 'agreement', 'pleased', 'thanks');
    const worse = talk.does(next, 'displeased');
    const value =
      no > does ? level(1.6 + 1.4 * after - 1.2 * worse) : level(2.2 + 1.6 * taken * does - worse);
    const plain =
      no > does
        ? no >= SURE && after < HARDLY && worse >= SURE
        : does >= SURE && taken >= SURE && worse < HARDLY;
    return [{ at, weight: Math.max(does, no), level: value, plain: value < 2 ? plain && no > does : plain }];
  });
  return talk.weigh(occasions, talk.grades.overall, (at) =>
    stated(talk, at, talk.does(at, 'refusal') >= SURE ? 'refusal' : 'resolution'),
  );
}

/** How many earlier questions one is compared with. */
const MOST_IDENTITY_QUESTIONS = 8;

/** Is anything asked or waited for twice? Weak is a detail the customer is asked for again. */
export function readEfficiency(talk: Talk): Finding {
  const asks = talk.agent.filter((at) => talk.does(at, 'identity_question') >= SURE && talk.asks(at));
  const occasions = asks.map((at, position): Occasion => {
    const earlier = asks
      .slice(Math.max(0, position - MOST_IDENTITY_QUESTIONS), position)
      .find((other) => talk.shared(other, at) >= SAME_QUESTION_WORDS && at - other > 2);
    const cross = talk.does(talk.customerAfter(at), 'displeased');
    const value = earlier === undefined ? 2.6 : level(1.4 - 1.2 * cross);
    return {
      at,
      weight: talk.does(at, 'identity_question'),
      level: value,
      plain: earlier !== undefined && cross >= SURE,
    };
  });
  const finding = talk.weigh(occasions, talk.grades.delivery, (at) => stated(talk, at, 'identity_question'));
  return finding.state === 'answered' && finding.level >= 2 ? { ...finding, plain: false } : finding;
}
