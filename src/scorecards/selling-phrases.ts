import { phrases } from '../text/phrases.ts';

/** The agent sums up or checks that both understand the same. */
export const RECAPS = phrases(
  '(?:to|just to|let me|let me just|so to) (?:recap|summari[sz]e|confirm|clarify|repeat|make sure)(?: .*)?',
  'if i (?:hear|heard|understand|understood) you(?: .*)?',
  "so (?:what )?(?:i hear|i understand|you said|you are saying|you're saying)(?: .*)?",
  '(?:is|does) that (?:right|correct|make sense|sound right|sound good|sound okay|work for you)(?: .*)?',
  'did i (?:get|hear|understand)(?: .*)?',
);
/** The customer has lost the thread. */
export const CONFUSED = phrases(
  "(?:i )?(?:don't|do not|didn't) (?:understand|follow|get it|catch)(?: .*)?",
  'what do you mean(?: .*)?',
  "(?:i'm|i am)(?: a bit| a little| really)? (?:confused|lost)(?: .*)?",
  '(?:can|could) you (?:repeat|say) (?:that|it)(?: .*)?',
  'who is this',
  'what was that',
);
/** The agent ties an offer to what it does for the customer. */
export const BENEFITS = phrases(
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
/** The agent gives proof. */
export const PROOF = phrases(
  '(?:one|some|many|most|a lot) of our (?:customers|clients|users)(?: .*)?',
  '(?:other|similar) (?:customers|clients|companies|teams)(?: .*)?',
  '(?:another|one|a similar) (?:customer|client|company|team)(?: of ours| like yours)? (?:\\w+ed|had|got|cut|saw|found|went|uses?|spends?|spent|now)(?: .*)?',
  '(?:customers|clients|companies|teams) like (?:you|yours)(?: .*)?',
  'case study(?: .*)?',
  'in (?:\\w+ )?(?:weeks|months|days)(?: .*)?',
  'our (?:records|data|numbers|results) show(?: .*)?',
);
/** The agent weakens what is said. */
export const HEDGES =
  /(?<![^ ])(?:i guess|i don't know|maybe|might be|i think|i believe|probably|not sure|sort of|kind of|i suppose|hopefully|i'd have to check)(?![^ ])/gu;
/** The agent asks for a decision or a date. */
export const ASKS_COMMITMENT = phrases(
  'does (?:\\w+ )*work(?: .*)?',
  '(?:shall|can|could|should) (?:we|i) (?:schedule|set|book|meet|start|go ahead|get|sign|put|send|arrange)(?: .*)?',
  '(?:would|do) you (?:like|want) (?:me |us )?to (?:go ahead|get started|start|sign|proceed|move|book|schedule|try|place|order|set)(?: .*)?',
  'are you ready to(?: .*)?',
  'when (?:can|could|would|should) (?:we|you|i)(?: .*)?',
  "let's (?:meet|schedule|set|book|get started|start|go ahead|plan|talk|do)(?: .*)?",
  '(?:what|which) (?:day|time|date)(?: .*)?',
);
/** A question that invites more than a fact. */
export const OPEN_QUESTION = phrases(
  '(?:how|why)(?! (?:much|many|long|old|far|often|soon|are you)(?: |$)) \\w+(?: .*)?',
  "what (?!(?:is|are|was)(?: your| the|'s)|day|time|date|number|kind of card|account)(?:\\w+)(?: .*)?",
  '(?:tell me|walk me|help me understand|describe|talk to me about)(?: .*)?',
  "what's (?:important|stopping|holding|driving|the biggest|on your mind|going on|prompting)(?: .*)?",
);
