import { phrases } from '../text/phrases.ts';
import type { Sentence } from '../text/sentences.ts';
import { DISMISSIVE } from './courtesy.ts';
import { AGREED, SATISFIED } from './outcome.ts';
import { type AnalysisInput, GREETING_OR_GOODBYE, type Tone } from './tone.ts';

/** A customer holding back, and how the agent answers. */
export interface Objection {
  readonly kind: ObjectionKind;
  readonly sentence: Sentence;
  /** What the agent says next, up to the customer's next but one turn. */
  readonly answer: readonly Sentence[];
  readonly acknowledged: Sentence | null;
  readonly explored: Sentence | null;
  readonly reasoned: Sentence | null;
  /** The customer's words that accept the answer; null where they do not. */
  readonly accepted: Sentence | null;
}

/** How many sentences after an objection belong to its handling. */
const HANDLING_SENTENCES = 14;
const ACCEPTING_TONE = 0.35;

/** Every objection of the call in order; one turn of the customer counts once. */
export function findObjections({ trusted, tone }: AnalysisInput): Objection[] {
  const { sentences } = trusted;
  const objections: Objection[] = [];
  let lastUtterance = -1;
  for (const [at, sentence] of sentences.entries()) {
    if (sentence.role !== 'customer' || sentence.question || sentence.utterance === lastUtterance) continue;
    const kind = OBJECTION_PHRASES.find(({ pattern }) => pattern.test(sentence.norm))?.kind;
    if (kind === undefined) continue;
    lastUtterance = sentence.utterance;
    objections.push({
      kind,
      sentence,
      ...handling(sentence.utterance, sentences.slice(at + 1, at + 1 + HANDLING_SENTENCES), tone),
    });
  }
  return objections;
}

function isObjection({ role, question, norm }: Sentence): boolean {
  return role === 'customer' && !question && OBJECTION_PHRASES.some(({ pattern }) => pattern.test(norm));
}

function handling(
  utterance: number,
  following: readonly Sentence[],
  tone: Tone,
): Omit<Objection, 'kind' | 'sentence'> {
  const next = following.findIndex((sentence) => sentence.utterance !== utterance && isObjection(sentence));
  const window = next < 0 ? following : following.slice(0, next);
  const answer = window.filter(({ role }) => role === 'agent');
  const find = (pattern: RegExp): Sentence | null => answer.find(({ norm }) => pattern.test(norm)) ?? null;
  const accepted = window.find(
    (sentence) =>
      sentence.role === 'customer' &&
      !sentence.question &&
      (AGREED.test(sentence.norm) ||
        SATISFIED.test(sentence.norm) ||
        /(?:(?<!think (?:it|that|this) )makes sense|^yes it does|good point|fair enough)/u.test(
          sentence.norm,
        ) ||
        (tone.ofSentence(sentence) >= ACCEPTING_TONE && !GREETING_OR_GOODBYE.test(sentence.norm))),
  );
  return {
    answer,
    acknowledged: find(ACKNOWLEDGES),
    explored: answer.find(({ question, norm }) => question && !DISMISSIVE.test(norm)) ?? null,
    reasoned: find(REASONS),
    accepted: accepted ?? null,
  };
}

/** What an objection is called in a sentence: "raised a concern about the price". */
export const OBJECTION_NAMES: Readonly<Record<ObjectionKind, string>> = {
  price: 'a concern about the price',
  timing: 'the timing as an objection',
  need: 'doubts about the need for it',
  competitor: 'an existing arrangement as an objection',
  authority: 'the need to consult somebody else',
  trust: 'doubts',
};

type ObjectionKind = 'price' | 'timing' | 'need' | 'competitor' | 'authority' | 'trust';

/** Ways in which a customer holds back. The first that matches names the kind. */
const OBJECTION_PHRASES: readonly { readonly kind: ObjectionKind; readonly pattern: RegExp }[] = [
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
const REASONS = phrases(
  '(?:because|which means|so that|that way|this way|so you (?:can|could|get)|that means)(?: .*)?',
  '(?:pays?|paid) for itself(?: .*)?',
  '(?:saves?|saved|saving|reduces?|reduced|cuts?|increases?|increased|avoids?|avoided|gains?|gained|improves?|improved|return|guarantee|includes?|included)(?: .*)?',
  "(?:it|that|this|you) (?:would|will|'ll|can)(?: only)? (?:help|save|cost|get|make|give|take|let|allow)(?: .*)?",
);
