import { type Evidence, evidenceFrom } from '../text/evidence.ts';
import { bareClause, quoted } from '../text/rewrite.ts';
import type { Act, Acts } from './acts.ts';
import type { CallFacts } from './call-facts.ts';

interface KeyMoment {
  readonly type: 'positive_peak' | 'negative_peak' | 'turning_point';
  /** `index` of the utterance. */
  readonly utterance: number;
  /** How pleased (to 1) or displeased (to -1) the turn sounds. */
  readonly score: number;
  /** Who does what there, and in which words: "Customer is displeased: “it has been down all week”". */
  readonly description: string;
  readonly evidence: Evidence[];
}

/** A moment that an act makes, and from which probability on: seven of eight of those are true (docs/understanding.md). */
interface MomentAct {
  readonly type: KeyMoment['type'];
  /** What it is, as corpus/SCHEMA.md names moments. */
  readonly kind: string;
  readonly role: 'agent' | 'customer';
  readonly act: Act;
  readonly least: number;
  readonly says: string;
}

export const MOMENT_ACTS: readonly MomentAct[] = [
  {
    type: 'negative_peak',
    kind: 'frustration',
    role: 'customer',
    act: 'displeased',
    least: 0.8,
    says: 'is displeased',
  },
  {
    type: 'positive_peak',
    kind: 'praise',
    role: 'customer',
    act: 'pleased',
    least: 0.75,
    says: 'is pleased',
  },
  {
    type: 'turning_point',
    kind: 'commitment',
    role: 'agent',
    act: 'commitment',
    least: 0.75,
    says: 'promises',
  },
  {
    type: 'turning_point',
    kind: 'resolution',
    role: 'agent',
    act: 'resolution',
    least: 0.85,
    says: 'reports what is done',
  },
];
const MOST_OF_A_TYPE = 2;
/** Fewer words give no reason. */
const SHORTEST_REASON_WORDS = 4;
const LONGEST_REASON_WORDS = 18;

/**
 * The moments a listener would look up, in order: where the customer is displeased or pleased, and where the agent promises
 * or reports what is done. Only the surest, at most two of a type, each with the words that give the reason.
 */
export function findKeyMoments({ acts }: Pick<CallFacts, 'acts'>): KeyMoment[] {
  const likely = acts.turns.flatMap(({ role }, at) =>
    MOMENT_ACTS.flatMap((moment) => {
      const probability = acts.probability(at, moment.act);
      return moment.role === role && probability >= moment.least ? [{ ...moment, at, probability }] : [];
    }).slice(0, 1),
  );
  return [...Map.groupBy(likely, ({ type }) => type).values()]
    .flatMap((some) =>
      some.toSorted((a, b) => b.probability - a.probability || a.at - b.at).slice(0, MOST_OF_A_TYPE),
    )
    .flatMap((moment) => describe(acts, moment))
    .toSorted((a, b) => a.utterance - b.utterance);
}

function describe(acts: Acts, { type, act, at, says }: MomentAct & { readonly at: number }): KeyMoment[] {
  const sentence = acts.sentence(at, act);
  if (sentence === null || sentence.tokens.length < SHORTEST_REASON_WORDS) return [];
  const score = acts.probability(at, 'pleased') - acts.probability(at, 'displeased');
  const who = sentence.role === 'agent' ? 'Agent' : 'Customer';
  return [
    {
      type,
      utterance: sentence.utterance,
      score: Math.round(score * 1000) / 1000,
      description: `${who} ${says}: ${quoted(bareClause(sentence.text), LONGEST_REASON_WORDS)}`,
      evidence: [evidenceFrom(sentence)],
    },
  ];
}
