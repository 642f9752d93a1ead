import { COMMON_VERBS, FUNCTION_WORDS, GENERIC_WORDS } from '../text/content-words.ts';
import { isEnglishWord, isFamilyName, isPlaceOrFirm } from '../text/english-words.ts';
import { isKnownGivenName, mayBeKnownGivenName, NAME_FILLERS, ORGANISATION_NOUNS } from '../text/names.ts';
import { isNumberWord } from '../text/numbers.ts';
import type { Track, Word } from './speech.ts';

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
  united states kingdom america canada england scotland wales ireland britain europe australia india china france germany
  spain italy japan mexico brazil london dublin york monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
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
  return isKnownGivenName(bare(text)) && !ORDINARY_TOO.has(bare(text));
}

/** Whether the word may be a given name; an ordinary word may be one where it has a capital or follows a cue. */
export function mayBeGivenName(text: string): boolean {
  return mayBeKnownGivenName(bare(text)) || ORDINARY_TOO.has(bare(text));
}

/** Sounds, short forms and slang of talk, which no dictionary has and which are no names. */
const TALK =
  /^(?:y?[aeo]+h+|h?m+h?m*|u+h*m+|[eo]hm?|erm+|a+w+|o+w+|oo+h?|ta|nah|yup|yep|ye|yea|hiya|hullo|gonna|gotta|wanna|kinda|sorta|dunno|lemme|gimme|cuz|cos|ain't|aint|y'all|innit|cheers|mate|luv|fae|wee|aye|och|lol|pls|thx|haha+|whoa|wow|oops|ugh|phew|blimey|crikey|jeez|gosh|dammit|etc|.*n't|.*'(?:d|ll|ve|re|m)|ok(?:ay|ey)?|okey-?doke?y?|righto|tho|thru|mhm|mm-hmm|uh-huh|\P{Script=Latin}+)$/u;

/** Whether no dictionary and no list of places and firms has the word: where a name can be, it is one. */
export function isUnlisted(text: string): boolean {
  const word = bare(text);
  return (
    word.length > 1 &&
    NAME_LIKE.test(word) &&
    !isEnglishWord(word.endsWith('in') ? `${word}g` : word) &&
    !isEnglishWord(word) &&
    !isPlaceOrFirm(word) &&
    !isOrdinaryWord(word) &&
    !TALK.test(word)
  );
}

/** Whether a lower-case word behind a given name is the family name. */
export function isSurname(text: string): boolean {
  const word = bare(text);
  return isFamilyName(word) || isUnlisted(word);
}

/** Whether a word that stands where a name is expected can be part of it. */
export function fitsName({ text, written }: Word, cased: boolean): boolean {
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

/** Expressions on the words right before a possible name: lower case, parted by single spaces. */
const before = (...wordings: readonly string[]): RegExp =>
  new RegExp(`(?<![^ ])(?:${wordings.join('|')})$`, 'u');
const anywhere = (...wordings: readonly string[]): RegExp =>
  new RegExp(`(?<![^ ])(?:${wordings.join('|')})(?![^ ])`, 'u');
const BE = "(?:is|was|'s)";

/** The speaker says who they are: hardly anything but a name follows. */
export const SELF_CUE = before(
  `(?:name|surname|nickname|names|initials)(?: (?!of )\\p{L}+){0,4} (?:is|was|are|says|would be)(?: it's)?`,
  "(?:name|surname|nickname|names)'s",
  `(?:first|last|middle|maiden|family|full|legal|given|married|christian|second|good) names?(?: ${BE})?`,
  '(?:^|so|ok|okay|and|um|uh|full|customer|account|holder|contact|cardholder) (?:name|surname)',
  '^(?:name|surname)',
  "(?:you are|you're|you) (?:speaking|talking|chatting|through) (?:with|to)",
  '(?:call|called|calls) me',
  'i go by',
  'goes by',
  'known as',
  'spelled|spelt',
);

/** Somebody is about to be named. */
export const NAMED_CUE = before(
  '(?:under|in) (?:the|my|his|her|their|our) (?:\\p{L}+ ){0,2}name(?: of| is)?',
  "(?:under|in) (?:\\p{L}+ ){0,2}\\p{L}+'s name",
  'name (?:of|on|for) (?:it|them|that|(?:the|my|your|this) (?:\\p{L}+ ){0,2}\\p{L}+) (?:is|was|says|reads)',
  'name of',
  '(?:registered|belongs|payable|assigned) to',
  'made out to',
  'addressed to',
  'attention',
  'care of',
  'signed by',
  '(?:joint|jointly|shared|married|engaged|separated|divorced)(?: account| policy)? (?:with|to|from)',
  '(?:ask|asked|asking) for (?:mr|mrs|ms|miss|dr)',
  'on behalf of (?:mr|mrs|ms|miss|dr)',
  '(?:someone|somebody|anyone|lady|gentleman|man|woman|guy|girl|boy|bloke|fella|fellow|chap|lad|lass|person|agent|rep|colleague|doctor|nurse|engineer|technician|driver|advisor|adviser|manager|son|daughter|baby|child|friend|dog|patient) (?:called|named|by the name of)',
  'named',
);

export const TITLE = /^(?:mr|mrs|ms|mister|missus|miss|dr|doctor|professor|prof|sir)$/u;
/** Titles that are said for something else too. */
export const ORDINARY_TITLE = /^(?:miss|doctor|professor|sir)$/u;

const RELATIVES =
  '(?:wife|husband|spouse|partner|son|daughter|mother|father|mom|mum|mam|mummy|dad|daddy|brother|sister|boss|assistant|manager|secretary|supervisor|doctor|dentist|dog|cat|colleague|coworker|neighbou?r|friend|mate|lawyer|solicitor|accountant|uncle|aunt|auntie|cousin|nephew|niece|gran|granny|nan|nana|grandad|grandma|grandpa|grandmother|grandfather|grandson|granddaughter|roommate|flatmate|housemate|landlord|landlady|fianc[eé]e?|girlfriend|boyfriend|kids|children|sons|daughters|boys|girls|twins|baby|carer|guardian|tenant|mother-in-law|father-in-law|stepson|stepdaughter|ex|other half|missus)';

/** A capital or a known name must follow. */
export const FAMILY_CUE = before(
  `(?:${RELATIVES})(?:'s)?(?: (?:name|is|was|here|too|also|instead|then|now|he|she|called|named|he's|she's)){0,2}`,
  "(?:me|myself|and i|there's me|just me|and it's|it's for|here's|there's)",
  '(?:technician|representative|agent|adviser|advisor|supervisor|specialist|lady|gentleman|guy|woman|man|person)(?: named| called)?',
);

/** Where somebody may be addressed or spoken of by name. */
export const ADDRESSED = before(
  'hi',
  'hello',
  'hey',
  'dear',
  'good (?:morning|afternoon|evening)',
  '(?:thank you|thanks)(?: so much| very much| again| a lot)?',
  '(?:sorry|okay|ok|alright|great|perfect|wonderful|sure|bye|goodbye|welcome|yes|no|right|well)',
  '(?:speak|spoke|speaking|talk|talked|talking|chat|chatted|met|meet|meeting|work|worked|dealt|dealing) (?:with|to)',
  'is this',
  'this is',
  "it's",
  "i'm",
  'i am',
  'nice to meet you',
  'you too',
  'here is',
  'ask(?:ed)? for',
  '(?:tell|told|ask|asked|call|called|email|emailed|contact|contacted|remind|inform)',
);

/** Somebody says who is speaking, or greets; a name may follow. */
export const PRESENTS = before(
  'this is',
  "it's",
  "i'm",
  'im',
  'i am',
  'here is',
  'is this',
  'is that',
  "that's",
  "it'll be",
  '(?:am i|i) (?:speaking|talking) (?:to|with)',
  '(?:tell|told|ask|let) (?:him|her|them)',
  "(?:it's|booked|book it|booking's|reservation's|account's|appointment's|policy's|be|is|it|that|down|probably|all|listed) under",
  'ask for',
  '(?:speak|spoke|spoken|talk|talked|get|put me through|chatted|dealing) (?:to|with)',
);
export const GREETS = before(
  'hi',
  'hello',
  'hey',
  'dear',
  'good (?:morning|afternoon|evening)',
  'thank you',
  'thanks',
  'bye',
);
/** Words behind a name that show that it was one. */
export const PRESENTED =
  /^(?:calling|speaking|here|from|with|over|again|called|rang|phoned|on|at|told|said|says|about|please)$/u;

/** A question whose answer is a name. */
export const ANSWER_CUE = anywhere(
  "(?:names?|surname|initials|who|who's|whom|whose|spell|spelling|payee|beneficiary|recipient|next of kin|passengers?|travell?ers?|guests?|attendees|cardholder|referred you|pleasure of)",
  '(?:account|policy|card) ?holder(?:s)?',
  '(?:speaking|talking|speak|talk) (?:with|to)',
  'emergency contact',
  'contact person',
);
/** The name of something else. */
export const NO_ANSWER_CUE = anywhere(
  '(?:user|brand|product|company|file|domain|business|firm|street|road|town|city|bank|school|pet|maiden|model|network|show|film) ?name',
  'name of (?:the|your) (?:\\p{L}+ )?(?:bank|street|road|town|city|company|business|product|school|pet|shop|store|firm|employer|network|hotel|medication|drug|book|film|show|app|road|building)',
  'who (?:supplies|provides|makes|manufactured|delivered)',
);

/** A question for a name and nothing else. */
export const ASKS_NAME =
  /(?<![^ ])(?:(?:your|the|which|what|first|last|full|middle|second|family|caller's|good) (?:full |first |last |good )?names?|surname|speaking (?:to|with)|name please|who's calling)(?![^ ])/u;
/** Words that alone are no answer to it. */
export const NO_LONE_ANSWER =
  /^(?:pardon|correct|never|nothing|none|private|anonymous|same|both|either|neither|unknown|mine|huh|hold|hang|wait|excuse|cancel|agent|operator|again|speaking|indeed|agreed|done|gladly|\p{L}+ly)$/u;

/** Words that make the name before them one of a place or an organisation. */
export const ORGANISATION_AHEAD =
  /^(?:bank|union|insurance|auto|motors|software|systems|solutions|services|support|internet|wireless|mobile|telecom|energy|electric|hotel|hotels|clinic|hospital|dental|health|healthcare|pharmacy|appliances|electronics|store|stores|company|corporation|corp|inc|llc|ltd|group|agency|associates|partners|university|college|school|rentals|realty|mortgage|capital|financial|finance|networks|technologies|labs|studio|street|st|avenue|ave|road|rd|drive|lane|boulevard|valley)$/u;

/** Firms and things that are called like people. */
const BRAND =
  /(?:^| )(?:john lewis|wells fargo|morgan stanley|marks and|ralph lauren|harvey nichols|harvey norman|fred meyer|trader joe's|charles schwab|calvin klein|tim hortons|ann summers|jimmy choo|ted baker|paul smith|jack wills|hugo boss|james may|harley davidson|aston martin|alfa romeo|land rover|rolls royce|virgin \p{L}+|jack daniels|johnnie walker|jose cuervo|captain morgan|ben and|and jerry's|uncle \p{L}+|dr pepper|aunt \p{L}+|santa \p{L}+|san \p{L}+|saint \p{L}+|st \p{L}+|king \p{L}+|queen \p{L}+|prince \p{L}+|lloyds \p{L}*|lake \p{L}+|fort \p{L}+|mount \p{L}+|port \p{L}+)$/u;

/** Words that join the parts of a name. */
export const PARTICLE =
  /^(?:de|ap|ab|du|ter|af|av|zu|del|la|las|los|van|von|der|den|di|da|dos|el|al|bin|ibn|st|mac|mc|o)$/u;

/** "claire.mason": a mailbox without its domain. */
export function isLoginName({ text }: Word): boolean {
  return (
    /^\p{L}{2,}(?:[._]\p{L}{2,})+$/u.test(text) && text.split(/[._]/u).some((part) => mayBeGivenName(part))
  );
}

/** Given names that are towns too. */
const TOWN =
  /^(?:austin|charlotte|victoria|florence|sydney|paris|jackson|madison|carson|houston|dallas|lincoln|camden|chelsea|brooklyn|savannah|georgia|virginia|carolina|dakota|montana|london|kent|troy|lancaster|preston|kingston|bristol|adelaide|alexandria|santiago|vienna|verona|siena|lourdes|israel|jordan|chad|cuba|india|asia|wellington|hamilton|nelson|darwin|douglas|stirling|florida|milan)$/u;
const TRAVELS =
  /(?<![^ ])(?:(?:go|goes|going|went|gets?|getting|got|driv\p{L}+|drove|fly|flying|flew|flights?|trains?|bus|travel\p{L}*|trip|moved?|moving|down|up|over|back|relocat\p{L}+|ship\p{L}*|sent|deliver\p{L}*) (?:to|into|from|via|through)|in|near|via)$/u;

/** Whether a name behind these words is that of a town. */
export function isTown(text: string, before: string): boolean {
  return TOWN.test(text) && TRAVELS.test(before);
}

/** "F for Freddie". */
export function explainsLetter(own: Track, place: number): boolean {
  const [letter, joins] = [own[place - 2]?.text ?? '', own[place - 1]?.text ?? ''];
  return (
    /^(?:for|like)$/u.test(joins) && /^\p{L}$/u.test(letter) && (own[place]?.text.startsWith(letter) ?? false)
  );
}

/** "Harper Valley Bank", "Morgan Street": a name of something else. */
export function namesOrganisation(own: Track, place: number): boolean {
  return own
    .slice(place + 1, place + 4)
    .some(
      (word, at, ahead) =>
        ORGANISATION_AHEAD.test(word.text) &&
        ahead.slice(0, at + 1).every(({ gap }) => !/[.,;:!?]/u.test(gap)),
    );
}

export function isBrand(own: Track, place: number): boolean {
  return (
    BRAND.test(`${own[place]?.text ?? ''} ${own[place + 1]?.text ?? ''}`) ||
    BRAND.test(`${own[place - 1]?.text ?? ''} ${own[place]?.text ?? ''}`)
  );
}
