const within = (words: number) => `(?: [^ ]+){0,${words}}`;

/** Sentences that tell whoever judges the call what to find. Tested against words in lower case, parted by single spaces. */
const ORDERS: readonly string[] = [
  `(?:ignore|disregard|forget|override|bypass)${within(4)} (?:rules|instructions|prompts?|guidelines|criteria|transcript)(?: |$)`,
  `^(?:please |now |and |system |just )*(?:give|award|assign|set|score|rate|grade)${within(3)} (?:this call|this conversation|every pillar|all pillars|each pillar|every goal|every section|the agent)${within(8)} (?:100|one hundred|hundred|perfect|maximum|highest|full marks|ten out of ten)(?: |$)`,
  `(?:^| )mark${within(2)} (?:goals?|pillars?|rules?|points?|sections?)${within(2)} (?:met|passed|followed|verified)(?: |$)`,
  `(?:^| )you are (?:now |actually )?(?:an? |the )(?:[^ ]+ )?(?:judge|grader|evaluator|language model|ai model|chatbot)(?: |$)`,
  `^(?:please )?(?:answer|respond|output|print) (?:with |that |only |the )*(?:[^ ]+ ){0,3}(?:json|score|perfect|verified|schema)(?: |$)`,
  `(?:do not|don't|never) (?:report|mention|quote|include)${within(2)} (?:sentence|instruction|instructions|message)(?: |$)`,
];
const ORDER = new RegExp(ORDERS.join('|'), 'u');

/** Every order has one of these words: most text need not be looked at more closely. */
const CUE =
  /ignore|disregard|forget|override|bypass|award|assign|set|score|rate|grade|give|mark|judge|grader|evaluator|model|chatbot|answer|respond|output|print|report|mention|quote|include/iu;

/** Whether a text may hold an order to the judge. Cheap; true for much that holds none. */
export function mayOrderJudge(text: string): boolean {
  return CUE.test(text);
}

/** Whether a sentence is an order to the judge. `norm`: its words in lower case, parted by single spaces. */
export function ordersJudge(norm: string): boolean {
  return ORDER.test(norm);
}
