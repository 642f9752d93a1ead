import { phrases } from './phrases.ts';

export type ObjectionKind = 'price' | 'timing' | 'need' | 'competitor' | 'authority' | 'trust';

/** Ways in which a customer holds back. The first that matches names the kind. */
export const OBJECTION_PHRASES: readonly { readonly kind: ObjectionKind; readonly pattern: RegExp }[] = [
  {
    kind: 'price',
    pattern: phrases(
      '(?:too |so |pretty |really |quite |very )?(?:expensive|pricey|costly)',
      "(?:don't|do not|didn't) have (?:a lot of |the |any |much |enough )?(?:budget|money)",
      '(?:no|not in the|over|out of|above|beyond) (?:our |my |the )?budget',
      "(?:can't|cannot|couldn't) afford",
      'too much(?: money)?',
      '(?:a lot of|more) money(?: than)?',
      'cheaper',
      'any discounts?',
    ),
  },
  {
    kind: 'competitor',
    pattern: phrases(
      '(?:already|currently) (?:have|use|using|work with|working with|under contract)(?: .*)?',
      '(?:happy|fine|satisfied) with (?:what|our|my|the)(?: .*)?',
      'another (?:vendor|provider|company|quote|offer)',
      "(?:not|n't)(?: really)? (?:looking|planning|going) to (?:change|switch)(?: .*)?",
    ),
  },
  {
    kind: 'timing',
    pattern: phrases(
      '(?:not|bad|wrong) (?:a good |the right |the )?time',
      '(?:next|later this) (?:quarter|year)',
      "(?:i'm|we're|i am|we are) (?:too |really |very |pretty )?(?:busy|in the middle of)(?: .*)?",
      '(?:call|try) (?:me )?(?:back )?(?:later|next (?:week|month|year))',
      'not (?:right now|at the moment|yet|ready)',
    ),
  },
  {
    kind: 'authority',
    pattern: phrases(
      '(?:have|need|want) to (?:talk|check|speak|discuss|run (?:it|this|that)) (?:to|with|by|past)(?! (?:a|your|the) (?:manager|supervisor))(?: .*)?',
      "(?:not|n't) my (?:decision|call)",
      "(?:can't|cannot) (?:decide|make that decision|sign)(?: .*)?",
    ),
  },
  {
    kind: 'trust',
    pattern: phrases(
      "(?:not|n't)(?: really| so)? (?:sure|convinced|certain|comfortable|confident)(?: .*)?",
      "(?:i'm|i am|we're) (?:worried|concerned|skeptical|hesitant)(?: .*)?",
      '(?:sounds|seems) (?:too good|complicated|risky)(?: .*)?',
      '(?:my|our|one) (?:only |main |biggest )?(?:concern|worry) is(?: .*)?',
      'what if(?: .*)?',
    ),
  },
  {
    kind: 'need',
    pattern: phrases(
      '(?:not|never)(?: really)? (?:interested|looking|necessary|for (?:me|us))(?: .*)?',
      "(?:don't|do not|didn't)(?: really)? (?:need|want|see (?:the|why|how))(?: .*)?",
      'think (?:about it|it over)',
      "(?:don't|do not) think (?:it|that|this|we|i)(?: .*)? (?:sense|need|right|fit|work|works|interested)(?: .*)?",
      'no (?:need|interest)',
    ),
  },
];

/** The agent takes the objection seriously before answering. */
export const ACKNOWLEDGES = phrases(
  '(?:i )?(?:completely |totally |fully |certainly |can )?(?:understand|appreciate|hear you|get that|see (?:why|your|what you mean|where))(?: .*)?',
  "(?:that's|that is|it's|it is)(?: a| an| totally| completely| absolutely)? (?:fair|valid|good|great|reasonable|understandable)(?: .*)?",
  '(?:thank you|thanks) for (?:sharing|telling|letting|being)(?: .*)?',
  'makes (?:total |perfect |complete )?sense',
  'other (?:customers|clients|people)(?: .*)? (?:felt|said|thought)(?: .*)?',
);
/** The agent gives a reason or a benefit. */
export const REASONS = phrases(
  '(?:because|which means|so that|that way|this way|so you (?:can|could|get)|that means)(?: .*)?',
  '(?:pays?|paid) for itself(?: .*)?',
  '(?:saves?|saved|saving|reduces?|reduced|cuts?|increases?|increased|avoids?|avoided|gains?|gained|improves?|improved|return|guarantee|includes?|included)(?: .*)?',
  "(?:it|that|this|you) (?:would|will|'ll|can)(?: only)? (?:help|save|cost|get|make|give|take|let|allow)(?: .*)?",
);
