/** Expressions on the words right before a possible name: lower case, parted by single spaces. */
const before = (...wordings: readonly string[]): RegExp =>
  new RegExp(`(?<![^ ])(?:${wordings.join('|')})$`, 'u');
const anywhere = (...wordings: readonly string[]): RegExp =>
  new RegExp(`(?<![^ ])(?:${wordings.join('|')})(?![^ ])`, 'u');
const BE = "(?:is|was|'s)";

/** The speaker says who they are: hardly anything but a name follows. */
export const SELF_CUE = before(
  `(?:my|the) (?:\\p{L}+ )?(?:name|surname|nickname) ${BE}`,
  "my (?:\\p{L}+ )?(?:name|surname)'s",
  "(?:name|surname|names) (?:is|was|would be)(?: it's)?",
  `(?:first|last|middle|maiden|family|full|legal|given|married) name(?: ${BE})?`,
  "(?:you are|you're) (?:speaking|talking|chatting) (?:with|to)",
  '(?:call|called|calls) me',
  'i go by',
  'goes by',
  'named',
  'people know me as',
);

/** Somebody is about to be named. */
export const NAMED_CUE = before(
  '(?:under|in) the name(?: of)?',
  'name on (?:the|my|your|this) (?:\\p{L}+ ){0,2}(?:is|says|reads)',
  'registered to',
  'made out to',
  'addressed to',
  'attention',
  'care of',
  '(?:his|her|their|whose) (?:\\p{L}+ )?name (?:is|was)',
  '(?:ask|asked|asking) for (?:mr|mrs|ms|miss|dr)',
  'on behalf of (?:mr|mrs|ms|miss|dr)',
);

export const TITLE = before(
  'mr',
  'mrs',
  'ms',
  'mister',
  'missus',
  'miss',
  'dr',
  'doctor',
  'professor',
  'prof',
  'sir',
);

/** A capital or a known name must follow. */
export const FAMILY_CUE = before(
  '(?:my|his|her|our|your|their) (?:\\p{L}+ )?(?:wife|husband|spouse|partner|son|daughter|mother|father|mom|mum|dad|brother|sister|boss|manager|colleague|coworker|neighbo[u]?r|friend|assistant|lawyer|accountant|uncle|aunt|cousin|grandmother|grandfather|roommate|fianc[eé]e?)',
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
  '(?:tell|told|ask|asked|call|called|email|emailed|contact|contacted|remind|inform|for|from|by|and|with|to)',
);

/** Somebody says who is speaking, or greets; a name may follow. */
export const PRESENTS = before('this is', "it's", "i'm", 'im', 'i am', 'here is', 'is this');
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
export const PRESENTED = /^(?:calling|speaking|here|from|with|over|again|on the line)$/u;

/** A question whose answer is a name. */
export const ANSWER_CUE = anywhere(
  '(?:your|the|his|her|their) (?:\\p{L}+ ){0,3}(?:name|surname|names)',
  '(?:first|last|full|middle|maiden) (?:and last )?name',
  "who (?:am i|is this|is it|i'm|i am|do i have)(?: \\p{L}+){0,3}",
  "(?:who's|who is) (?:calling|speaking|this)",
  'whom? (?:am i|i am) (?:speaking|talking)',
  'may i ask who',
  '(?:speaking|talking|speak|talk) (?:with|to)',
  'pleasure of',
  'spell (?:that|it|your|the)',
);

/** Words that make the name before them one of a place or an organisation. */
export const ORGANISATION_AHEAD =
  /^(?:bank|union|insurance|auto|motors|software|systems|solutions|services|support|internet|wireless|mobile|telecom|energy|electric|hotel|hotels|clinic|hospital|dental|health|healthcare|pharmacy|appliances|electronics|store|stores|company|corporation|corp|inc|llc|ltd|group|agency|associates|partners|university|college|school|rentals|realty|mortgage|capital|financial|finance|networks|technologies|labs|studio|street|st|avenue|ave|road|rd|drive|lane|boulevard|valley)$/u;
