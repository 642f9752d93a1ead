import vader from 'vader-sentiment';
import type { Reading, Spoken } from './reading.ts';
import type { Sentence } from './sentences.ts';
import { FORMULAS, TONE_PHRASES } from './tone-phrases.ts';

/** How sentences and utterances sound, from -1 (negative) to 1 (positive), three decimals; 0 for unknown ones. */
export interface Tone {
  readonly ofSentence: (sentence: Sentence) => number;
  /** By the utterance's `index`. */
  readonly ofUtterance: (index: number) => number;
}

/** Left out before scoring: neither felt nor negating nor intensifying, and half of all that is said. */
const TONELESS = new Set(
  "the a an i you we they he she it its my your our their his her me us them to of in on at for from with by is are was were am be been this that these those and or as do does did have has had can could will would there here i'm it's you're we're i've i'll you'll we'll that's what when where which who how one two three four five six seven eight nine ten hundred thousand dollars".split(
    ' ',
  ),
);
const NEUTRAL_WEIGHT = 1 / 3;
const SILENT: Tone = { ofSentence: () => 0, ofUtterance: () => 0 };

/**
 * Scores every sentence with VADER (Hutto & Gilbert, VADER: a parsimonious rule-based model for sentiment analysis
 * of social media text, 2014), formulas left out and wordings of calls added; an utterance is the mean of its
 * sentences, weighted by words, plain ones at a third. English only: any other language is neutral throughout.
 */
export function readTone(reading: Reading): Tone {
  if (!reading.english) return SILENT;
  const scored = new Map<string, number>();
  const sentences = new Map(
    reading.sentences.map((sentence) => {
      const score = scored.get(sentence.text) ?? scoreSentence(sentence);
      scored.set(sentence.text, score);
      return [sentence, score];
    }),
  );
  const utterances = new Map(
    reading.spoken.map((spoken) => [spoken.index, scoreUtterance(spoken, sentences)]),
  );
  return {
    ofSentence: (sentence) => sentences.get(sentence) ?? 0,
    ofUtterance: (index) => utterances.get(index) ?? 0,
  };
}

function scoreSentence({ norm, text }: Sentence): number {
  let plain = norm;
  for (const formula of FORMULAS) plain = plain.replace(formula, '');
  plain = plain
    .split(' ')
    .filter((word) => !TONELESS.has(word))
    .join(' ');
  const { compound } = vader.SentimentIntensityAnalyzer.polarity_scores(
    text.endsWith('!') ? `${plain} !` : plain,
  );
  const added = TONE_PHRASES.reduce(
    (sum, { weight, pattern }) => (pattern.test(norm) ? sum + weight : sum),
    0,
  );
  return bounded(compound + added * (1 - Math.abs(compound) / 2));
}

function scoreUtterance({ sentences }: Spoken, scores: ReadonlyMap<Sentence, number>): number {
  let sum = 0;
  let weights = 0;
  for (const sentence of sentences) {
    const score = scores.get(sentence) ?? 0;
    const weight = sentence.tokens.length * (score === 0 ? NEUTRAL_WEIGHT : 1);
    sum += score * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : bounded(sum / weights);
}

function bounded(score: number): number {
  return Math.round(Math.min(1, Math.max(-1, score)) * 1000) / 1000;
}
