import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import { phrases } from '../text/phrases.ts';
import type { Sentence } from '../text/sentences.ts';
import { findCommitments } from './commitments.ts';
import type { AnalysisInput } from './tone.ts';

type OutcomeKind = 'resolved' | 'unresolved' | 'follow_up' | 'escalated' | 'unknown';

/** How the call ended, and the sentences that show it, the most telling first. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly sentences: readonly Sentence[];
}

/** The end of a call, where satisfaction and dissatisfaction are voiced: its last customer sentences. */
const ENDING_SENTENCES = 6;
const CLOSING_TONE = -0.2;
const PLEASED_TONE = 0.5;

/** What the agent did or answered, the most telling first. */
export function findResolutions(transcript: ParsedTranscript): Sentence[] {
  const agent = transcript.sentences.filter(({ role, question }) => role === 'agent' && !question);
  const found = new Set<Sentence>();
  for (const pattern of [...DONE_PHRASES, ...ANSWER_PHRASES]) {
    for (const sentence of agent) {
      if (pattern.test(sentence.norm) && !REFUSAL.test(sentence.norm)) found.add(sentence);
    }
  }
  return [...found];
}

/** What the agent says cannot be done, in order. */
export function findRefusals(transcript: ParsedTranscript): Sentence[] {
  return transcript.sentences.filter(({ role, norm }) => role === 'agent' && REFUSAL.test(norm));
}

/**
 * Decides how a call ended: a customer who leaves displeased is unresolved, whatever was done; then a hand-over,
 * a promise for later, and what was done or answered, in that order of strength.
 */
export function decideOutcome({ trusted, tone }: AnalysisInput): Outcome {
  const of = (role: string): Sentence[] => trusted.sentences.filter((sentence) => sentence.role === role);
  const ending = of('customer').slice(-ENDING_SENTENCES);
  const displeased = ending.filter(({ norm }) => DISSATISFIED.test(norm));
  const satisfied = ending.filter(({ norm }) => SATISFIED.test(norm));
  const mood = ending.reduce((sum, sentence) => sum + tone.ofSentence(sentence), 0);
  const refusals = findRefusals(trusted);
  if (displeased.length > 0 && (satisfied.length === 0 || mood < CLOSING_TONE)) {
    return { kind: 'unresolved', sentences: [...displeased.toReversed(), ...refusals] };
  }
  const escalations = of('agent').filter(({ norm }) => ESCALATION.test(norm));
  if (escalations.length > 0) return { kind: 'escalated', sentences: escalations };
  const resolutions = findResolutions(trusted);
  if (resolutions.length > 0 && satisfied.length > 0) {
    return { kind: 'resolved', sentences: [...satisfied.slice(-1), ...resolutions] };
  }
  const agreed = of('customer').filter(({ norm }) => AGREED.test(norm));
  const promises = findCommitments(trusted).filter(({ tentative }) => !tentative);
  const mine = promises.filter(({ assignee }) => assignee === 'agent').map(({ sentence }) => sentence);
  if (mine.length > 0) return { kind: 'follow_up', sentences: [...mine, ...agreed.slice(-1)] };
  if (satisfied.length > 0 && mood > PLEASED_TONE)
    return { kind: 'resolved', sentences: [...satisfied.slice(-1), ...refusals] };
  if (resolutions.length > 0 && mood >= 0) return { kind: 'resolved', sentences: resolutions };
  if (promises.length > 0) return { kind: 'follow_up', sentences: promises.map(({ sentence }) => sentence) };
  if (refusals.length > 0) return { kind: 'unresolved', sentences: refusals };
  if (satisfied.length > 0) return { kind: 'resolved', sentences: satisfied };
  return { kind: 'unknown', sentences: [] };
}

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
const ANSWER_PHRASES: readonly RegExp[] = [
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
const REFUSAL = phrases(
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
