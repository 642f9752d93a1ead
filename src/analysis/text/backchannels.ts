import type { Spoken } from './reading.ts';

/**
 * Short words by which a listener shows attention without taking the floor (Yngve, On getting a word in
 * edgewise, 1970).
 */
const BACKCHANNEL_WORDS = new Set(
  "mm mhm mm-hmm mmhmm hm hmm uh-huh uhuh huh yeah yes yep yup ya ok okay right sure alright oh ah i see got it wow really gotcha exactly true cool great good nice perfect that's fine understood".split(
    ' ',
  ),
);
const LONGEST_BACKCHANNEL_WORDS = 3;

/** Whether an utterance is nothing but listener feedback: at most three words, all of them of the list. */
export function isBackchannel(spoken: Spoken): boolean {
  return (
    spoken.tokens.length <= LONGEST_BACKCHANNEL_WORDS &&
    spoken.tokens.every((token) => BACKCHANNEL_WORDS.has(token.text))
  );
}
