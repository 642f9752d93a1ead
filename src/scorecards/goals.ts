import type { Goal } from '../domain/analysis-config.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import { quoted } from '../text/rewrite.ts';
import { bestMatch, type PhraseMatch, phrases, type Sentence } from '../text/sentences.ts';
import { EMPATHY, FAREWELL, OFFERS_HELP, OFFERS_MORE, THANKS } from '../understanding/courtesy.ts';
import { IDENTITY_QUESTION } from '../understanding/identity.ts';
import { ACKNOWLEDGES } from '../understanding/objections.ts';

/** Whether a goal was reached. Score bands: 0.9 strongly, 0.7 clearly, 0.5 partly, 0.3 weakly achieved. */
export interface GoalResult {
  readonly met: boolean;
  /** 0 to 1, two decimals. */
  readonly score: number;
  readonly explanation: string;
  /** The sentence that reaches it, or comes closest. */
  readonly sentence: Sentence | null;
}

const MET_AT = 0.6;
const NOTICED_AT = 0.25;
const CONCEPT_SCORE = 0.9;
const DESCRIPTION_SHARE = 0.75;
const LATE_SHARE = 0.5;

/** Words of an instruction that are addressed to the agent and not said in the call. */
const INSTRUCTION_WORDS =
  /\b(?:agents?|reps?|customers?|callers?|prospects?|calls?|mentions?|mentioned|asks?|asked|asking|tells?|says?|explains?|offers?|makes?|sure|ensures?|always|must|should|never|provides?|gives?|states?|confirms?|uses?|before|during|after|end|start|beginning)\b/giu;

/**
 * Looks for the goal in what its side says: an example phrase literally (1) or in substance, a way of speaking that
 * the goal's wording asks for (0.9), or the words of its description (at most 0.75). Said too late, a match halves.
 */
export function checkGoal(transcript: ParsedTranscript, goal: Goal): GoalResult {
  const sentences = transcript.sentences.filter(({ role }) => goal.by === 'anyone' || role === goal.by);
  const limitMs = goal.withinSeconds === null ? Infinity : goal.withinSeconds * 1000;
  const timely = closest(
    sentences.filter(({ startMs }) => startMs <= limitMs),
    goal,
  );
  if (timely !== null && timely.score >= MET_AT) return metBy(timely, goal);
  const late = closest(
    sentences.filter(({ startMs }) => startMs > limitMs),
    goal,
  );
  if (late !== null && late.score >= MET_AT) return metTooLate(late, goal);
  return notMet(timely ?? late, goal);
}

function closest(sentences: readonly Sentence[], { name, description, examples }: Goal): PhraseMatch | null {
  const byExample = bestMatch(sentences, examples, NOTICED_AT);
  const concept = GOAL_CONCEPTS.find(({ asks }) => asks.test(`${name}. ${description}`));
  const match = concept === undefined ? undefined : sentences.find(({ norm }) => concept.pattern.test(norm));
  const byConcept = match === undefined ? null : { sentence: match, score: CONCEPT_SCORE };
  const byWords = bestMatch(sentences, [name, description].map(withoutInstruction), NOTICED_AT);
  const described = byWords === null ? null : { ...byWords, score: byWords.score * DESCRIPTION_SHARE };
  const candidates = [byExample, byConcept, described].filter((match) => match !== null);
  return candidates.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

/** The words that name the matter: "Mention the price lock to the customer" is about the price lock. */
function withoutInstruction(text: string): string {
  return text.replaceAll(INSTRUCTION_WORDS, ' ');
}

function metBy({ sentence, score }: PhraseMatch, { name, withinSeconds }: Goal): GoalResult {
  const within = withinSeconds === null ? '' : `, within the first ${withinSeconds} seconds`;
  const explanation = `${name}: reached at ${clock(sentence.startMs)}${within}: ${quoted(sentence.text)}`;
  return { met: true, score: round(score), explanation, sentence };
}

function metTooLate({ sentence, score }: PhraseMatch, { name, withinSeconds }: Goal): GoalResult {
  const explanation = `${name}: said only at ${clock(sentence.startMs)}, after the first ${withinSeconds ?? 0} seconds: ${quoted(sentence.text)}`;
  return { met: false, score: round(score * LATE_SHARE), explanation, sentence };
}

function notMet(match: PhraseMatch | null, { name, by }: Goal): GoalResult {
  const who = by === 'anyone' ? 'anyone' : `the ${by}`;
  if (match === null)
    return {
      met: false,
      score: 0,
      explanation: `${name}: nothing ${who} said comes close to it.`,
      sentence: null,
    };
  const explanation = `${name}: not reached; the closest ${who} came was at ${clock(match.sentence.startMs)}: ${quoted(match.sentence.text)}`;
  return { met: false, score: round(match.score), explanation, sentence: match.sentence };
}

/** Minutes and seconds of the recording: "1:04". */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function round(score: number): number {
  return Math.round(score * 100) / 100;
}

/** A thing goals and playbooks often ask for: how they word it, and how it sounds in a call. */
interface GoalConcept {
  /** Tested on the words of the goal's name and description. */
  readonly asks: RegExp;
  /** Tested on a sentence of the call. */
  readonly pattern: RegExp;
}

const asks = (source: string): RegExp => new RegExp(`\\b(?:${source})\\b`, 'iu');

/** The agent sums up or checks that both understand the same. */
const RECAPS = phrases(
  '(?:to|just to|let me|let me just|so to) (?:recap|summari[sz]e|confirm|clarify|repeat|make sure)(?: .*)?',
  'if i (?:hear|heard|understand|understood) you(?: .*)?',
  "so (?:what )?(?:i hear|i understand|you said|you are saying|you're saying)(?: .*)?",
  '(?:is|does) that (?:right|correct|make sense|sound right|sound good|sound okay|work for you)(?: .*)?',
  'did i (?:get|hear|understand)(?: .*)?',
);

/** The agent ties an offer to what it does for the customer. */
const BENEFITS = phrases(
  '(?:which|that) means(?: .*)?',
  'it means(?: .*)?',
  "so (?:that )?(?:you|they)(?: can|'ll| will| get| don't)(?: .*)?",
  "so (?:that )?your (?:team|people|staff|agents|reps|business|company|customers|family)(?: can|'ll| will| gets?| has| have| saves?| keeps?| spends?| don't| doesn't| no longer| never)(?: .*)?",
  'you (?:get|save|keep|gain|avoid|benefit|no longer|never have to)(?: .*)?',
  "(?:that's|this is) (?:exactly )?where (?:we|i)(?: .*)?",
  '(?:it|that|this|we) (?:would|will|can|could|helps?|saves?|cuts?|makes?) (?:you|your|help|save|pay|reduce|cut|make|give)(?: .*)?',
  'pays? for itself(?: .*)?',
  'so (?:you can|you could|that)(?: .*)?',
  "you (?:should|will|do not need|don't need|don't have)(?: .*)?",
);

/** The agent asks for a decision or a date. */
const ASKS_COMMITMENT = phrases(
  'does (?:\\w+ )*work(?: .*)?',
  '(?:shall|can|could|should) (?:we|i) (?:schedule|set|book|meet|start|go ahead|get|sign|put|send|arrange)(?: .*)?',
  '(?:would|do) you (?:like|want) (?:me |us )?to (?:go ahead|get started|start|sign|proceed|move|book|schedule|try|place|order|set)(?: .*)?',
  'are you ready to(?: .*)?',
  'when (?:can|could|would|should) (?:we|you|i)(?: .*)?',
  "let's (?:meet|schedule|set|book|get started|start|go ahead|plan|talk|do)(?: .*)?",
  '(?:what|which) (?:day|time|date)(?: .*)?',
);

/** A question that invites more than a fact. */
const OPEN_QUESTION = phrases(
  '(?:how|why)(?! (?:much|many|long|old|far|often|soon|are you)(?: |$)) \\w+(?: .*)?',
  "what (?!(?:is|are|was)(?: your| the|'s)|day|time|date|number|kind of card|account)(?:\\w+)(?: .*)?",
  '(?:tell me|walk me|help me understand|describe|talk to me about)(?: .*)?',
  "what's (?:important|stopping|holding|driving|the biggest|on your mind|going on|prompting)(?: .*)?",
);

/** The more specific first: the first whose wording a goal uses decides. */
const GOAL_CONCEPTS: readonly GoalConcept[] = [
  {
    asks: asks('e-?mail(?: address)?'),
    pattern: phrases(
      '(?:what|may|can|could|is|confirm|verify|have)(?: .*)? e-?mail(?: .*)?',
      'e-?mail (?:address )?(?:is|to|for)(?: .*)?',
    ),
  },
  {
    asks: asks('phone number|callback number|contact number'),
    pattern: phrases(
      '(?:what|may|can|could|is|confirm|verify|have)(?: .*)? (?:phone|number|telephone)(?: .*)?',
    ),
  },
  {
    asks: asks('follow[- ]?up|call(?:ing)? back|callback|next steps?'),
    pattern: phrases(
      "(?:i'll|i will|we'll|we will|i'm going to|let's|i can|can i|may i|shall i|would you like me to)(?: .*)? (?:follow up|call you|send you|email you|e-mail you|get back|be in touch|reach out|meet|schedule|text)(?: .*)?",
      'next step(?: .*)?',
    ),
  },
  {
    asks: asks('record(?:ed|ing)|recording notice'),
    pattern: phrases(
      '(?:call|line|conversation)(?: .*)? recorded(?: .*)?',
      'recorded (?:line|call)',
      'being recorded(?: .*)?',
    ),
  },
  {
    asks: asks('verif(?:y|ies|ication)|identi(?:ty|fy|fication)|authenticat\\w+'),
    pattern: IDENTITY_QUESTION,
  },
  {
    asks: asks('greet\\w*|introduc\\w+|welcome|state (?:your|their) name'),
    pattern: phrases(
      'my name is(?: .*)?',
      '(?:hello|hi|hey|good morning|good afternoon|good evening)(?: .*)?(?: this is| my name)(?: .*)?',
      '(?:thank you|thanks) for calling(?: .*)?',
      'this is .* (?:with|from|at)(?: .*)?',
    ),
  },
  { asks: asks('empath\\w+|apologi[sz]\\w*|understanding|sympath\\w+'), pattern: EMPATHY },
  { asks: asks('objections?|concerns?'), pattern: ACKNOWLEDGES },
  {
    asks: asks('budget'),
    pattern: phrases(
      'budget(?: .*)?',
      '(?:what|how much)(?: .*)? (?:spend|spending|cost|costs|pay|paying|afford)(?: .*)?',
    ),
  },
  {
    asks: asks('decision[- ]?makers?|who (?:else )?decides'),
    pattern: phrases(
      'who else(?: .*)?',
      'who (?:makes|decides|signs|is involved|approves)(?: .*)?',
      'decision(?: .*)?',
    ),
  },
  {
    asks: asks('timeline|time ?frame|deadline'),
    pattern: phrases(
      '(?:when|how soon)(?: .*)? (?:need|start|looking|plan|want|hoping)(?: .*)?',
      'time ?(?:line|frame)(?: .*)?',
    ),
  },
  { asks: asks('recap\\w*|summari[sz]\\w*|confirm (?:the )?understanding|sum up'), pattern: RECAPS },
  {
    asks: asks(
      'further help|anything else|additional (?:help|assistance)|more help|further assistance|other questions',
    ),
    pattern: OFFERS_MORE,
  },
  { asks: asks('offer(?:s|ed|ing)? (?:to )?help|assistance'), pattern: OFFERS_HELP },
  {
    asks: asks(
      'clos(?:e|es|ing) (?:politely|courteously|warmly|the call)|goodbye|farewell|polite(?:ly)? end\\w*',
    ),
    pattern: FAREWELL,
  },
  { asks: asks('thank\\w*|gratitude'), pattern: THANKS },
  {
    asks: asks('open[- ](?:ended )?questions?|discover\\w*|(?:ask|learn|find out) (?:about|what)|needs?'),
    pattern: OPEN_QUESTION,
  },
  { asks: asks('benefits?|value'), pattern: BENEFITS },
  {
    asks: asks(
      'commitment|ask for the (?:sale|business|decision)|book(?: a)? (?:meeting|demo|appointment)|schedule (?:a )?(?:meeting|demo|appointment)',
    ),
    pattern: ASKS_COMMITMENT,
  },
];
