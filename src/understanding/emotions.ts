import type { ParsedUtterance } from '../text/parsed-transcript.ts';
import { phrases } from '../text/sentences.ts';
import type { AnalysisInput } from './tone.ts';

/** Shares of the eight emotions; they sum to 1. */
type Distribution = Readonly<Record<Feeling | 'neutral', number>>;

const FEELINGS: readonly Feeling[] = ['happy', 'calm', 'sad', 'angry', 'fearful', 'surprised', 'disgust'];
/** Points of `neutral` that every utterance starts with. */
const NEUTRAL_POINTS = 1.4;
const TONE_POINTS = 1.6;
/** How negative tone is divided where no word shows which feeling it is. */
const NEGATIVE_SHARES = { angry: 0.6, sad: 0.4 };

/**
 * Emotions of one utterance, from words that show a feeling and from its tone: positive tone adds to happy, negative
 * tone to what the words show, else to angry and sad. Two decimals.
 */
export function distributeEmotions(utterance: ParsedUtterance, { tone }: AnalysisInput): Distribution {
  const points = new Map<Feeling, number>();
  const add = (feeling: Feeling, value: number): unknown =>
    points.set(feeling, (points.get(feeling) ?? 0) + value);
  for (const { norm } of utterance.sentences) {
    for (const { feeling, weight, pattern } of FEELING_WORDS) if (pattern.test(norm)) add(feeling, weight);
  }
  const score = tone.ofUtterance(utterance.index);
  if (score > 0) add('happy', score * TONE_POINTS);
  else addNegative(points, -score * TONE_POINTS, add);
  return normalise(points, NEUTRAL_POINTS);
}

function addNegative(
  points: ReadonlyMap<Feeling, number>,
  value: number,
  add: (feeling: Feeling, value: number) => unknown,
): void {
  const shown = FEELINGS.filter(
    (feeling) => feeling !== 'happy' && feeling !== 'calm' && points.has(feeling),
  );
  if (shown.length > 0) for (const feeling of shown) add(feeling, value / shown.length);
  else if (value > 0) {
    add('angry', value * NEGATIVE_SHARES.angry);
    add('sad', value * NEGATIVE_SHARES.sad);
  }
}

/** The distributions of utterances as one, each weighted by its words; wholly neutral where there are none. */
export function averageEmotions(
  entries: readonly { utterance: ParsedUtterance; distribution: Distribution }[],
): Distribution {
  const points = new Map<Feeling, number>();
  let neutral = 0;
  for (const { utterance, distribution } of entries) {
    for (const feeling of FEELINGS) {
      points.set(feeling, (points.get(feeling) ?? 0) + distribution[feeling] * utterance.tokens.length);
    }
    neutral += distribution.neutral * utterance.tokens.length;
  }
  return normalise(points, neutral);
}

function normalise(points: ReadonlyMap<Feeling, number>, neutral: number): Distribution {
  const total = [...points.values()].reduce((sum, value) => sum + value, neutral);
  const share = (feeling: Feeling): number =>
    total <= 0 ? 0 : Math.floor(((points.get(feeling) ?? 0) / total) * 100) / 100;
  const shares = {
    happy: share('happy'),
    calm: share('calm'),
    sad: share('sad'),
    angry: share('angry'),
    fearful: share('fearful'),
    surprised: share('surprised'),
    disgust: share('disgust'),
  };
  const felt = Object.values(shares).reduce((sum, value) => sum + value, 0);
  return { ...shares, neutral: Math.round((1 - felt) * 100) / 100 };
}

/** The emotions that are measured, besides `neutral`. */
type Feeling = 'happy' | 'calm' | 'sad' | 'angry' | 'fearful' | 'surprised' | 'disgust';

/** Words that show a feeling in a call. Weight 1 is plain, 2 strong. */
const FEELING_WORDS: readonly {
  readonly feeling: Feeling;
  readonly weight: number;
  readonly pattern: RegExp;
}[] = [
  {
    feeling: 'happy',
    weight: 2,
    pattern: phrases(
      '(?:so |very |really )?(?:happy|excited|delighted|thrilled|glad|pleased)',
      'love (?:it|that|this)',
      "(?:that would be|that is|that's) (?:huge|amazing|fantastic|awesome|wonderful|excellent|great)",
      '(?:amazing|fantastic|awesome|wonderful|brilliant)',
    ),
  },
  {
    feeling: 'happy',
    weight: 1,
    pattern: phrases(
      'great',
      'perfect',
      'good',
      'enjoy(?:ed)?',
      '(?:thank you|thanks) (?:so|very) much',
      'helpful',
      'welcome',
      'appreciate(?: .*)?',
      'have a (?:great|nice|good|wonderful)(?: .*)?',
    ),
  },
  {
    feeling: 'calm',
    weight: 1,
    pattern: phrases(
      'no (?:problem|worries|rush)',
      "(?:that's|that is) (?:fine|okay|all right|alright)",
      "(?:don't|do not) worry",
      'take your time',
      'i understand',
      'of course',
      'certainly',
      'sure',
      'let me (?:check|see|look)(?: .*)?',
      'sounds good',
      '(?:one|a) (?:moment|second)(?: .*)?',
    ),
  },
  {
    feeling: 'sad',
    weight: 2,
    pattern: phrases('(?:sad|heartbroken|devastated|depressed|miserable|grief|passed away|funeral)'),
  },
  {
    feeling: 'sad',
    weight: 1,
    pattern: phrases(
      'unfortunately',
      'disappoint(?:ed|ing|ment)',
      '(?:i )?(?:lost|miss|missed|lose|losing)(?: .*)?',
      'sorry to hear(?: .*)?',
      'ruined',
      'regret',
      'too bad',
      'exhaust(?:ed|ing)',
    ),
  },
  {
    feeling: 'angry',
    weight: 2,
    pattern: phrases(
      '(?:angry|furious|outraged|mad|livid|fed up)',
      '(?:ridiculous|unacceptable|outrageous)',
      'waste of (?:my )?time',
      'worst(?: .*)?',
      '(?:speak|talk) (?:to|with) (?:a|your|the) (?:manager|supervisor)',
      'money back',
      '(?:i already|you people|you said|third time)(?: .*)?',
      "(?:don't|stop|never) call(?:ing)?(?: .*)?",
      'whatever',
    ),
  },
  {
    feeling: 'angry',
    weight: 1,
    pattern: phrases(
      'frustrat(?:ed|ing)',
      'annoy(?:ed|ing)',
      '(?:nobody|no one) (?:called|answered|helped)(?: .*)?',
      "(?:keeps|still|doesn't|does not) (?:work|working|dropping|failing|happening)",
      'cancel(?: .*)?',
      'complain(?:t|ing)?',
    ),
  },
  {
    feeling: 'fearful',
    weight: 2,
    pattern: phrases('(?:afraid|scared|terrified|frightened|panick(?:ed|ing)?)'),
  },
  {
    feeling: 'fearful',
    weight: 1,
    pattern: phrases(
      '(?:worried|worry|concerned|nervous|anxious|risky|unsafe)',
      'what if(?: .*)?',
      'warning(?: .*)?',
      '(?:fraud|stolen|hacked|scam)',
      'not sure(?: .*)?',
      'am i (?:supposed|going) to(?: .*)?',
      'what (?:do|should) i do(?: .*)?',
    ),
  },
  {
    feeling: 'surprised',
    weight: 2,
    pattern: phrases('(?:wow|oh my god|oh my|unbelievable|incredible|no way)'),
  },
  {
    feeling: 'surprised',
    weight: 1,
    pattern: phrases(
      'really',
      '(?:faster|better|cheaper|more|sooner) than (?:i |we )?(?:expected|thought)',
      "(?:i )?(?:didn't|did not) (?:expect|know|realize)(?: .*)?",
      '(?:oh|wait)',
      'impressive',
      'surpris(?:ed|ing)',
      'who is this',
    ),
  },
  {
    feeling: 'disgust',
    weight: 2,
    pattern: phrases('(?:disgust(?:ed|ing)|gross|revolting|nasty|sick of(?: .*)?)'),
  },
  {
    feeling: 'disgust',
    weight: 1,
    pattern: phrases('(?:awful|terrible|horrible|pathetic|shameful|garbage|crap|rip off|scam)'),
  },
];
