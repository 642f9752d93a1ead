import { phrases } from './phrases.ts';

/** Wordings whose words sound like feeling but are formulas of a call or of a trade; left out before scoring. */
export const FORMULAS: readonly RegExp[] = [
  /(?<![^ ])(?:would|'d|i'd|we'd|you'd|they'd) like(?![^ ])/gu,
  /(?<![^ ])(?:credit|interest|share|shared|number|sure|certain|grand|fine print|please|problem solved)(?= (?:card|cards|rate|rates|union|score|account|limit|screen|of|to|that|print|hold))/gu,
  /^(?:(?:no|yes|yeah|yep|nope|okay|ok|alright|right|sure|well|so|uh|um|like)(?: |$))+/gu,
  /(?<![^ ])(?:please(?= (?:don't|do not|stop|never))|checking|charge|charges|dispute form|kind of|sort of|pretty)(?![^ ])/gu,
];

/** What callers and agents of service and sales calls feel, in wordings a general lexicon does not know. */
export const TONE_PHRASES: readonly { readonly weight: number; readonly pattern: RegExp }[] = [
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
