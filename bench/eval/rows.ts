import type { Answers } from './answers.ts';
import { CHECKS, type CheckName, type EvalCall } from './calls.ts';
import { isMoment, isSameName, matchObjections, matchTasks, pairUp } from './measures.ts';
import { mean, spearman } from './statistics.ts';

/** A call and what its report says. */
export interface Case {
  readonly call: EvalCall;
  readonly answers: Answers;
}

export interface Row {
  readonly name: string;
  /** What is wanted, in words. */
  readonly wanted: string;
  /** Shares and coefficients with two decimals, or points with one. */
  readonly unit: 'share' | 'coefficient' | 'points';
  /** The figure and how many things it rests on. */
  readonly measure: (cases: readonly Case[]) => Figure;
}

export interface Figure {
  readonly value: number | null;
  readonly of: number;
}

/** One thing that is right or wrong in a call; a call has any number of them. */
type Held = (one: Case) => readonly boolean[];

const shareOf =
  (held: Held) =>
  (cases: readonly Case[]): Figure => {
    const all = cases.flatMap(held);
    return { value: all.length === 0 ? null : all.filter(Boolean).length / all.length, of: all.length };
  };

const when = (applies: boolean, held: () => boolean): boolean[] => (applies ? [held()] : []);

/** Per call, whether both sides are called what they are; `null` where one of them does not speak. */
export function rolesOf({ call, answers }: Case): 'right' | 'swapped' | 'unknown' | null {
  const sides = new Map(call.turns.map(({ speaker, side }) => [speaker, side]));
  const people = [...sides].filter(([, side]) => side !== 'other');
  if (new Set(people.map(([, side]) => side)).size < 2) return null;
  const given = people.map(([speaker, side]) => ({ side, role: answers.roles.get(speaker) ?? 'unknown' }));
  if (given.every(({ side, role }) => side === role)) return 'right';
  return given.some(({ side, role }) => role !== 'unknown' && role !== side) ? 'swapped' : 'unknown';
}

const roles =
  (which: ReturnType<typeof rolesOf>): Held =>
  (one) => {
    const found = rolesOf(one);
    return found === null ? [] : [found === which];
  };

export const outcomeIsRight = ({ call, answers }: Case): boolean =>
  call.truth.outcomes.includes(answers.outcome);

/** Pleased and displeased at once is neutral in a report, which has three labels. */
const accepts = ({ call }: Case, tone: string | null): boolean =>
  call.truth.tones.some((label) => (label === 'mixed' ? 'neutral' : label) === tone);

export const toneIsRight = (one: Case): boolean => accepts(one, one.answers.tone);

const clearlyNegative = ({ call }: Case): boolean =>
  call.truth.tones.length === 1 && call.truth.tones[0] === 'negative';

export const KINDS_WITHOUT_TALK = new Set(['voicemail', 'ivr', 'wrong_number', 'dropped']);

const kindIsRight =
  (some: (kind: string) => boolean): Held =>
  ({ call: { truth }, answers }) =>
    when(truth.kind !== null && answers.kind !== null && some(truth.kind), () => truth.kind === answers.kind);

interface Counts {
  readonly found: number;
  readonly stated: number;
  readonly labelled: number;
}

const ratio = (part: number, whole: number): Figure => ({
  value: whole === 0 ? null : part / whole,
  of: whole,
});

const counted = (
  name: string,
  wanted: readonly [precision: string, recall: string],
  countsOf: (one: Case) => Counts,
): Row[] => {
  const sum = (cases: readonly Case[]): Counts =>
    cases.map(countsOf).reduce(
      (a, b) => ({
        found: a.found + b.found,
        stated: a.stated + b.stated,
        labelled: a.labelled + b.labelled,
      }),
      { found: 0, stated: 0, labelled: 0 },
    );
  const row = (what: string, wanted: string, measure: (counts: Counts) => Figure): Row => ({
    name: `${name}: ${what}`,
    wanted,
    unit: 'share',
    measure: (cases) => measure(sum(cases)),
  });
  return [
    row('precision', wanted[0], ({ found, stated }) => ratio(found, stated)),
    row('recall', wanted[1], ({ found, labelled }) => ratio(found, labelled)),
  ];
};

const f1Of =
  (countsOf: (one: Case) => Counts) =>
  (cases: readonly Case[]): Figure => {
    const all = cases.map(countsOf);
    const sum = (of: (counts: Counts) => number): number =>
      all.reduce((total, counts) => total + of(counts), 0);
    const both = sum(({ stated, labelled }) => stated + labelled);
    return {
      value: both === 0 ? null : (2 * sum(({ found }) => found)) / both,
      of: sum(({ labelled }) => labelled),
    };
  };

export const namesOf = ({ call, answers }: Case): Counts => {
  const [labelledName, stated] = [call.truth.customer, answers.customer];
  return {
    found: labelledName !== null && stated !== null && isSameName(labelledName, stated) ? 1 : 0,
    stated: stated === null ? 0 : 1,
    labelled: labelledName === null ? 0 : 1,
  };
};

const tasksIn = ({ call, answers }: Case) => matchTasks(answers.tasks, call.truth.tasks);
const objectionsIn = ({ call, answers }: Case) => matchObjections(answers.objections, call.truth.objections);

const countsOf =
  (matched: (one: Case) => readonly unknown[], which: 'tasks' | 'objections') =>
  (one: Case): Counts => ({
    found: matched(one).length,
    stated: one.answers[which].length,
    labelled: one.call.truth[which].length,
  });

type StatedMoment = Answers['moments'][number];

/** Stated moments of no kind are right where any is labelled. */
const isRightMoment = ({ call }: Case, { turn, kind }: StatedMoment): boolean => {
  const labelled = call.truth.moments ?? [];
  return kind === null
    ? labelled.some((other) => Math.abs(other.turn - turn) <= 1)
    : isMoment({ turn, kind }, labelled, call.turns[turn]?.acts ?? [], call.turns[turn]?.tone);
};

const momentsFound: Held = ({ call, answers }) => {
  const labelled: readonly StatedMoment[] = call.truth.moments ?? [];
  const pairs = pairUp(answers.moments, labelled, (a, b) =>
    a.kind === null || a.kind === b.kind ? Math.max(0, 2 - Math.abs(a.turn - b.turn)) : 0,
  );
  return labelled.map((moment) => pairs.some(([, other]) => other === moment));
};

export const checkOf =
  (name: CheckName) =>
  ({ call, answers }: Case): Counts => {
    const label = call.truth.checks[name];
    const stated = answers.checks[name];
    if (label === null) return { found: 0, stated: 0, labelled: 0 };
    return { found: Number(label && stated), stated: Number(stated), labelled: Number(label) };
  };

const SELLING = new Set(['sales', 'renewal', 'retention']);

/** The score that a reader looks at: that of selling where somebody sells, otherwise that of service. */
export function scoreOf({ call, answers }: Case): number | null {
  return SELLING.has(call.truth.kind ?? '') ? answers.scores.sales : answers.scores.service;
}

/** Better and poorer call with the same need: `pair-x-good`, `pair-x-poor`. */
function pairsOf(cases: readonly Case[]): { readonly won: boolean; readonly by: number | null }[] {
  const byId = new Map(cases.map((one) => [one.call.id, one]));
  return cases.flatMap((good) => {
    const poor = byId.get(good.call.id.replace(/-good$/u, '-poor'));
    if (poor === undefined || poor === good) return [];
    const [high, low] = [scoreOf(good), scoreOf(poor)];
    return [
      {
        won: high !== null && (low === null || high > low),
        by: high === null || low === null ? null : high - low,
      },
    ];
  });
}

function pairsWon(cases: readonly Case[]): Figure {
  const won = pairsOf(cases).map((pair) => pair.won);
  return { value: won.length === 0 ? null : won.filter(Boolean).length / won.length, of: won.length };
}

function pairMargin(cases: readonly Case[]): Figure {
  const margins = pairsOf(cases).flatMap(({ by }) => by ?? []);
  return { value: margins.length === 0 ? null : mean(margins), of: margins.length };
}

const correlation =
  (valuesOf: (one: Case) => readonly [number | null, number | null]) =>
  (cases: readonly Case[]): Figure => {
    const pairs = cases.flatMap((one): [number, number][] => {
      const [stated, labelled] = valuesOf(one);
      return stated === null || labelled === null ? [] : [[stated, labelled]];
    });
    return { value: spearman(pairs), of: pairs.length };
  };

const gradesAgainst = (sells: boolean) =>
  correlation((one) =>
    SELLING.has(one.call.truth.kind ?? '') === sells ? [scoreOf(one), one.call.truth.grade] : [null, null],
  );

const share = (name: string, wanted: string, held: Held): Row => ({
  name,
  wanted,
  unit: 'share',
  measure: shareOf(held),
});

export const ROWS: readonly Row[] = [
  share('roles: right', '≥ .98', roles('right')),
  share('roles: swapped', '0', roles('swapped')),
  share('roles: unknown', '', roles('unknown')),
  share(
    'kind',
    '≥ .85',
    kindIsRight(() => true),
  ),
  share('kind: right where stated', '', (one) =>
    one.answers.kind === 'unknown' ? [] : kindIsRight(() => true)(one),
  ),
  share(
    'kind: voicemail, menu, dropped, wrong number',
    '≥ .95',
    kindIsRight((kind) => KINDS_WITHOUT_TALK.has(kind)),
  ),
  share('outcome: right', '≥ .85', (one) => [outcomeIsRight(one)]),
  share('outcome: right where stated', '', (one) =>
    when(one.answers.outcome !== 'unknown', () => outcomeIsRight(one)),
  ),
  share('tone: label right', '≥ .80', (one) => [toneIsRight(one)]),
  share('tone: clearly negative found', '≥ .90', (one) =>
    when(clearlyNegative(one), () => one.answers.tone === 'negative'),
  ),
  share('tone: negative, precision', '≥ .80', (one) =>
    when(one.answers.tone === 'negative', () => accepts(one, 'negative')),
  ),
  { name: 'customer’s name: F1', wanted: '≥ .85', unit: 'share', measure: f1Of(namesOf) },
  share('customer’s name: wrong', '≤ .03', (one) => [namesOf(one).stated > namesOf(one).found]),
  ...counted('tasks', ['≥ .80', '≥ .65'], countsOf(tasksIn, 'tasks')),
  share('tasks: date right where one was said', '≥ .90', (one) =>
    tasksIn(one).flatMap(([stated, { due }]) => when(due !== null, () => stated.due === due)),
  ),
  share('tasks: date invented', '', (one) =>
    tasksIn(one).flatMap(([stated, { due }]) => when(due === null, () => stated.due !== null)),
  ),
  ...counted('objections', ['≥ .75', '≥ .60'], countsOf(objectionsIn, 'objections')),
  share('objections: settled or not, right', '≥ .90', (one) =>
    objectionsIn(one).flatMap(([stated, { settled }]) =>
      when(settled !== null && stated.settled !== null, () => stated.settled === settled),
    ),
  ),
  ...CHECKS.map((name): Row => ({
    name: `${name}: F1`,
    wanted: '≥ .95',
    unit: 'share',
    measure: f1Of(checkOf(name)),
  })),
  { name: 'pairs: the better call scores higher', wanted: '≥ .90', unit: 'share', measure: pairsWon },
  { name: 'pairs: by', wanted: '≥ 20 points', unit: 'points', measure: pairMargin },
  {
    name: 'score against grades, sales: Spearman',
    wanted: '≥ .60',
    unit: 'coefficient',
    measure: gradesAgainst(true),
  },
  {
    name: 'score against grades, service: Spearman',
    wanted: '',
    unit: 'coefficient',
    measure: gradesAgainst(false),
  },
  {
    name: 'effort of the customer: Spearman',
    wanted: '',
    unit: 'coefficient',
    measure: correlation(({ call, answers }) => [answers.effort, call.truth.effort]),
  },
  share('moments: precision', '≥ .85', (one) =>
    one.call.truth.moments === null ? [] : one.answers.moments.map((moment) => isRightMoment(one, moment)),
  ),
  share('moments: recall', '', momentsFound),
];

/** What is wrong in a call, in words, for the list of the worst. */
export function faultsOf(one: Case): string[] {
  const { call, answers } = one;
  const names = namesOf(one);
  const tasks = countsOf(tasksIn, 'tasks')(one);
  const objections = countsOf(objectionsIn, 'objections')(one);
  const checks = CHECKS.filter((name) => {
    const label = call.truth.checks[name];
    return label !== null && label !== answers.checks[name];
  });
  const found = rolesOf(one);
  return [
    ...(found === null || found === 'right' ? [] : [`roles ${found}`]),
    ...(answers.kind === null || call.truth.kind === null || answers.kind === call.truth.kind
      ? []
      : [`kind ${answers.kind} for ${call.truth.kind}`]),
    ...(outcomeIsRight(one) ? [] : [`outcome ${answers.outcome} for ${call.truth.outcomes.join('/')}`]),
    ...(toneIsRight(one) ? [] : [`tone ${answers.tone} for ${call.truth.tones.join('/')}`]),
    ...(names.stated > names.found ? [`name ${answers.customer} for ${call.truth.customer}`] : []),
    ...(names.stated === 0 && names.labelled === 1 ? [`name ${call.truth.customer} missed`] : []),
    ...(tasks.stated > tasks.found ? [`${tasks.stated - tasks.found} tasks too many`] : []),
    ...(tasks.labelled > tasks.found ? [`${tasks.labelled - tasks.found} tasks missed`] : []),
    ...(objections.stated > objections.found
      ? [`${objections.stated - objections.found} objections too many`]
      : []),
    ...(objections.labelled > objections.found
      ? [`${objections.labelled - objections.found} objections missed`]
      : []),
    ...checks,
  ];
}
