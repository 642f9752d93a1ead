import type { Sentence } from '../text/sentences.ts';
import type { CallFacts } from '../understanding/call-facts.ts';
import { withoutFormulas } from './formulas.ts';
import { estimateGrades, type Grades } from './grades.ts';

/** A moment of the call that a level rests on: what the customer said, what the agent made of it, how the customer took that. */
export interface Moment {
  readonly called: Sentence | null;
  readonly did: Sentence;
  readonly taken: Sentence | null;
}

/** How the offline reader answers one criterion. `level` is the expected one, 0 to 4. */
export type Finding =
  | { readonly state: 'not_applicable' | 'not_observed' | 'not_answered' }
  | {
      readonly state: 'answered';
      readonly level: number;
      /** 0 to 1. */
      readonly confidence: number;
      /** What shows the level, the clearest first. */
      readonly moments: readonly Moment[];
      /** Whether the clearest moment is plain enough to be told to the agent as a weakness or a strength. */
      readonly plain: boolean;
    };

export const NOT_APPLICABLE: Finding = { state: 'not_applicable' };
export const NOT_OBSERVED: Finding = { state: 'not_observed' };
export const NOT_ANSWERED: Finding = { state: 'not_answered' };

/** An occasion for a deed and how it was used: `weight` 0 to 1, how probable it is that it was one; `level` 0 to 4. */
export interface Occasion {
  readonly weight: number;
  readonly level: number;
  /** Whether the words around it show the level beyond doubt. */
  readonly plain: boolean;
  readonly at: number;
}

/** An occasion that is less probable than this does not make a criterion apply. */
const LEAST_OCCASION = 0.35;
/** How much the grade of the whole call counts beside occasions of its own: as much as one of them. */
const PRIOR = 1;
const CAP = 3;
const REACTIONS = ['agreement', 'pleased', 'displeased', 'refusal', 'objection', 'complaint', 'request'];

/** A call as turns and what each does. */
export class Talk {
  readonly facts: CallFacts;
  readonly grades: Grades;
  readonly agent: readonly number[];
  readonly customer: readonly number[];
  /** By turn, without the agent's formulas of politeness. */
  readonly #probabilities: readonly (readonly number[])[];
  readonly #stems: readonly ReadonlySet<string>[];

  constructor({ facts }: { readonly facts: CallFacts }) {
    this.facts = facts;
    const { turns, outputs } = facts.acts;
    const probabilities = facts.acts.probabilitiesOf(withoutFormulas);
    this.#probabilities = probabilities;
    const sides = turns.map(({ role }) => role);
    this.grades = estimateGrades({ outputs, sides, probabilities });
    const places = [...sides.keys()];
    this.agent = places.filter((at) => sides[at] === 'agent');
    this.customer = places.filter((at) => sides[at] === 'customer');
    this.#stems = turns.map(
      ({ utterances }) =>
        new Set(
          utterances.flatMap(({ sentences }) => sentences.flatMap(({ content }) => [...content.stems])),
        ),
    );
  }

  get length(): number {
    return this.facts.acts.turns.length;
  }

  /** How clearly a turn does one of the acts, 0 to 1; from 0.5 on it is stated. */
  does(at: number | undefined, ...acts: readonly string[]): number {
    if (at === undefined) return 0;
    const own = this.#probabilities[at];
    return acts.reduce((most, act) => Math.max(most, this.facts.acts.clarity(own, act)), 0);
  }

  isAgent(at: number): boolean {
    return this.facts.acts.turns[at]?.role === 'agent';
  }

  isCustomer(at: number): boolean {
    return this.facts.acts.turns[at]?.role === 'customer';
  }

  /** The turn after, where the customer has it. */
  customerAfter(at: number): number | undefined {
    return this.isCustomer(at + 1) ? at + 1 : undefined;
  }

  customerBefore(at: number): number | undefined {
    return this.isCustomer(at - 1) ? at - 1 : undefined;
  }

  sentences(at: number): readonly Sentence[] {
    return this.facts.acts.turns[at]?.utterances.flatMap(({ sentences }) => sentences) ?? [];
  }

  /** Whether somebody asks something in the turn. */
  asks(at: number | undefined): boolean {
    return at !== undefined && this.sentences(at).some(({ question }) => question);
  }

  /** How many words that carry a subject the two turns share. */
  shared(a: number | undefined, b: number | undefined): number {
    const [own, other] = [this.#stems[a ?? -1], this.#stems[b ?? -1]];
    if (own === undefined || other === undefined) return 0;
    return [...own].filter((stem) => other.has(stem)).length;
  }

  /** The sentence of a turn that does the act most probably. */
  saying(at: number | undefined, act: string): Sentence | null {
    return at === undefined ? null : this.facts.acts.sentence(at, act);
  }

  /** How the customer takes turn `at`: of their next turn, the sentence that shows it. */
  reaction(at: number): Sentence | null {
    const next = this.customerAfter(at);
    if (next === undefined) return null;
    const act = REACTIONS.reduce((a, b) => (this.does(next, b) > this.does(next, a) ? b : a));
    return this.saying(next, act);
  }

  /** The last question of a turn, else its sentence that does the act. */
  question(at: number | undefined, act = 'request'): Sentence | null {
    if (at === undefined) return null;
    return this.sentences(at).findLast(({ question }) => question) ?? this.saying(at, act);
  }

  /**
   * The level that occasions show: their mean, weighted by how probable each is, and the estimated grade of the whole as one more. The
   * moments told are those that lie farthest on the side of the result.
   */
  weigh(occasions: readonly Occasion[], grade: number, momentOf: (at: number) => Moment | null): Finding {
    const real = occasions.filter(({ weight }) => weight >= LEAST_OCCASION);
    if (real.length === 0) return NOT_APPLICABLE;
    const weight = real.reduce((sum, occasion) => sum + occasion.weight, 0);
    const own = real.reduce((sum, occasion) => sum + occasion.weight * occasion.level, 0) / weight;
    const counted = Math.min(CAP, weight);
    const level = (own * counted + grade * PRIOR) / (counted + PRIOR);
    const isWeak = own < 2;
    const shown = real
      .filter((occasion) => (isWeak ? occasion.level < 2 : occasion.level > 2))
      .toSorted((a, b) => Number(b.plain) - Number(a.plain) || weightOf(b, isWeak) - weightOf(a, isWeak));
    const moments = shown.slice(0, 2).flatMap(({ at }) => momentOf(at) ?? []);
    return {
      state: 'answered',
      level: Math.min(4, Math.max(0, level)),
      confidence: counted / (counted + PRIOR),
      moments,
      plain: shown[0]?.plain === true && moments.length > 0,
    };
  }
}

function weightOf({ weight, level }: Occasion, isWeak: boolean): number {
  return weight * (isWeak ? 4 - level : level);
}

/** A probability from which on an act is taken as done, where a person is told about it. */
export const SURE = 0.5;
export const LIKELY = 0.35;
/** Below this probability an act is taken as not done. */
export const HARDLY = 0.15;
export const PITCHES = ['benefit', 'offer'] as const;
export const REFUSES = ['refusal', 'objection'] as const;
/** Shared words that make one question the same as another. */
export const SAME_QUESTION_WORDS = 2;

/** A level within its range. */
export const level = (value: number): number => Math.min(4, Math.max(0, value));

/** The customer's turn, the agent's next, and how the customer took it, for an occasion that is a customer's turn. */
export function answered(talk: Talk, at: number, asked: string, act: string): Moment | null {
  const did = talk.saying(at + 1, act);
  if (did === null) return null;
  return {
    called: talk.question(at, asked),
    did,
    taken: talk.reaction(at + 1),
  };
}

/** For an occasion that is an agent's turn. */
export function stated(talk: Talk, at: number, act: string): Moment | null {
  const did = talk.saying(at, act);
  if (did === null) return null;
  return {
    called: talk.saying(talk.customerBefore(at), 'problem'),
    did,
    taken: talk.reaction(at),
  };
}

/** Turns of the customer that the agent answers. */
export function toAnswer(talk: Talk): number[] {
  return talk.customer.filter((at) => talk.isAgent(at + 1));
}
