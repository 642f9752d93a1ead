import { phrases, type Sentence } from '../text/sentences.ts';
import { Acts } from './acts.ts';
import { type CallKindEstimate, readCallKind } from './call-model.ts';
import { type Commitment, findCommitments } from './commitments.ts';
import { type Courtesy, findCourtesy } from './courtesy.ts';
import { type Direction, findDirection, findGist, type Gist } from './gist.ts';
import { findNeeds, findPurposes, type Need } from './needs.ts';
import { findObjections, type Objection } from './objections.ts';
import { decideOutcome, DISSATISFIED, findResolutions, type Outcome, SATISFIED } from './outcome.ts';
import { firstName, type NameMention, type People, readNames } from './people.ts';
import { findSalientPhrases, type SalientPhrase } from './salient-phrases.ts';
import type { AnalysisInput } from './tone.ts';

/** What happened in the call: the facts that the sections of the report are written from. */
export interface CallFacts {
  /** What every turn does. */
  readonly acts: Acts;
  readonly kind: CallKindEstimate;
  /** Every name in the call. */
  readonly names: readonly NameMention[];
  readonly people: People;
  /** The customer by name, or "the customer". */
  readonly customer: string;
  /** The agent by name, or "the agent". */
  readonly agent: string;
  /** Who placed the call, `null` where that is not plain. */
  readonly direction: Direction;
  readonly outbound: boolean;
  /** The words that tell most of the call. */
  readonly gist: Gist;
  readonly need: Need | null;
  readonly phrases: readonly SalientPhrase[];
  readonly pains: readonly Sentence[];
  readonly objections: readonly Objection[];
  readonly resolutions: readonly Sentence[];
  /** What the agent says cannot be done. */
  readonly refusals: readonly Sentence[];
  readonly commitments: readonly Commitment[];
  readonly courtesy: Courtesy;
  readonly outcome: Outcome;
  /** The customer says that nothing else is needed. */
  readonly satisfied: Sentence | null;
}

const MOST_PHRASES = 8;
const MOST_PAINS = 12;
const SHORTEST_PAIN_WORDS = 5;
const PAIN = phrases(
  'frustrat(?:ed|ing)',
  '(?:a |the |our |my |real |big |main |biggest )?(?:problem|challenge|issue|pain|headache|bottleneck)s?(?: .*)?',
  '(?:struggl(?:e|ing)|chasing|wast(?:e|ing)|los(?:e|ing)|lost|delayed|late|missed|error|errors|mistakes?|manual(?:ly)?)(?: .*)?',
  '(?:keeps?|stopped|broke|broken|ruined|dropping|crash(?:es|ing)?|warning light)(?: .*)?',
  "(?:does not|doesn't|isn't|not|won't) work(?:ing)?(?: .*)?",
  '(?:takes?|spends?) (?:\\w+ ){0,3}(?:hours|days|weeks|months|too long|forever)(?: .*)?',
  'all (?:done )?(?:in )?(?:spreadsheets|paper|by hand)',
);

/** Finds the facts of an English call; null for any other language. */
export function findCallFacts(input: AnalysisInput): CallFacts | null {
  const { trusted } = input;
  if (!trusted.english) return null;
  const acts = new Acts(trusted);
  const { names, people } = readNames(acts.turns);
  const [needs, purposes] = [findNeeds(trusted), findPurposes(trusted)];
  const [need, purpose] = [needs[0], purposes[0]];
  const direction = findDirection(acts);
  const outbound = direction === 'outbound';
  const gist = findGist(acts, direction);
  const reason = (outbound ? purpose : need) ?? null;
  const objections = findObjections(acts);
  const mentioned = new Set([reason?.sentence, ...objections.map(({ sentence }) => sentence)]);
  return {
    acts,
    kind: readCallKind(acts),
    names,
    people,
    customer: people.customer?.name ?? 'the customer',
    agent: people.agent?.name ?? 'the agent',
    direction,
    outbound,
    gist,
    need: reason,
    phrases: findSalientPhrases(
      trusted,
      { mentions: names, company: people.company },
      gist.reason,
      MOST_PHRASES,
    ),
    pains: trusted.sentences
      .filter((sentence) => isPain(sentence) && !mentioned.has(sentence))
      .slice(0, MOST_PAINS),
    objections,
    resolutions: findResolutions(trusted).filter((sentence) => !mentioned.has(sentence)),
    refusals: acts.find('agent', 'refusal'),
    commitments: findCommitments(acts),
    courtesy: findCourtesy(trusted, acts, { people, purpose: purpose?.sentence ?? null }),
    outcome: decideOutcome(acts),
    satisfied:
      trusted.sentences.findLast(({ role, norm }) => role === 'customer' && SATISFIED.test(norm)) ?? null,
  };
}

function isPain({ role, question, tokens, norm }: Sentence): boolean {
  return (
    role === 'customer' &&
    !question &&
    tokens.length >= SHORTEST_PAIN_WORDS &&
    PAIN.test(norm) &&
    !DISSATISFIED.test(norm)
  );
}

/** The customer's first name (the full one where the agent has the same first name), or "the customer". */
export function customerName(facts: CallFacts): string {
  const first = firstName(facts.people.customer);
  return (first === firstName(facts.people.agent) ? facts.people.customer?.name : first) ?? 'the customer';
}

/** The agent's name as the call gives it, or "the agent". */
export function agentName(facts: CallFacts): string {
  return facts.people.agent?.name ?? 'the agent';
}
