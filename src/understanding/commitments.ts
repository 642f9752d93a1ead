import type { Role } from '../domain/transcript.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import { bareClause, shorten } from '../text/rewrite.ts';
import type { Sentence } from '../text/sentences.ts';

/** Verbs of things done after the call. What is done on the line at once (check, hold, pull up) is not a commitment. */
const LATER_VERBS =
  'send|e-?mail|mail|text|call|phone|ring|follow|get back|be in touch|reach out|contact|forward|share|prepare|submit|process|arrange|schedule|book|ship|deliver|order|refund|credit|issue|escalate|file|open a (?:ticket|case|claim)|investigate|review|think|talk|speak|discuss|check with|ask|invite|sign|pay|bring|come|visit|stop by|drop off|let (?:you|them|him|her|everyone|my|our|your) know|confirm|set up|set that up|put together|draft|write|meet|have (?:someone|somebody|a technician|an? \\w+ (?:call|contact|reach)|our|my|the)|make sure|update|replace|return|look into|go over|loop in|introduce|add|renew|try|download|upload|install|fill (?:out|in)';
const CUSTOMER_VERBS = `${LATER_VERBS}|restart|reboot|wait for|keep|complete|log (?:in|on)|register|reply|respond|provide|change|reset|buy|pick up|head|go|read|take a look|look at|look over|watch`;

const boundary = (source: string): RegExp => new RegExp(`(?<![^ ])(?:${source})(?![^ ])`, 'gu');

/** "I'll send …": the speaker commits to do something. The first group is the verb on which the description starts. */
const PROMISE = boundary(
  `(?:i'll|i will|we'll|we will|i'm going to|i am going to|we're going to|we are going to|i'm gonna|i can|i plan to|i intend to|i promise to|i'd be happy to|i need to|i have to|i'll have to)(?: definitely| also| then| just| go ahead and| make sure to| personally| probably)* (${LATER_VERBS})`,
);
/** "Let's meet …": both commit; the agent keeps the appointment. */
const PROPOSAL = boundary(
  "(?:let's|let us|shall we|we should|we could|can we|could we)(?: then)? (meet|talk|speak|schedule|book|set up|reconnect|touch base|go over|plan|do a call|have a call|connect)",
);
/** "Please call us back", "you will need to sign": the speaker asks the other to do something. */
const ASSIGNMENT = boundary(
  `(?:please|you(?:'ll| will)? (?:just )?(?:need|have|want) to|you(?:'ll| will) want to|make sure (?:to|you|that you)|don't forget to|remember to|you (?:should|can|must|could)|feel free to)(?: just| also| then| go ahead and)* (${CUSTOMER_VERBS})`,
);
/** "Someone will call you": a promise in the company's name. */
const DELEGATED = boundary(
  "(?:someone|somebody|a colleague|a specialist|a technician|a representative|a supervisor|my manager|our team|the team|they|he|she|my colleague) (?:will|'ll|is going to|are going to) (call|contact|come|visit|reach out|e-?mail|follow up|be in touch|get back|send|review|look into|arrive|repair|fix)",
);

/** Not a commitment at all: hypothetical, refused, or done while the other waits. */
const NOT_A_COMMITMENT =
  /(?<![^ ])(?:i don't know if|i doubt|if i were|don't call|do not call|never call|not call me|would have to|i can't|i cannot|should have|could have|put you on|place you on|transfer you|i can help|ask you (?:a|some|for)|ask for|get your|be right back|confirm (?:your|that you|the (?:phone|number|address|name))|try that again|add that it|review your account|update your account for you now)(?![^ ])/u;
/** Opens the next thought, where the description of the commitment ends. */
const NEXT_THOUGHT =
  /(?:[,;]? (?:and|but|so|or|because) (?:then )?(?:i|i'll|i'm|i've|we|we'll|we'd|you|you'll|let's|let us|please|they|does|do|is|if|that|it|maybe|the)(?= |,|$)|[,;] (?=(?:does|do|is|are|would|will|can|okay|alright|all right|thanks|thank you)(?: |,|$))| (?:is that|does that|would that|is there|thank you|thanks|have a)(?= |$)).*$/iu;
const CONDITION = /(?<![^ ])(if (?:.+?))(?:,| (?=(?:please|you|just|then|we|i)(?: |$)))/iu;
export const URGENT =
  /(?<![^ ])(?:as soon as possible|asap|right away|immediately|urgent|urgently|today|this afternoon|within the hour|by end of day|first thing)(?![^ ])/u;
const TENTATIVE =
  /(?<![^ ])(?:maybe|probably|might|if|try|think about|feel free|you can|you could|possibly|perhaps)(?![^ ])/u;

/** Something somebody is to do after the call. */
export interface Commitment {
  readonly assignee: 'agent' | 'customer';
  /** Who says it: a promise is the speaker's own, an assignment falls to the other side. */
  readonly by: Role;
  /** From the verb on, tidied, in the speaker's words: "send you the proposal by Friday". */
  readonly clause: string;
  /** "if it still drops after tomorrow"; null for an unconditional one. */
  readonly condition: string | null;
  readonly tentative: boolean;
  readonly sentence: Sentence;
}

const LONGEST_CLAUSE_WORDS = 24;
const SHORTEST_CLAUSE_WORDS = 2;
const KINDS = [
  { pattern: PROMISE, falls: 'speaker' },
  { pattern: PROPOSAL, falls: 'agent' },
  { pattern: DELEGATED, falls: 'agent' },
  { pattern: ASSIGNMENT, falls: 'other' },
] as const;

/** Promises, proposals and assignments of the call, in order; each wording once. */
export function findCommitments(transcript: ParsedTranscript): Commitment[] {
  const seen = new Set<string>();
  return transcript.sentences.flatMap(commitmentsIn).filter(({ clause, assignee }) => {
    const key = `${assignee} ${clause.toLowerCase()}`;
    return seen.size < seen.add(key).size;
  });
}

function commitmentsIn(sentence: Sentence): Commitment[] {
  if (NOT_A_COMMITMENT.test(sentence.norm)) return [];
  return KINDS.flatMap(({ pattern, falls }) =>
    [...sentence.norm.matchAll(pattern)].flatMap((match) => {
      if (sentence.question && pattern !== PROPOSAL) return [];
      const assignee = assigneeOf(falls, sentence.role);
      const verbAt = match.index + match[0].length - (match[1]?.length ?? 0);
      const clause = clauseFrom(sentence, verbAt);
      if (assignee === null || clause.split(' ').length < SHORTEST_CLAUSE_WORDS) return [];
      const condition = conditionOf(sentence, verbAt);
      const tentative =
        condition !== null || TENTATIVE.test(match[0]) || TENTATIVE.test(clause.toLowerCase());
      return [{ assignee, by: sentence.role, clause, condition, tentative, sentence }];
    }),
  );
}

function assigneeOf(falls: (typeof KINDS)[number]['falls'], speaker: Role): Commitment['assignee'] | null {
  if (speaker === 'unknown') return null;
  if (falls === 'agent' || falls === 'speaker') return falls === 'agent' ? 'agent' : speaker;
  return speaker === 'agent' ? 'customer' : null;
}

/** The sentence's own writing from a place in its normalised form to the end of the thought. */
function clauseFrom(sentence: Sentence, normOffset: number): string {
  const skipped = sentence.norm.slice(0, normOffset).trimEnd().split(' ').length;
  const offset = sentence.tokens[0]?.start ?? 0;
  const from = (normOffset === 0 ? sentence.tokens[0] : sentence.tokens[skipped])?.start ?? offset;
  const text = bareClause(sentence.text.slice(from - offset));
  return shorten(bareClause(text.replace(NEXT_THOUGHT, '')), LONGEST_CLAUSE_WORDS);
}

function conditionOf(sentence: Sentence, normOffset: number): string | null {
  const before = sentence.norm.slice(0, normOffset);
  const condition = CONDITION.exec(`${before},`)?.[1];
  return condition?.replace(/ (?:please|you.*|i|i'll|we|we'll|just|then)$/u, '') ?? null;
}
