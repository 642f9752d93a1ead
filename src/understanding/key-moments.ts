import { type Evidence, evidenceFrom } from '../text/evidence.ts';
import type { ParsedUtterance } from '../text/parsed-transcript.ts';
import { phrases } from '../text/phrases.ts';
import type { Sentence } from '../text/sentences.ts';
import type { AnalysisInput } from './tone.ts';

interface KeyMoment {
  readonly type: 'positive_peak' | 'negative_peak' | 'turning_point';
  /** `index` of the utterance. */
  readonly utterance: number;
  readonly score: number;
  /** Who does what there: "Customer objects to the price". */
  readonly description: string;
  readonly evidence: Evidence[];
}

const PEAK_AT = 0.3;
const TURN_AT = 0.6;
const MOST_PEAKS_EACH = 2;
/** Greetings, thanks and goodbyes are friendly in every call: they stand out only where nothing else does. */
const FORMULA = /^(?:greets|says a friendly goodbye)/u;
const COURTESY = /^thanks/u;
const FORMULA_RANK = 3;

/**
 * The moments a listener would look up: the customer's lowest utterances and the highest ones (the customer's before
 * the agent's, substance before courtesy), up to two each, and the largest turn of the customer, in order of time.
 */
export function findKeyMoments(input: AnalysisInput): KeyMoment[] {
  const scored = input.trusted.utterances.map((utterance) => ({
    utterance,
    score: input.tone.ofUtterance(utterance.index),
    rank: rankOf(input, utterance),
  }));
  const positive = scored
    .filter(({ score, rank }) => score >= PEAK_AT && rank < FORMULA_RANK)
    .toSorted((a, b) => a.rank - b.rank || b.score - a.score)
    .slice(0, MOST_PEAKS_EACH);
  const negative = scored
    .filter(({ utterance, score }) => score <= -PEAK_AT && utterance.role !== 'agent')
    .toSorted((a, b) => a.score - b.score)
    .slice(0, MOST_PEAKS_EACH);
  const moments = [
    ...positive.map(({ utterance }) => describe(input, utterance, 'positive_peak')),
    ...negative.map(({ utterance }) => describe(input, utterance, 'negative_peak')),
  ];
  const turn = largestTurn(input);
  if (turn !== null && !moments.some(({ utterance }) => utterance === turn.index)) {
    moments.push(describe(input, turn, 'turning_point'));
  }
  return moments.toSorted((a, b) => a.utterance - b.utterance);
}

/** 0 for substance from the customer, then the customer's thanks, then the agent's substance; 3 for formulas. */
function rankOf(input: AnalysisInput, utterance: ParsedUtterance): number {
  const sentence = strongest(input, utterance);
  const reason = reasonFor(sentence);
  if (FORMULA.test(reason) || (utterance.role === 'agent' && (reason === '' || COURTESY.test(reason))))
    return FORMULA_RANK;
  if (utterance.role === 'agent') return 2;
  return COURTESY.test(reason) ? 1 : 0;
}

function largestTurn({ trusted, tone }: AnalysisInput): ParsedUtterance | null {
  const customer = trusted.utterances.filter(({ role }) => role === 'customer');
  let largest: { utterance: ParsedUtterance; size: number } | null = null;
  let before: number | null = null;
  for (const utterance of customer) {
    const score = tone.ofUtterance(utterance.index);
    if (score === 0) continue;
    const size = before === null || before * score > 0 ? 0 : Math.abs(score - before);
    if (size >= TURN_AT && size > (largest?.size ?? 0)) largest = { utterance, size };
    before = score;
  }
  return largest?.utterance ?? null;
}

function describe(input: AnalysisInput, utterance: ParsedUtterance, type: KeyMoment['type']): KeyMoment {
  const sentence = strongest(input, utterance);
  const [who, other] = utterance.role === 'agent' ? ['Agent', 'customer'] : ['Customer', 'agent'];
  const speaker = utterance.role === 'unknown' ? 'Speaker' : who;
  const score = input.tone.ofUtterance(utterance.index);
  const reason = reasonFor(sentence) || (score > 0 ? 'sounds pleased' : 'sounds displeased');
  return {
    type,
    utterance: utterance.index,
    score,
    description: `${speaker} ${reason.replace('{other}', other)}`,
    evidence: sentence === undefined ? [] : [evidenceFrom(sentence)],
  };
}

function strongest({ tone }: AnalysisInput, utterance: ParsedUtterance): Sentence | undefined {
  const sign = tone.ofUtterance(utterance.index) < 0 ? -1 : 1;
  return utterance.sentences.toSorted((a, b) => (tone.ofSentence(b) - tone.ofSentence(a)) * sign)[0];
}

function reasonFor(sentence: Sentence | undefined): string {
  return MOMENT_REASONS.find(({ pattern }) => pattern.test(sentence?.norm ?? ''))?.reason ?? '';
}

/** Why a sentence stands out, as a description ("Customer thanks the agent"); the first that matches counts. */
const MOMENT_REASONS: readonly { readonly reason: string; readonly pattern: RegExp }[] = [
  {
    reason: 'asks for a manager',
    pattern: phrases('(?:speak|talk) (?:to|with) (?:a|your|the) (?:manager|supervisor)(?: .*)?'),
  },
  { reason: 'wants to cancel', pattern: phrases('cancel(?:ling)?(?: .*)?', 'money back', 'a refund') },
  {
    reason: 'asks not to be called again',
    pattern: phrases("(?:don't|do not|never|stop) call(?:ing)?(?: .*)?"),
  },
  {
    reason: 'has called about this before',
    pattern: phrases(
      '(?:second|third|fourth|fifth) time(?: .*)?',
      '(?:nobody|no one) (?:called|answered|helped)(?: .*)?',
      'still waiting',
    ),
  },
  {
    reason: 'objects to the price',
    pattern: phrases(
      '(?:too )?expensive',
      "(?:don't|do not) have (?:a lot of |the |any )?budget(?: .*)?",
      'too much money',
      "can't afford(?: .*)?",
    ),
  },
  { reason: 'is not interested', pattern: phrases('not (?:really )?(?:interested|looking)(?: .*)?') },
  {
    reason: 'is frustrated',
    pattern: phrases(
      'frustrat(?:ed|ing)',
      'annoy(?:ed|ing)',
      'ridiculous',
      'unacceptable',
      'unbelievable',
      'waste of (?:my )?time',
      'fed up',
      'worst(?: .*)?',
      'terrible',
      'awful',
    ),
  },
  {
    reason: 'does not understand',
    pattern: phrases("(?:don't|do not) understand(?: .*)?", 'what do you mean(?: .*)?', 'confus(?:ed|ing)'),
  },
  {
    reason: 'reports a problem',
    pattern: phrases(
      "(?:does not|doesn't|not|stopped|won't) work(?:ing|s)?(?: .*)?",
      'keeps?(?: .*)?',
      '(?:i )?lost(?: .*)?',
      'problem(?: .*)?',
      'issue(?: .*)?',
      'broken',
      'warning light(?: .*)?',
      'struggl(?:e|ing)(?: .*)?',
      'delayed(?: .*)?',
      'late(?: .*)?',
    ),
  },
  {
    reason: 'apologises',
    pattern: phrases(
      "(?:i'm|i am|we're|we are)(?: so| very| really)? sorry(?: .*)?",
      'apologi[sz]e(?: .*)?',
      'my apologies',
    ),
  },
  {
    reason: 'shows understanding',
    pattern: phrases(
      'i (?:completely |totally |fully )?understand(?: .*)?',
      'i hear you',
      'that sounds (?:frustrating|exhausting|hard|difficult|stressful)',
    ),
  },
  {
    reason: 'praises the help',
    pattern: phrases(
      '(?:very|so|really) helpful',
      '(?:great|good|excellent) (?:service|job|help)',
      'impressive',
      'huge for (?:us|me)',
      'faster than(?: .*)?',
      'love (?:it|that)',
    ),
  },
  {
    reason: 'agrees',
    pattern: phrases(
      '(?<!think (?:it|that|this) )makes sense',
      'sounds (?:good|great|perfect)',
      '(?:that|it|this)(?: .*)? works(?: .*)?',
      "let's do (?:it|that)",
      '(?:yes|yeah) exactly',
    ),
  },
  { reason: 'thanks the {other}', pattern: phrases('(?:thank you|thanks)(?: .*)?', 'appreciate(?: .*)?') },
  {
    reason: 'says a friendly goodbye',
    pattern: phrases('(?:you too|have a (?:great|good|nice|wonderful)|take care|same to you)(?: .*)?'),
  },
  {
    reason: 'greets the {other} warmly',
    pattern: phrases('(?:hello|hi|good morning|good afternoon|welcome)(?: .*)?'),
  },
];
