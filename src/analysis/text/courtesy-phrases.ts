import { phrases } from './phrases.ts';

/** The parts of an opening by the agent. */
export const GREETS = phrases(
  'hello',
  'hi',
  'hey',
  'hiya',
  'good (?:morning|afternoon|evening|day)',
  'welcome(?: to .*)?',
  '(?:thank you|thanks) for (?:calling|contacting|choosing|joining|making the time|taking the time)(?: .*)?',
);
export const OFFERS_HELP = phrases(
  '(?:how|what) (?:can|may|could) (?:i|we) (?:help|assist|do)(?: .*)?',
  'how (?:are you|may i direct)(?: .*)?',
  "(?:i'm|i am) here to help(?: .*)?",
  'what (?:brings|can)(?: .*)?',
);
/** The parts of a close by the agent. */
export const OFFERS_MORE = phrases(
  'anything else(?: .*)?',
  'any(?: other| more| further)? questions(?: .*)?',
  'what (?:other )?questions(?: .*)?',
  'something else(?: .*)?',
);
export const FAREWELL = phrases(
  'have (?:a|an) (?:\\w+ )?(?:great|good|nice|wonderful|lovely|fantastic|pleasant|beautiful|blessed|awesome)(?: .*)?',
  'enjoy (?:your|the rest)(?: .*)?',
  '(?:bye|goodbye|bye-bye|good bye)(?: .*)?',
  'take care(?: .*)?',
  '(?:talk|speak) to you (?:soon|then|later)(?: .*)?',
  'see you(?: .*)?',
  'you (?:too|as well)',
);
export const THANKS = phrases('(?:thank you|thanks)(?: .*)?', '(?:i |we )?(?:really )?appreciate(?: .*)?');

/** The agent takes part in how the customer feels. */
export const EMPATHY = phrases(
  "(?:i'm|i am|we're|we are)(?: so| very| really| truly)? sorry(?: .*)?",
  '(?:so |very |really )?sorry (?:to hear|about|for)(?: .*)?',
  '(?:i |we )?(?:do )?(?:apologi[sz]e|my apologies)(?: .*)?',
  '(?:i )?(?:can |completely |totally |fully |certainly |do )?understand(?: (?:how|that|your|why|the|completely|this))?(?: .*)?',
  'i (?:can )?(?:imagine|hear you|get that|feel)(?: .*)?',
  'that (?:sounds|must be|must have been)(?: .*)?',
  '(?:appreciate|thank you for|thanks for) (?:your patience|your understanding|you sharing|sharing)(?: .*)?',
  "(?:don't|do not) worry(?: .*)?",
  'i know (?:how|that)(?: .*)? (?:frustrating|important|hard|stressful|difficult)(?: .*)?',
);
/** The agent is willing. */
export const WILLING = phrases(
  "(?:i'd|i would|we'd|i'll|i will)(?: also)? be (?:happy|glad|more than happy) to(?: .*)?",
  '(?:sure|certainly|absolutely|of course|definitely|my pleasure|no problem)(?: .*)?',
  'i can (?:certainly |definitely |absolutely )?(?:help|assist|do|take care)(?: .*)?',
  'let me (?:help|take care)(?: .*)?',
  "you(?:'re| are) (?:very |so )?welcome",
);
/** The agent is short with the customer. */
export const DISMISSIVE = phrases(
  'whatever',
  "(?:there's|there is) nothing (?:i|we) can do(?: .*)?",
  "(?:that's|that is|it's) (?:not my|your) (?:problem|fault|job|issue)(?: .*)?",
  'like i (?:said|told you)',
  'do you want it or not',
  'calm down',
  "(?:i|we) (?:can't|cannot) do anything(?: .*)?",
);
