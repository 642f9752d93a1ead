import { z } from 'zod';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import { phrases, type Sentence } from '../text/sentences.ts';
import type { Act, Acts } from './acts.ts';
import { models } from './model.ts';

const OutcomeKind = z.enum(['resolved', 'unresolved', 'follow_up', 'escalated', 'unknown']);
type OutcomeKind = z.infer<typeof OutcomeKind>;

/** How the call ended, and the sentences that show it, the most telling first. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly sentences: readonly Sentence[];
}

/** Below this probability an outcome is not stated: of those above, six of seven are true (docs/understanding.md). */
const LEAST_PROBABLE = 0.45;

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

/** What a call must do for an outcome to be shown by it, and who does it. */
const SHOWN_BY: Readonly<Record<Exclude<OutcomeKind, 'unknown'>, readonly Shown[]>> = {
  resolved: [
    { role: 'agent', acts: ['resolution'] },
    { role: 'customer', acts: ['thanks', 'praise'] },
  ],
  follow_up: [{ role: 'agent', acts: ['commitment'] }],
  escalated: [{ role: 'agent', acts: ['transfer'] }],
  unresolved: [
    { role: 'customer', acts: ['refusal', 'complaint', 'anger'] },
    { role: 'agent', acts: ['refusal'] },
  ],
};

interface Shown {
  readonly role: 'agent' | 'customer';
  readonly acts: readonly Act[];
}

const SENTENCES_PER_SIDE = 2;

/** How a call ended, as its words and what is done in it say together; `unknown` where that is not clear enough. */
export function decideOutcome(acts: Acts): Outcome {
  const { outputs } = models().outcome.header;
  const probabilities = models().outcome.probabilities(acts.callFeatures);
  const most = Math.max(...probabilities);
  const kind = OutcomeKind.parse(outputs[probabilities.indexOf(most)]);
  if (acts.turns.length === 0 || kind === 'unknown' || most < LEAST_PROBABLE)
    return { kind: 'unknown', sentences: [] };
  const sentences = SHOWN_BY[kind].flatMap(({ role, acts: some }) =>
    acts.mostProbable(role, some, SENTENCES_PER_SIDE),
  );
  return { kind, sentences };
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
