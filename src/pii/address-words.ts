import { COMMON_VERBS, FUNCTION_WORDS } from '../text/content-words.ts';
import { isCapitalised, isOrdinaryWord, isUnlisted } from './name-words.ts';
import type { Track, Word } from './speech.ts';
import { isDigitWord, symbolAt } from './symbols.ts';

/** Kinds of street whose words mean hardly anything else. */
export const STREET =
  /^(?:street|avenue|ave|road|rd|lane|boulevard|blvd|highway|hwy|parkway|pkwy|crescent|terrace|alley|mews|cul-de-sac|turnpike|expressway|gardens)$/u;
/** Kinds of street that are ordinary words too. */
export const AMBIGUOUS_STREET =
  /^(?:st|str|drive|dr|court|ct|place|pl|way|circle|cir|square|sq|trail|trl|close|row|loop|ln|run|ridge|hill|grove|park|walk|path|point|view|heights|pike|plaza|crossing|bend|cove|commons|landing|pass|route|approach|rise|wynd|quay|wharf|gate|vale|mount|broadway|parade|esplanade|promenade|green|common|end|fold|garth|brae|meadows?|fields|orchard|cottages?|lodge|villas?|manor|hall|farm|barn|towers|mansions|vicarage|croft|house|estate|gardens)$/u;
/** Words before a kind of street that make it something else: "twenty minute drive", "ten square feet". */
export const NO_STREET =
  /^(?:minute|minutes|hour|hours|mile|miles|day|days|week|weeks|month|months|year|years|dollar|dollars|percent|hard|test|flash|thumb|usb|disk|other|only|best|same|which|no|better|easy|long|short|first-class|call|calls|step|steps|people|users|number|numbers|email|phone|card|account|at|and|is|was|are|i|you|we|my|your)$/u;
export const UNIT =
  /^(?:apartment|apt|unit|suite|ste|floor|fl|flat|building|bldg|room|rm|lot|north|south|east|west|northeast|northwest|southeast|southwest|ne|nw|se|sw)$/u;
const STATES = `alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
  indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
  nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah
  vermont virginia washington wisconsin wyoming ontario quebec alberta manitoba saskatchewan london england scotland
  wales al ak az ar ca co ct fl ga ia id il ks ky la ma md mi mn mo ms mt nc nd ne nh nj nm nv ny oh pa ri sc sd tn tx
  ut va vt wa wi wv wy`;
/** States and provinces, the last word of their names, and abbreviations that are no other word. */
export const STATE = new RegExp(`^(?:${STATES.trim().split(/\s+/u).join('|')})$`, 'u');
/** British and Canadian ones. */
export const POSTCODE = /^(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d)$/u;
export const ADDRESS_ASKED =
  /(?<![^ ])(?:(?:home|mailing|shipping|billing|street|delivery|postal|current|new|your|my|the|service|old) address|address (?:is|on|for|where)|where (?:do|did|are) you (?:live|living|located)|i live (?:at|on)|we live (?:at|on)|living (?:at|on)|located at|move[ds]? to|moving to|reside at|ship (?:it|that|them|this) to|send (?:it|that|them|this) to|deliver (?:it|that|them)? ?to|delivered to|house (?:is|at)|come (?:out )?to|pick (?:it|me) up (?:at|from)|zip|zipcode|postcode|post code|postal code)(?![^ ])/u;
export const LIVES_AT =
  /(?<![^ ])(?:(?:live|lives|lived|living|i'm|we're|i am|we are|he's|she's|they're|stay|stays|stayed|staying|reside|resides|residing|lodge|lodging|lodges|parked|garaged|kept|based|located|delivered|deliver|registered|moved|moving) (?:at|to)|down at|(?:house|home|place|address) is at|address is|address|address's|(?:street|road|house|flat|village|town|estate|cottage|farm|building)(?: name)?(?: is|'s| is called|'s called))$/u;
/** Where only a part of a house, a place or a street can follow. */
export const HOUSE_ON =
  /(?<![^ ])(?:(?:house|flat|cottage|bungalow|farm|gate|door|caravan|place|home|pub|shop) (?:on|in|at|off|along|up|down)|just|corner of|end of|top of|bottom of)$/u;
/** Kinds of street that stand before the name, as in Latin languages and in German. */
const STREET_BEFORE =
  /^(?:rue|avenue|boulevard|place|impasse|allée|chemin|quai|calle|avenida|plaza|paseo|carrer|via|viale|piazza|corso|rua|travessa|praça|largo|ulica|ul|ulitsa|jalan)$/u;
const STREET_ENDING =
  /.{2}(?:straße|strasse|str|gasse|weg|platz|allee|damm|straat|laan|gracht|plein|vägen|gatan|vej|gade|gata|veien)$/u;
export const LIVES_IN =
  /(?<![^ ])(?:(?:i|we|they|he|she) (?:live|lives|lived) in|i'm (?:based|located|living) in|(?:city|town) (?:is|of)|born in|grew up in)$/u;

/** Whether a word may be the name of a place. */
export function isPlace(text: string): boolean {
  return text.length > 2 && !FUNCTION_WORDS.has(text) && !COMMON_VERBS.has(text) && !NO_STREET.test(text);
}

export const ORDINAL =
  /^(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\p{L}*(?:teenth|tieth))$/u;
export const LONGEST_SPAN = 24;
const MOST_JOINING = 3;
/** Words inside an address that are no part of a name. */
const JOINS =
  /^(?:the|of|on|in|near|behind|opposite|off|by|at|next|to|and|uh|um|it's|is|that's|postcode|zip|code|postal|number|corner|just|then|above|upon|under|over|co|dash|slash|de|des|du|del|della|la|le|les|van|der|den|di|da|dos|bis|ter)$/u;
export const HOME = /^(?:apartment|apt|flat|unit|suite)$/u;

/** The words of an address from a place on: numbers, names of places, kinds of streets, and what joins them. */
export function spanFrom(words: Track, from: number, asked: boolean): Word[] {
  let end = from;
  let joining = 0;
  for (let at = from; at < Math.min(words.length, from + LONGEST_SPAN); at += 1) {
    const word = words[at];
    if (
      word === undefined ||
      (at > from && (sentenceEnds(words, at) || word.speaker !== words[from]?.speaker))
    )
      break;
    if (isPartOfPlace(words, at, asked)) {
      end = at + 1;
      joining = 0;
    } else if (JOINS.test(word.text) && joining < MOST_JOINING) joining += 1;
    else break;
  }
  return words.slice(from, end);
}

const MOST_AHEAD = 2;

/** "kestrel house": whether a kind of street or house stands a word or two ahead in the clause. */
function streetWithin(words: Track, at: number): boolean {
  const ahead = words.slice(at, at + MOST_AHEAD + 1);
  const kind = ahead.findIndex(({ text }) => STREET.test(text) || AMBIGUOUS_STREET.test(text));
  return (
    kind > 0 &&
    ahead.slice(0, kind + 1).every(({ gap }, place) => place === 0 || gap.trim() === '') &&
    ahead.slice(0, kind).every(({ text }) => isPlace(text))
  );
}

function isPartOfPlace(words: Track, at: number, asked: boolean): boolean {
  const word = words[at];
  if (word === undefined) return false;
  const { text } = word;
  if (
    symbolAt(words, at) !== null ||
    isDigitWord(words, at) ||
    STREET.test(text) ||
    UNIT.test(text) ||
    STATE.test(text) ||
    ORDINAL.test(text)
  )
    return true;
  if (AMBIGUOUS_STREET.test(text))
    return isCapitalised(word.written) || !word.cased || (at > 0 && streetWithin(words, at - 1));
  if (isUnlisted(text) || streetWithin(words, at)) return true;
  if (isCapitalised(word.written)) return !/^I(?:['’]|$)/u.test(word.written) && !NO_STREET.test(text);
  if (word.cased)
    return /^(?:cross|main|floor|floors|block|sector|phase|house|cottage|temple|station|gate|stage)$/u.test(
      text,
    );
  return (asked || /,/u.test(word.gap)) && isPlace(text) && !isOrdinaryWord(text);
}

function sentenceEnds(words: Track, at: number): boolean {
  return (
    /[?!;\n]|\.\.|\u2026/u.test(words[at]?.gap ?? '') ||
    (/\./u.test(words[at]?.gap ?? '') &&
      !/^(?:st|ave|rd|dr|blvd|apt|no|co|ste|p|o|n|s|e|w)$/u.test(words[at - 1]?.text ?? ''))
  );
}

/** "Rue des Lilas, forty-four bis, 69008 Lyon", "Lange Gasse 7". */
export function foreignStreetAt(track: Track, at: number): Word[][] {
  const [word, next] = [track[at], track[at + 1]];
  if (word === undefined || next === undefined || word.utterance !== next.utterance) return [];
  const before =
    STREET_BEFORE.test(word.text) && (word.cased ? isCapitalised(word.written) : !isOrdinaryWord(word.text));
  const named = next.cased
    ? isCapitalised(next.written) || FOREIGN_JOINS.test(next.text)
    : FOREIGN_JOINS.test(next.text) || isUnlisted(next.text);
  const isStreet = (before && named && next.gap.trim() === '') || STREET_ENDING.test(word.text);
  if (!isStreet || (!before && !isDigitWord(track, at + 1))) return [];
  let from = at;
  while (
    from > 0 &&
    track[from - 1]?.utterance === word.utterance &&
    (isDigitWord(track, from - 1) || /^(?:bis|ter)$/u.test(track[from - 1]?.text ?? ''))
  )
    from -= 1;
  return [spanFrom(track, from, true)];
}

const FOREIGN_JOINS =
  /^(?:de|des|du|del|della|dei|delle|da|das|dos|di|la|las|los|le|les|l'.+|d'.+|san|santa|saint|sankt)$/u;

/** "church lane, little snoring": a few words behind a comma that end an answer are the place, however ordinary. */
export function lastPlace(words: Track, span: Track): Track {
  const rest = words.slice((span.at(-1)?.place ?? words.length) + 1);
  const fits =
    rest.length > 0 &&
    rest.length <= LONGEST_LAST_PLACE &&
    span.length > 1 &&
    rest.every(
      ({ text, gap }, at) =>
        (at === 0 ? /,/u.test(gap) : gap.trim() === '') &&
        !NO_LAST_PLACE.test(text) &&
        !COMMON_VERBS.has(text),
    );
  return fits ? rest : [];
}

const LONGEST_LAST_PLACE = 3;
const NO_LAST_PLACE =
  /^(?:please|thanks|thank|you|i|yeah|yes|no|ok|okay|right|sir|madam|and|but|so|if|it's|that's|is|the|my|love|mate|cheers|again|now|sorry|think|not|for|with)$/u;
