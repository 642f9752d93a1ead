import { evidenceFrom, type Evidence } from '../evidence.ts';
import type { Heard } from '../text/heard.ts';
import { MOMENT_REASONS } from '../text/moment-reasons.ts';
import type { Spoken } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';

export interface KeyMoment {
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
export function findKeyMoments(input: Heard): KeyMoment[] {
  const scored = input.reading.spoken.map((spoken) => ({
    spoken,
    score: input.tone.ofUtterance(spoken.index),
    rank: rankOf(input, spoken),
  }));
  const positive = scored
    .filter(({ score, rank }) => score >= PEAK_AT && rank < FORMULA_RANK)
    .toSorted((a, b) => a.rank - b.rank || b.score - a.score)
    .slice(0, MOST_PEAKS_EACH);
  const negative = scored
    .filter(({ spoken, score }) => score <= -PEAK_AT && spoken.role !== 'agent')
    .toSorted((a, b) => a.score - b.score)
    .slice(0, MOST_PEAKS_EACH);
  const moments = [
    ...positive.map(({ spoken }) => describe(input, spoken, 'positive_peak')),
    ...negative.map(({ spoken }) => describe(input, spoken, 'negative_peak')),
  ];
  const turn = largestTurn(input);
  if (turn !== null && !moments.some(({ utterance }) => utterance === turn.index)) {
    moments.push(describe(input, turn, 'turning_point'));
  }
  return moments.toSorted((a, b) => a.utterance - b.utterance);
}

/** 0 for substance from the customer, then the customer's thanks, then the agent's substance; 3 for formulas. */
function rankOf(input: Heard, spoken: Spoken): number {
  const sentence = strongest(input, spoken);
  const reason = reasonFor(sentence);
  if (FORMULA.test(reason) || (spoken.role === 'agent' && (reason === '' || COURTESY.test(reason))))
    return FORMULA_RANK;
  if (spoken.role === 'agent') return 2;
  return COURTESY.test(reason) ? 1 : 0;
}

function largestTurn({ reading, tone }: Heard): Spoken | null {
  const customer = reading.spoken.filter(({ role }) => role === 'customer');
  let largest: { spoken: Spoken; size: number } | null = null;
  let before: number | null = null;
  for (const spoken of customer) {
    const score = tone.ofUtterance(spoken.index);
    if (score === 0) continue;
    const size = before === null || before * score > 0 ? 0 : Math.abs(score - before);
    if (size >= TURN_AT && size > (largest?.size ?? 0)) largest = { spoken, size };
    before = score;
  }
  return largest?.spoken ?? null;
}

function describe(input: Heard, spoken: Spoken, type: KeyMoment['type']): KeyMoment {
  const sentence = strongest(input, spoken);
  const [who, other] = spoken.role === 'agent' ? ['Agent', 'customer'] : ['Customer', 'agent'];
  const speaker = spoken.role === 'unknown' ? 'Speaker' : who;
  const score = input.tone.ofUtterance(spoken.index);
  const reason = reasonFor(sentence) || (score > 0 ? 'sounds pleased' : 'sounds displeased');
  return {
    type,
    utterance: spoken.index,
    score,
    description: `${speaker} ${reason.replace('{other}', other)}`,
    evidence: sentence === undefined ? [] : [evidenceFrom(sentence)],
  };
}

function strongest({ tone }: Heard, spoken: Spoken): Sentence | undefined {
  const sign = tone.ofUtterance(spoken.index) < 0 ? -1 : 1;
  return spoken.sentences.toSorted((a, b) => (tone.ofSentence(b) - tone.ofSentence(a)) * sign)[0];
}

function reasonFor(sentence: Sentence | undefined): string {
  return MOMENT_REASONS.find(({ pattern }) => pattern.test(sentence?.norm ?? ''))?.reason ?? '';
}
