import { type Evidence, evidenceFrom } from '../text/evidence.ts';
import { quoted } from '../text/rewrite.ts';
import type { Sentence } from '../text/sentences.ts';
import { fnv1a } from '../understanding/features.ts';
import type { Answer } from './built-in.ts';
import type { PillarName } from './grades.ts';
import type { Moment } from './talk.ts';

/** Something to tell the agent: a strength or a weakness of one moment. */
export interface Advice {
  readonly criterion: string;
  /** The part it belongs to, by the name it was handed in with. */
  readonly part: string;
  readonly text: string;
  readonly moment: Moment;
  readonly evidence: readonly Evidence[];
  /** 0 to 4. */
  readonly level: number;
  /** Weight, distance from a good level, sureness and cost together: the higher, the more it is worth saying. */
  readonly rank: number;
}

export interface AnsweredPart {
  readonly part: string;
  readonly answers: readonly Answer[];
}

const MOST_TIPS = 3;
const WEAK = 2;
const STRONG = 2.6;
/** A part that is graded higher as a whole has no weakness worth telling; one graded lower no strength. */
const WHOLE = { weak: 2.4, strong: 2 };
const GOOD = 3;
/** A moment whose cost the customer shows counts twice. */
const COST = 2;
/** Told last, whatever they weigh: how a call begins and ends is rarely what it fails by. */
const LAST = new Set(['opening', 'closing', 'clean_end']);
const MOST_QUOTED_WORDS = 22;
const FEWEST_WORDS = { called: 3, did: 3, taken: 1 };

/** At most three things to do otherwise, the most rewarding first, each of another moment. None where none is sure. */
export function findTips(parts: readonly AnsweredPart[]): Advice[] {
  const found = adviceOf(
    parts.filter(({ answers }) => gradeOf(answers) <= WHOLE.weak),
    'low',
    ({ level }) => level <= WEAK,
  );
  return distinct(found).slice(0, MOST_TIPS);
}

/** What was done well, the most telling first, each of another moment. */
export function findStrengths(parts: readonly AnsweredPart[]): Advice[] {
  const found = parts.filter(({ answers }) => gradeOf(answers) >= WHOLE.strong);
  return distinct(adviceOf(found, 'high', ({ level }) => level >= STRONG));
}

/** What is estimated for the part as a whole, 0 to 4. */
function gradeOf(answers: readonly Answer[]): number {
  const finding = answers.find(({ criterion }) => criterion.id === 'whole')?.finding;
  return finding?.state === 'answered' ? finding.level : WHOLE.strong;
}

function adviceOf(
  parts: readonly AnsweredPart[],
  kind: 'low' | 'high',
  isMeant: (finding: { readonly level: number }) => boolean,
): Advice[] {
  return parts.flatMap(({ part, answers }) =>
    answers.flatMap(({ criterion, finding }): Advice[] => {
      if (finding.state !== 'answered' || !finding.plain || !isMeant(finding)) return [];
      const [moment] = finding.moments;
      const text = moment === undefined ? null : fill(criterion.advice[kind], criterion.id, moment);
      if (moment === undefined || text === null) return [];
      const distance = kind === 'low' ? GOOD - finding.level : finding.level;
      const cost = moment.taken !== null && kind === 'low' ? COST : 1;
      const rank =
        (LAST.has(criterion.id) ? 0.1 : 1) * criterion.weight * distance * finding.confidence * cost;
      const shown = [moment.did, moment.called, moment.taken].filter((sentence) => sentence !== null);
      return [
        {
          criterion: criterion.id,
          part,
          text,
          moment,
          level: finding.level,
          rank,
          evidence: shown.map(evidenceFrom),
        },
      ];
    }),
  );
}

/** The highest ranks, one of a moment: what shares a turn of the agent or of the customer has one cause. */
function distinct(found: readonly Advice[]): Advice[] {
  const kept: Advice[] = [];
  const used = new Set<number>();
  for (const advice of found.toSorted((a, b) => b.rank - a.rank)) {
    const { called, did } = advice.moment;
    const places = [called, did].flatMap((sentence) => sentence?.utterance ?? []);
    if (places.some((place) => used.has(place))) continue;
    for (const place of places) used.add(place);
    kept.push(advice);
  }
  return kept;
}

/** One of the patterns whose slots can be filled: always the same one for the same moment. */
function fill(patterns: readonly string[], id: string, moment: Moment): string | null {
  const slots = {
    called: slot(moment.called, 'called'),
    did: slot(moment.did, 'did'),
    taken: slot(moment.taken, 'taken'),
  };
  const fitting = patterns.filter((pattern) =>
    Object.entries(slots).every(([name, words]) => words !== null || !pattern.includes(`{${name}}`)),
  );
  const pattern = fitting[fnv1a(`${id} ${moment.did.text}`) % Math.max(1, fitting.length)];
  const words = (_: string, name: keyof typeof slots): string => slots[name] ?? '';
  return pattern?.replaceAll(/\{(called|did|taken)\}/gu, words) ?? null;
}

function slot(sentence: Sentence | null, name: keyof typeof FEWEST_WORDS): string | null {
  if (sentence === null || sentence.tokens.length < FEWEST_WORDS[name]) return null;
  return quoted(sentence.text.replaceAll(/[“”]/gu, "'").replace(/[.,;:]+$/u, ''), MOST_QUOTED_WORDS);
}

const REPEATS = [
  'Next time you hear something like {called}, do the same again: {did}.',
  'Take {did} into your next call, at the same place.',
  'Write down {did} and use it where a customer gives you the same opening.',
  'Listen for the next {called}: {did} is worth saying again.',
];

/** How to use a strength on purpose in the next call. */
export function howToRepeat({ criterion, moment }: Advice): string | null {
  return fill(REPEATS, criterion, moment);
}

/** Principles to remember, by pillar; all wording is ours. */
const PRINCIPLES: Readonly<Record<PillarName, readonly string[]>> = {
  clarity: [
    'Say one thing, then stop.',
    'The answer first, the reasons after.',
    'What is understood needs no repeating.',
    'A plain fact ends more questions than a long reason.',
  ],
  influence: [
    'People decide for their own reasons. Give them theirs.',
    'An offer begins with what the other said.',
    'One reason that fits beats five that are true.',
    'If it does not help this customer, it is not a benefit.',
  ],
  objection: [
    'A concern is a question that has not been asked yet.',
    'Answer the point that was made.',
    'A no that is respected can become a yes later.',
    'First show that you heard it.',
  ],
  discovery: [
    'The one who asks learns; the one who learns can help.',
    'Ask before you answer.',
    'Stay with the problem for one more question.',
    'Nobody buys what they have not described.',
  ],
  delivery: [
    'Answer the person, then the matter.',
    'Trouble that is heard is half as loud.',
    'Say what you would want to hear on the other end.',
    'The tone of one sentence outlives the facts of ten.',
    'News first, forms second.',
  ],
  close: [
    'A call is finished when both sides can say the same next step.',
    'A promise without a day is a hope.',
    'Where there is a no, put a way on beside it.',
    'End with what stands.',
    'What you take on, the customer can let go of.',
  ],
};

export function principleOf({ criterion, moment }: Advice, pillar: PillarName): string {
  const own = PRINCIPLES[pillar];
  return own[fnv1a(`${criterion} ${moment.did.text}`) % own.length] ?? '';
}
