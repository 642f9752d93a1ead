import { phrases } from './phrases.ts';
import { FAREWELL, OFFERS_HELP, OFFERS_MORE, EMPATHY, THANKS } from './courtesy-phrases.ts';
import { IDENTITY_QUESTION } from './identity-phrases.ts';
import { ACKNOWLEDGES } from './objection-phrases.ts';
import { ASKS_COMMITMENT, BENEFITS, OPEN_QUESTION, RECAPS } from './selling-phrases.ts';

/** A thing goals and playbooks often ask for: how they word it, and how it sounds in a call. */
export interface GoalConcept {
  /** Tested on the words of the goal's name and description. */
  readonly asks: RegExp;
  /** Tested on a sentence of the call. */
  readonly heard: RegExp;
}

const asks = (source: string): RegExp => new RegExp(`\\b(?:${source})\\b`, 'iu');

/** The more specific first: the first whose wording a goal uses decides. */
export const GOAL_CONCEPTS: readonly GoalConcept[] = [
  {
    asks: asks('e-?mail(?: address)?'),
    heard: phrases(
      '(?:what|may|can|could|is|confirm|verify|have)(?: .*)? e-?mail(?: .*)?',
      'e-?mail (?:address )?(?:is|to|for)(?: .*)?',
    ),
  },
  {
    asks: asks('phone number|callback number|contact number'),
    heard: phrases(
      '(?:what|may|can|could|is|confirm|verify|have)(?: .*)? (?:phone|number|telephone)(?: .*)?',
    ),
  },
  {
    asks: asks('follow[- ]?up|call(?:ing)? back|callback|next steps?'),
    heard: phrases(
      "(?:i'll|i will|we'll|we will|i'm going to|let's|i can|can i|may i|shall i|would you like me to)(?: .*)? (?:follow up|call you|send you|email you|e-mail you|get back|be in touch|reach out|meet|schedule|text)(?: .*)?",
      'next step(?: .*)?',
    ),
  },
  {
    asks: asks('record(?:ed|ing)|recording notice'),
    heard: phrases(
      '(?:call|line|conversation)(?: .*)? recorded(?: .*)?',
      'recorded (?:line|call)',
      'being recorded(?: .*)?',
    ),
  },
  { asks: asks('verif(?:y|ies|ication)|identi(?:ty|fy|fication)|authenticat\\w+'), heard: IDENTITY_QUESTION },
  {
    asks: asks('greet\\w*|introduc\\w+|welcome|state (?:your|their) name'),
    heard: phrases(
      'my name is(?: .*)?',
      '(?:hello|hi|hey|good morning|good afternoon|good evening)(?: .*)?(?: this is| my name)(?: .*)?',
      '(?:thank you|thanks) for calling(?: .*)?',
      'this is .* (?:with|from|at)(?: .*)?',
    ),
  },
  { asks: asks('empath\\w+|apologi[sz]\\w*|understanding|sympath\\w+'), heard: EMPATHY },
  { asks: asks('objections?|concerns?'), heard: ACKNOWLEDGES },
  {
    asks: asks('budget'),
    heard: phrases(
      'budget(?: .*)?',
      '(?:what|how much)(?: .*)? (?:spend|spending|cost|costs|pay|paying|afford)(?: .*)?',
    ),
  },
  {
    asks: asks('decision[- ]?makers?|who (?:else )?decides'),
    heard: phrases(
      'who else(?: .*)?',
      'who (?:makes|decides|signs|is involved|approves)(?: .*)?',
      'decision(?: .*)?',
    ),
  },
  {
    asks: asks('timeline|time ?frame|deadline'),
    heard: phrases(
      '(?:when|how soon)(?: .*)? (?:need|start|looking|plan|want|hoping)(?: .*)?',
      'time ?(?:line|frame)(?: .*)?',
    ),
  },
  { asks: asks('recap\\w*|summari[sz]\\w*|confirm (?:the )?understanding|sum up'), heard: RECAPS },
  {
    asks: asks(
      'further help|anything else|additional (?:help|assistance)|more help|further assistance|other questions',
    ),
    heard: OFFERS_MORE,
  },
  { asks: asks('offer(?:s|ed|ing)? (?:to )?help|assistance'), heard: OFFERS_HELP },
  {
    asks: asks(
      'clos(?:e|es|ing) (?:politely|courteously|warmly|the call)|goodbye|farewell|polite(?:ly)? end\\w*',
    ),
    heard: FAREWELL,
  },
  { asks: asks('thank\\w*|gratitude'), heard: THANKS },
  {
    asks: asks('open[- ](?:ended )?questions?|discover\\w*|(?:ask|learn|find out) (?:about|what)|needs?'),
    heard: OPEN_QUESTION,
  },
  { asks: asks('benefits?|value'), heard: BENEFITS },
  {
    asks: asks(
      'commitment|ask for the (?:sale|business|decision)|book(?: a)? (?:meeting|demo|appointment)|schedule (?:a )?(?:meeting|demo|appointment)',
    ),
    heard: ASKS_COMMITMENT,
  },
];
