import vader from 'vader-sentiment';
import { z } from 'zod';
import type { ParsedTranscript, ParsedUtterance } from '../text/parsed-transcript.ts';
import { phrases, type Sentence } from '../text/sentences.ts';
import type { Acts } from './acts.ts';
import { models } from './model.ts';

/** How sentences and utterances sound, from -1 (negative) to 1 (positive), three decimals; 0 for unknown ones. */
export interface Tone {
  readonly ofSentence: (sentence: Sentence) => number;
  /** By the utterance's `index`. */
  readonly ofUtterance: (index: number) => number;
}

/** What facts are found from: the sentences that may be trusted, and how they sound. */
export interface AnalysisInput {
  readonly trusted: ParsedTranscript;
  readonly tone: Tone;
}

/** Left out before scoring, for speed: half of all words, and none of them has a score, negates or intensifies. */
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
export function readTone(transcript: ParsedTranscript): Tone {
  if (!transcript.english) return SILENT;
  const scored = new Map<string, number>();
  const sentences = new Map(
    transcript.sentences.map((sentence) => {
      const score = scored.get(sentence.text) ?? scoreSentence(sentence);
      scored.set(sentence.text, score);
      return [sentence, score];
    }),
  );
  const utterances = new Map(
    transcript.utterances.map((utterance) => [utterance.index, scoreUtterance(utterance, sentences)]),
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

function scoreUtterance({ sentences }: ParsedUtterance, scores: ReadonlyMap<Sentence, number>): number {
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

/** Wordings whose words sound like feeling but are formulas of a call or of a trade; left out before scoring. */
const FORMULAS: readonly RegExp[] = [
  /(?<![^ ])(?:would|'d|i'd|we'd|you'd|they'd) like(?![^ ])/gu,
  /(?<![^ ])(?:credit|interest|share|shared|number|sure|certain|grand|fine print|please|problem solved)(?= (?:card|cards|rate|rates|union|score|account|limit|screen|of|to|that|print|hold))/gu,
  /^(?:(?:no|yes|yeah|yep|nope|okay|ok|alright|right|sure|well|so|uh|um|like)(?: |$))+/gu,
  /(?<![^ ])(?:please(?= (?:don't|do not|stop|never))|checking|charge|charges|dispute form|kind of|sort of|pretty)(?![^ ])/gu,
];

/** What callers and agents of service and sales calls feel, in wordings a general lexicon does not know. */
const TONE_PHRASES: readonly { readonly weight: number; readonly pattern: RegExp }[] = [
  {
    weight: 0.45,
    pattern: phrases('(?:hello|hi|hey|good (?:morning|afternoon|evening))(?: .*)?', 'welcome to'),
  },
  {
    weight: 0.45,
    pattern: phrases('you too', 'you as well', 'same to you', 'take care', 'bye bye', 'good ?bye'),
  },
  { weight: 0.35, pattern: phrases('(?:thank you|thanks)(?: .*)?', 'much appreciated') },
  {
    weight: 0.2,
    pattern: phrases(
      'how (?:can|may) (?:i|we) help(?: .*)?',
      'anything else (?:i|we) can(?: .*)?',
      'my pleasure',
      'happy to help',
    ),
  },
  {
    weight: 0.35,
    pattern: phrases(
      '(?:that|this|it) (?:works|helps|is what i need)(?: .*)?',
      '(?<!think (?:it|that|this) )makes sense',
      'sounds good',
      'sounds great',
      "that's exactly",
      'very helpful',
      'so helpful',
      'works for me',
    ),
  },
  {
    weight: -0.3,
    pattern: phrases(
      "(?:does not|doesn't|did not|didn't|is not|isn't|not|stopped|won't|wouldn't|never) work(?:s|ed|ing)?",
      'keeps? (?:crashing|failing|happening|dropping)',
      'broken',
      'locked out',
    ),
  },
  {
    weight: -0.35,
    pattern: phrases(
      "(?:nobody|no one|never|still haven't|have not|haven't) (?:called|answered|got|gotten|received|heard|responded|helped|came|arrived)(?: .*)?",
      'still waiting',
      '(?:second|third|fourth|fifth) time',
      'over and over',
      'again and again',
    ),
  },
  {
    weight: -0.4,
    pattern: phrases(
      '(?:speak|talk) (?:to|with) (?:a|your|the) (?:manager|supervisor)',
      'waste of (?:my )?time',
      'ridiculous',
      'unacceptable',
      'unbelievable',
      'whatever',
      'money back',
      "(?:don't|do not|never|stop) call(?:ing)?(?: .*)?",
      'fed up',
      'cancel (?:my|our|the) (?:account|contract|subscription|service)',
      'charged (?:me )?twice',
      'rip off',
    ),
  },
  {
    weight: -0.2,
    pattern: phrases(
      'i lost',
      'lost my',
      'too (?:expensive|much|high|long|complicated)',
      'not (?:sure|convinced|interested|happy|covered|available)',
      "can't (?:afford|find|get|log|access)",
      'struggling',
      'i forgot',
      'warning light',
    ),
  },
];

/** Friendly in every call, whatever its course. */
export const GREETING_OR_GOODBYE = phrases(
  '^(?:yeah |yes |oh |okay )?(?:hello|hi|hey|good (?:morning|afternoon|evening))(?: .*)?',
  'you too',
  'you as well',
  'bye',
  'goodbye',
  'take care',
  'have a (?:great|good|nice|wonderful) .*',
);

const Output = z.enum(['positive', 'neutral', 'negative', 'mixed']);

/** How the customer sounds over a whole call. */
interface CustomerTone {
  readonly label: 'positive' | 'neutral' | 'negative';
  /** The probability of positive less that of negative, -1 to 1; of the label's sign unless that is `neutral`. */
  readonly score: number;
}

/** Reads the tone of the customer in a call whose roles are known. Both pleased and displeased is `neutral`. */
export function readCustomerTone(acts: Acts): CustomerTone {
  const model = models().tone;
  const probabilities = model.probabilities(acts.callFeatures);
  const of = (output: z.infer<typeof Output>): number =>
    probabilities[model.header.outputs.indexOf(output)] ?? 0;
  const score = of('positive') - of('negative');
  const most = Output.parse(model.header.outputs[probabilities.indexOf(Math.max(...probabilities))]);
  return { label: most === 'mixed' ? 'neutral' : most, score };
}
