import { type Clause, clausesOf, isQuestion } from '../text/clauses.ts';
import { contentStems } from '../text/content-words.ts';
import type { Acts } from './acts.ts';

/** Words of a call that are worth quoting. */
export interface Quotation {
  readonly clause: Clause;
  readonly role: 'agent' | 'customer';
  /** Position of its turn. */
  readonly turn: number;
  readonly worth: number;
}

/** The words of a call that tell most: each in a turn of its own. */
export interface Gist {
  /** Why they speak. */
  readonly reason: Quotation | null;
  /** What the agent did, offered or refused. */
  readonly done: Quotation | null;
  /** How it ended: a promise, an agreement, a refusal. */
  readonly end: Quotation | null;
  /** What else people would note down, the most telling first. */
  readonly more: readonly Quotation[];
}

/**
 * What speaks for a clause: what its turn does (by probability), what its own words do, and how much of the call it names.
 * Fitted by least squares to the reasons and briefs that people wrote of the labelled calls, and rounded.
 */
interface Weights {
  readonly turn: Readonly<Record<string, number>>;
  readonly clause: Readonly<Record<string, number>>;
  /** Of the length in words as a share of the longest, and of its square. */
  readonly length: readonly [number, number];
  /** Of how many words carry a subject (up to 8), and of how many of these are said again in other turns (up to 6). */
  readonly subject: readonly [number, number];
  /** Of how far into the call it is said, 0 to 1. */
  readonly place: number;
}

const REASON: Weights = {
  turn: {
    problem: 0.03,
    request: 0.06,
    purpose: 0.04,
    greeting: 0.08,
    company: -0.05,
    identity_answer: 0.06,
  },
  clause: {
    problem: 0.2,
    request: 0.07,
    purpose: 0.2,
    greeting: -0.08,
    self_intro: -0.1,
    company: -0.05,
    identity_question: -0.04,
    identity_answer: -0.09,
    smalltalk: -0.05,
  },
  length: [0.07, -0.11],
  subject: [0.08, 0.13],
  place: -0.05,
};
const DONE: Weights = {
  turn: {
    offer: 0.18,
    commitment: 0.15,
    resolution: 0.14,
    refusal: 0.22,
    price_quote: 0.1,
    instruction: -0.03,
  },
  clause: { commitment: 0.03, resolution: 0.04, refusal: 0.03, number_dictation: -0.06 },
  length: [-0.02, 0],
  subject: [0.12, 0.24],
  place: 0,
};
const END: Weights = {
  turn: {
    commitment: 0.29,
    offer: 0.13,
    resolution: 0.12,
    refusal: 0.11,
    agreement: 0.09,
    complaint: 0.12,
    anger: 0.06,
    praise: 0.06,
    cancellation_threat: 0.07,
    smalltalk: -0.05,
    confirmation: -0.03,
  },
  clause: { cancellation_threat: 0.05, recap: 0.04, agreement: 0.02, praise: 0.02, anger: 0.02 },
  length: [-0.02, 0],
  subject: [0.05, 0.1],
  place: 0,
};
const MORE: Weights = {
  turn: {
    problem: 0.2,
    request: 0.3,
    purpose: 0.2,
    offer: 0.2,
    cancellation_threat: 0.4,
    objection: 0.2,
    agreement: -0.2,
    praise: -0.2,
    greeting: -0.2,
    farewell: -0.4,
  },
  clause: {
    commitment: 0.6,
    problem: 0.6,
    purpose: 0.5,
    resolution: 0.35,
    anger: 0.4,
    refusal: 0.2,
    number_dictation: -0.55,
    farewell: -0.8,
    further_help: -0.8,
    self_intro: -0.6,
    identity_question: -0.4,
    thanks: -0.3,
    smalltalk: -0.4,
  },
  length: [0, 0],
  subject: [0.7, 1.55],
  place: 0,
};
const MOST_NAMED = 8;
const MOST_AGAIN = 6;
const LONGEST_WORDS = 20;

/** Fewer words seldom tell anything. */
const FEWEST_WORDS = { reason: 3, done: 5, end: 4, more: 6 };
const OPENING_TURNS = 10;
const FIRST_TURN_AFTER_OPENING = 2;
const TURNS_LOOKED_AT = 10;
const CLAUSES_LOOKED_AT = 24;
/** Those that name most: the model reads no more of a turn. */
const CLAUSES_READ = 8;

/** Finds what tells most. Linear in the length of the call: of a long one, some turns and their first clauses. */
export function findGist(acts: Acts, direction: Direction): Gist {
  const read = clauseReader(acts);
  const choose = (turns: readonly number[], weights: Weights, fewest: number): Quotation[] =>
    turns
      .flatMap((turn) => {
        const clauses = read(turn).filter(({ clause }) => clause.words.length >= fewest);
        return best(acts, turn, weights, clauses);
      })
      .toSorted((a, b) => b.worth - a.worth);
  const opening = acts.turns.slice(0, OPENING_TURNS).map((_, at) => at);
  const reasons = choose(opening, REASON, FEWEST_WORDS.reason).filter(
    ({ role }) => direction === null || (role === 'agent') === (direction === 'outbound'),
  );
  // Who is called is asked much before being told why.
  const reason =
    direction === 'outbound' ? (reasons.find(({ clause }) => !isQuestion(clause)) ?? reasons[0]) : reasons[0];
  const late = Math.max(FIRST_TURN_AFTER_OPENING, acts.turns.length / 2);
  const other = ({ turn }: Quotation): boolean => turn !== reason?.turn;
  const end = choose(promising(acts, END, late), END, FEWEST_WORDS.end).find(other);
  const done = choose(promising(acts, DONE, FIRST_TURN_AFTER_OPENING), DONE, FEWEST_WORDS.done).find(
    (quotation) => quotation.role === 'agent' && other(quotation) && quotation.turn !== end?.turn,
  );
  const used = new Set([reason?.turn, done?.turn, end?.turn]);
  const more = choose(promising(acts, MORE, 0), MORE, FEWEST_WORDS.more).filter(
    ({ turn }) => !used.has(turn),
  );
  return { reason: reason ?? null, done: done ?? null, end: end ?? null, more };
}

/** The turns from one on whose acts speak most for them. */
function promising(acts: Acts, { turn }: Weights, from: number): number[] {
  const worth = (at: number): number => weighted(turn, (act) => acts.probability(at, act));
  return acts.turns
    .flatMap(({ role }, at) => (at >= from && isSide(role) ? [{ at, worth: worth(at) }] : []))
    .toSorted((a, b) => b.worth - a.worth)
    .slice(0, TURNS_LOOKED_AT)
    .map(({ at }) => at);
}

function isSide(role: string | undefined): role is Quotation['role'] {
  return role === 'agent' || role === 'customer';
}

/** A clause, and what any weights ask of it. */
interface ReadClause {
  readonly clause: Clause;
  readonly likeness: (act: string) => number;
  readonly named: number;
  readonly again: number;
}

/** Reads the clauses of a turn, each turn once. */
function clauseReader(acts: Acts): (turn: number) => readonly ReadClause[] {
  const turnCounts = turnsByStem(acts);
  const outputs = new Map(acts.outputs.map((act, at) => [act, at]));
  const known = new Map<number, readonly ReadClause[]>();
  const isAgain = (stem: string): boolean => (turnCounts.get(stem) ?? 0) > 1;
  const subjectOf = (clause: Clause): Pick<ReadClause, 'named' | 'again'> => {
    const stems = [...new Set(contentStems(clause.words))];
    return {
      named: Math.min(stems.length, MOST_NAMED) / MOST_NAMED,
      again: Math.min(stems.filter(isAgain).length, MOST_AGAIN) / MOST_AGAIN,
    };
  };
  const read = (turn: number): readonly ReadClause[] => {
    const { role, utterances = [] } = acts.turns[turn] ?? {};
    if (!isSide(role)) return [];
    const subjects = utterances
      .flatMap(clausesOf)
      .slice(0, CLAUSES_LOOKED_AT)
      .map((clause) => ({ clause, ...subjectOf(clause) }))
      .toSorted((a, b) => b.named + b.again - a.named - a.again);
    return subjects.slice(0, CLAUSES_READ).map((subject) => {
      const logOdds = acts.likeness(turn, subject.clause.words);
      return { ...subject, likeness: (act) => logistic(logOdds[outputs.get(act) ?? -1] ?? 0) };
    });
  };
  return (turn) => {
    const clauses = known.get(turn) ?? read(turn);
    known.set(turn, clauses);
    return clauses;
  };
}

/** The clause of a turn that is worth most, or none. */
function best(acts: Acts, turn: number, weights: Weights, clauses: readonly ReadClause[]): Quotation[] {
  const role = acts.turns[turn]?.role;
  if (!isSide(role) || clauses.length === 0) return [];
  const worthOf = ({ clause, likeness, named, again }: ReadClause): number => {
    const share = clause.words.length / LONGEST_WORDS;
    const length = weights.length[0] * share + weights.length[1] * share ** 2;
    const subject = weights.subject[0] * named + weights.subject[1] * again;
    return weighted(weights.clause, likeness) + subject + length;
  };
  const base = weighted(weights.turn, (act) => acts.probability(turn, act));
  const place = (weights.place * turn) / acts.turns.length;
  const quotations = clauses.map((read) => {
    return { clause: read.clause, role, turn, worth: base + place + worthOf(read) };
  });
  return [quotations.reduce((most, one) => (one.worth > most.worth ? one : most))];
}

function weighted(weights: Readonly<Record<string, number>>, amount: (act: string) => number): number {
  return Object.entries(weights).reduce((sum, [act, weight]) => sum + weight * amount(act), 0);
}

function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** In how many turns each word that carries a subject is said, by stem. */
function turnsByStem({ turns }: Acts): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { utterances } of turns) {
    const stems = utterances.flatMap(({ sentences }) =>
      sentences.flatMap(({ content }) => [...content.stems]),
    );
    for (const stem of new Set(stems)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}

/** Who placed the call, `null` where that is not plain. */
export type Direction = 'inbound' | 'outbound' | null;

/** Who placed the call: who says first what it is about. */
export function findDirection(acts: Acts): Direction {
  const first = (role: 'agent' | 'customer', some: readonly string[]): number => {
    const at = acts.turns
      .slice(0, DIRECTION_TURNS)
      .findIndex((turn, at) => turn.role === role && some.some((act) => acts.probability(at, act) >= STATED));
    return at < 0 ? Infinity : at;
  };
  const [agent, customer] = [
    first('agent', ['purpose']),
    first('customer', ['problem', 'request', 'purpose']),
  ];
  if (agent === customer) return null;
  return agent < customer ? 'outbound' : 'inbound';
}

const DIRECTION_TURNS = 10;
const STATED = 0.4;
