import { phrases } from './phrases.ts';

/** Why a sentence stands out, as a description ("Customer thanks the agent"); the first that matches counts. */
export const MOMENT_REASONS: readonly { readonly reason: string; readonly pattern: RegExp }[] = [
  {
    reason: 'asks for a manager',
    pattern: phrases('(?:speak|talk) (?:to|with) (?:a|your|the) (?:manager|supervisor)(?: .*)?'),
  },
  { reason: 'wants to cancel', pattern: phrases('cancel(?:ling)?(?: .*)?', 'money back', 'a refund') },
  {
    reason: 'asks not to be called again',
    pattern: phrases("(?:don't|do not|never|stop) call(?:ing)?(?: .*)?"),
  },
  {
    reason: 'has called about this before',
    pattern: phrases(
      '(?:second|third|fourth|fifth) time(?: .*)?',
      '(?:nobody|no one) (?:called|answered|helped)(?: .*)?',
      'still waiting',
    ),
  },
  {
    reason: 'objects to the price',
    pattern: phrases(
      '(?:too )?expensive',
      "(?:don't|do not) have (?:a lot of |the |any )?budget(?: .*)?",
      'too much money',
      "can't afford(?: .*)?",
    ),
  },
  { reason: 'is not interested', pattern: phrases('not (?:really )?(?:interested|looking)(?: .*)?') },
  {
    reason: 'is frustrated',
    pattern: phrases(
      'frustrat(?:ed|ing)',
      'annoy(?:ed|ing)',
      'ridiculous',
      'unacceptable',
      'unbelievable',
      'waste of (?:my )?time',
      'fed up',
      'worst(?: .*)?',
      'terrible',
      'awful',
    ),
  },
  {
    reason: 'does not understand',
    pattern: phrases("(?:don't|do not) understand(?: .*)?", 'what do you mean(?: .*)?', 'confus(?:ed|ing)'),
  },
  {
    reason: 'reports a problem',
    pattern: phrases(
      "(?:does not|doesn't|not|stopped|won't) work(?:ing|s)?(?: .*)?",
      'keeps?(?: .*)?',
      '(?:i )?lost(?: .*)?',
      'problem(?: .*)?',
      'issue(?: .*)?',
      'broken',
      'warning light(?: .*)?',
      'struggl(?:e|ing)(?: .*)?',
      'delayed(?: .*)?',
      'late(?: .*)?',
    ),
  },
  {
    reason: 'apologises',
    pattern: phrases(
      "(?:i'm|i am|we're|we are)(?: so| very| really)? sorry(?: .*)?",
      'apologi[sz]e(?: .*)?',
      'my apologies',
    ),
  },
  {
    reason: 'shows understanding',
    pattern: phrases(
      'i (?:completely |totally |fully )?understand(?: .*)?',
      'i hear you',
      'that sounds (?:frustrating|exhausting|hard|difficult|stressful)',
    ),
  },
  {
    reason: 'praises the help',
    pattern: phrases(
      '(?:very|so|really) helpful',
      '(?:great|good|excellent) (?:service|job|help)',
      'impressive',
      'huge for (?:us|me)',
      'faster than(?: .*)?',
      'love (?:it|that)',
    ),
  },
  {
    reason: 'agrees',
    pattern: phrases(
      '(?<!think (?:it|that|this) )makes sense',
      'sounds (?:good|great|perfect)',
      '(?:that|it|this)(?: .*)? works(?: .*)?',
      "let's do (?:it|that)",
      '(?:yes|yeah) exactly',
    ),
  },
  { reason: 'thanks the {other}', pattern: phrases('(?:thank you|thanks)(?: .*)?', 'appreciate(?: .*)?') },
  {
    reason: 'says a friendly goodbye',
    pattern: phrases('(?:you too|have a (?:great|good|nice|wonderful)|take care|same to you)(?: .*)?'),
  },
  {
    reason: 'greets the {other} warmly',
    pattern: phrases('(?:hello|hi|good morning|good afternoon|welcome)(?: .*)?'),
  },
];
