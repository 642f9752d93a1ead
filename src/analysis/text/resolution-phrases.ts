import { phrases } from './phrases.ts';

const DONE =
  'ordered|scheduled|rescheduled|moved|noted|sent|transferred|processed|updated|reset|replaced|cancelled|canceled|booked|placed|submitted|applied|opened|added|changed|removed|issued|refunded|credited|activated|fixed|resolved|completed|confirmed|set up|renewed|extended|paid|shipped|unlocked|registered|enrolled|corrected|arranged|deposited|emailed|forwarded';

/** The agent reports that something is done, most telling first. */
export const DONE_PHRASES: readonly RegExp[] = [
  phrases(
    `(?:i|we|i've|we've|i have|we have)(?: have)?(?: just| already| now| also| gone ahead and)* (?:${DONE})(?: .*)?`,
  ),
  phrases(
    `(?:has|have|is|are|was|were) (?:been |now |all |already )*(?:${DONE})(?: .*)?`,
    "(?:it|that|you|everything)(?:'s| is|'re| are) (?:all )?(?:set|done|on the way|taken care of|good to go|sorted)(?: .*)?",
  ),
];
/** The agent gives what was asked for: a balance, hours, a price, a date. */
export const ANSWER_PHRASES: readonly RegExp[] = [
  phrases(
    "(?:it|we|they)(?:'s| is| are|'re)? (?:opens?|closes?|open|starts?|costs?|takes?) (?:.*(?:\\d|am|pm|a m|p m|o'clock|dollars|hundred|thirty|fifteen|minutes|hours|days|weeks|one|two|three|four|five|six|seven|eight|nine|ten).*)",
    '(?:(?:that|this|the) \\w+|that|this|it) means(?: .*)?',
    '(?:i|we) can (?:give|offer|get) you(?: .*)?',
  ),
  phrases(
    "(?:your|the|our) (?:[\\w'-]+ ){0,4}(?:is|are|comes to|will be|was) (?:.*(?:dollars?|pounds|euros|percent|hundred|thousand|am|pm|a\\.m|p\\.m|a m|p m|o'clock|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\\d+).*)",
  ),
  phrases(
    'you (?:should|will|can) (?:.* )?(?:receive|get|expect|see|pick|arrive)(?: .*)?',
    "you'll (?:receive|get|see)(?: .*)?",
  ),
  phrases(
    '(?:the|your) (?:cause|problem|issue|modem|device|part|line) (?:.* )?(?:is|was|has|needs)(?: .*)?',
    'it means(?: .*)?',
    'the (?:plan|price|cost) (?:.* )?is(?: .*)?',
  ),
];
/** The agent cannot do what is asked. */
export const REFUSAL = phrases(
  "(?:i|we) (?:can't|cannot|can not|am unable to|are unable to|don't|do not|won't)(?: really| currently)? (?:do|help|offer|access|find|change|refund|cancel|provide|have|cover|make|give|process|see|transfer)(?: .*)?",
  "(?:is|are|it's|that's|they're)(?: unfortunately)? (?:not|n't) (?:covered|available|possible|something|able|allowed|eligible)(?: .*)?",
  "(?:there is|there's|we have) (?:no|nothing)(?: .*)?",
  "(?:isn't|aren't|wasn't|not) (?:covered|available|possible)(?: .*)?",
  'on back ?order',
);
/** The agent hands the customer to somebody else in the company. */
export const ESCALATION = phrases(
  "(?:i'll|i will|i'm going to|i am going to|i can|let me)(?: just| go ahead and)? (?:transfer you|connect you|put you (?:through|in touch))(?: .*)?",
  "(?:i'm|i am) transferring you(?: .*)?",
  "(?:i've|i have|i'll|i will|i'm going to)(?: .*)? escalated?(?: .*)?",
  'my (?:manager|supervisor) (?:will|can)(?: .*)?',
);
/** The customer says that nothing is left to do. */
export const SATISFIED = phrases(
  "(?:that's|that is|that was|that'll be|that will be|that would be|that was (?:going to|gonna) be|i think that will be|i think that's|this is) (?:it|all|everything)(?: .*)?",
  "(?:that's|that is) (?:all|everything) (?:that )?i need(?:ed)?(?: .*)?",
  'all (?:that )?i need(?:ed)?(?: .*)?',
  "(?:no|nope)(?:,)? (?:thank you|thanks|i'm good|i am good|i'm all set)(?: .*)?",
  'nothing else(?: .*)?',
  "i(?:'m| am) (?:all set|good)",
);
/** The customer is not content with how the call ends. */
export const DISSATISFIED = phrases(
  '(?:waste of (?:my )?time|unacceptable|ridiculous|unbelievable|worst|terrible|useless)(?: .*)?',
  "(?:not|isn't) (?:good enough|helpful|acceptable)",
  "(?:please )?(?:don't|do not|never|stop) call(?:ing)?(?: .*)?",
  "(?:i'm|i am|we're|we are|i am really) not (?:really )?(?:interested|happy|satisfied)(?: .*)?",
  "i(?:'m| am| am going to|'m going to|'ll| will)? cancel(?:ling)?(?: .*)?",
  "i(?:'ll| will) (?:go|take my business) (?:somewhere else|elsewhere|to a competitor)(?: .*)?",
);
/** Agreement on what comes next. */
export const AGREED = phrases(
  '(?:that|this|it|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow)(?: .*)? works(?: .*)?',
  "(?:that|this|it|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow)(?: at \\w+)?(?: is|'s) (?:fine|good|perfect|a (?:fair|good|great) (?:offer|price|deal|idea))(?: .*)?",
  'sounds (?:good|great|perfect|fine)(?: .*)?',
  "let's do (?:it|that)(?: .*)?",
  "(?:i'll|we'll|i will) (?:take|go with|try) (?:it|that|the)(?: .*)?",
  "let's go (?:with|ahead)(?: .*)?",
  "i(?:'d| would) like to (?:go ahead|proceed|sign up)(?: .*)?",
);
