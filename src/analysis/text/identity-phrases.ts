import { phrases } from './phrases.ts';

const DATUM =
  "(?:first |last |full |middle |maiden )?(?:name|names|date of birth|birthday|birth date|phone|telephone|cell|mobile|(?:phone|telephone|account|order|policy|member|membership|customer|card|reference|case|confirmation|social security|id|identification|passport|license|driver's license|tax|routing|pin|invoice|employee|serial) ?(?:number|id)?|social|e-?mail|(?:e-?mail |home |street |billing |mailing |shipping )?address|zip ?code|postcode|postal code|password|pin|security (?:question|code|answer)|(?:last|first) (?:four|4|three|five|six)(?: digits)?)";

/** The agent asks who the customer is, or for something that identifies them. */
export const IDENTITY_QUESTION = phrases(
  `(?:what(?:'s| is| was| are|s)|which is|whats) (?:the |your |his |her )(?:${DATUM})(?: .*)?`,
  `(?:may|can|could|might) (?:i|we) (?:please |just )?(?:have|get|take|ask (?:for|you for)|confirm|verify|grab|see|know)(?: .*)? (?:${DATUM})(?: .*)?`,
  `(?:can|could|would|will) you (?:please |just )?(?:give|tell|confirm|verify|provide|spell|repeat|read|state|share|send)(?: me| us| out)?(?: .*)? (?:${DATUM})(?: .*)?`,
  `(?:please )?(?:confirm|verify|provide|spell|state) (?:me )?(?:your|the) (?:${DATUM})(?: .*)?`,
  `(?:i(?:'ll| will)?|we(?:'ll| will)?) (?:just )?need (?:to (?:verify|confirm|get|have) )?(?:your|the) (?:${DATUM})(?: .*)?`,
  `is (?:your|the) (?:${DATUM}) (?:still|the same|correct)?(?: .*)?`,
  '(?:am i|are we) (?:speaking|talking) (?:with|to)(?: .*)?',
  '(?:who am i|whom am i|who do i have the pleasure of) (?:speaking|talking)(?: .*)?',
  '(?:is this|may i speak (?:with|to)|can i speak (?:with|to))(?: \\w+){1,3}',
  "who(?:'s| is) (?:this|calling|speaking)(?: .*)?",
  'verify your identity(?: .*)?',
);
/** The customer declines to answer. */
export const DECLINES = phrases(
  "(?:i'd|i would) rather not(?: .*)?",
  '(?:why|what) do you need(?: .*)?',
  "(?:i'm|i am) not (?:giving|comfortable)(?: .*)?",
  'none of your business',
  'who is this',
);
