import { phrases } from './phrases.ts';

/** The emotions told apart, besides `neutral`. */
export type Feeling = 'happy' | 'calm' | 'sad' | 'angry' | 'fearful' | 'surprised' | 'disgust';

/** Words that show a feeling in a call. Weight 1 is plain, 2 strong. */
export const FEELING_WORDS: readonly {
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
