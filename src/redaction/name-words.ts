import { GIVEN_NAMES } from '../analysis/text/given-names.ts';
import { NAME_FILLERS, ORGANISATION_NOUNS } from '../analysis/text/name-cues.ts';
import { isNumberWord } from '../analysis/text/number-words.ts';
import { COMMON_VERBS, FUNCTION_WORDS, GENERIC_WORDS } from '../analysis/text/stopwords.ts';
import type { Heard } from './speech.ts';

/** Given names that are ordinary words too: only a capital or a cue tells them apart. */
const ORDINARY_TOO = new Set(
  `will mark grant may april june rose grace hope bill rich frank art dawn jean drew chase pat sue ray max jack penny carol
  joy don christian jordan chelsea austin dale dean earl ernest gene glen guy harry heath holly ivy jade jay josh lance
  lane lily loren mason miles morgan nick norm olive page parker pearl peg pierce ralph randy reed rick rob robin ruby
  rusty sandy scott sky skip stone summer tanner trace tucker victor violet wade ward warren wayne west young jesus dan
  lee leo noah ken tom tim ana ben sam ed eva ian jan jen jim jo kay kim liz lou mac meg mia ned ron roy ted val van vic`.split(
    /\s+/u,
  ),
);
/** Words that follow where a name could, and are none. */
const NO_NAME = new Set(
  `calling speaking trying looking having just not here going sorry afraid sure interested ready fine good okay ok back
  still happy glad wondering because regarding about our your my the a an all everything everyone anything something
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december today tomorrow yesterday english spanish french german american british christmas
  sir madam ma'am miss mister there again everybody folks guys team customer support sales billing service agent
  representative manager supervisor technician driver number account card email address phone order street right
  correct wrong yes no yeah please thanks hello hi hey well great perfect excellent awesome wonderful lovely brilliant
  absolutely certainly definitely actually basically really very so too also then now later soon internet windows mac
  google amazon apple microsoft visa mastercard i i'm i'd i'll i've it it's that that's this is was and or but for with
  on in at of to from by as if when while what who where why how which mr mrs ms dr doctor professor`.split(
    /\s+/u,
  ),
);

const NAME_LIKE = /^\p{L}[\p{L}'’.-]*$/u;

/** Whether the word is a frequent given name and nothing else. */
export function isGivenName(text: string): boolean {
  return GIVEN_NAMES.has(bare(text)) && !ORDINARY_TOO.has(bare(text));
}

/** Whether the word may be a given name; an ordinary word may be one where it has a capital or follows a cue. */
export function mayBeGivenName(text: string): boolean {
  return GIVEN_NAMES.has(bare(text)) || ORDINARY_TOO.has(bare(text));
}

/** Whether a word where a name was announced can be part of it. */
export function fitsName({ text, written }: Heard, cased: boolean): boolean {
  const word = bare(text);
  if (!NAME_LIKE.test(written) || word.length < 2 || NO_NAME.has(word) || isNumberWord(word)) return false;
  if (cased) return isCapitalised(written) && (!FUNCTION_WORDS.has(word) || mayBeGivenName(word));
  if (mayBeGivenName(word)) return true;
  return !(FUNCTION_WORDS.has(word) || COMMON_VERBS.has(word));
}

/** Whether a word of a known name is so ordinary that only its capital or its neighbours show the name. */
export function isOrdinaryWord(text: string): boolean {
  return (
    ORDINARY_TOO.has(text) ||
    FUNCTION_WORDS.has(text) ||
    COMMON_VERBS.has(text) ||
    GENERIC_WORDS.has(text) ||
    ORGANISATION_NOUNS.has(text) ||
    NO_NAME.has(text)
  );
}

export function isNameFiller(text: string): boolean {
  return (
    NAME_FILLERS.has(text) ||
    /^(?:it|it's|its|is|that|that's|yeah|sure|um|so|well|okay|ok|my|name|the|first|last|and|full|surname|course|of|absolutely|certainly|hi|hello|yep)$/u.test(
      text,
    )
  );
}

export function isCapitalised(written: string): boolean {
  return /^\p{Lu}/u.test(written);
}

/** Without the ending of a possessive: "miller" of "miller's". */
export function bare(text: string): string {
  return text.replace(/['’]s?$/u, '');
}
