/** What a recogniser takes for each other, both ways. */
const SOUND_ALIKE: readonly (readonly string[])[] = [
  ['their', 'there', "they're"],
  ['to', 'two', 'too'],
  ['for', 'four'],
  ['your', "you're"],
  ['its', "it's"],
  ['right', 'write', 'rite'],
  ['know', 'no'],
  ['by', 'buy', 'bye'],
  ['hear', 'here'],
  ['week', 'weak'],
  ['mail', 'male'],
  ['one', 'won'],
  ['then', 'than'],
  ['our', 'are', 'hour'],
  ['in', 'and', 'an'],
  ['can', "can't"],
  ['do', 'due'],
  ['been', 'bin'],
  ['would', 'wood'],
  ['will', 'well', "we'll"],
  ['this', 'these'],
  ['wait', 'weight'],
  ['pay', 'paid', 'play'],
  ['fifteen', 'fifty'],
  ['thirteen', 'thirty'],
  ['sixteen', 'sixty'],
  ['account', 'count', 'amount'],
  ['bill', 'build', 'pill'],
  ['refund', 'we fund', 'refunds'],
  ['cancel', 'council', 'cancer'],
  ['policy', 'police', 'policies'],
  ['order', 'older', 'border'],
  ['sorry', 'sari', 'story'],
  ['thanks', 'tanks', 'thinks'],
  ['okay', 'kay', 'or kay'],
  ['yeah', 'year', 'yep'],
  ['mm', 'um', 'hm'],
];

export const CONFUSIONS: ReadonlyMap<string, readonly string[]> = new Map(
  SOUND_ALIKE.flatMap((words) =>
    words.map((word) => [word, words.filter((other) => other !== word)] as const),
  ),
);

const SOUND_CLASSES: Readonly<Record<string, string>> = {
  b: '1',
  f: '1',
  p: '1',
  v: '1',
  c: '2',
  g: '2',
  j: '2',
  k: '2',
  q: '2',
  s: '2',
  x: '2',
  z: '2',
  d: '3',
  t: '3',
  l: '4',
  m: '5',
  n: '5',
  r: '6',
};

/** How a word sounds, roughly: its first letter and the classes of its consonants (Russell and Odell, Soundex, 1918), all of them. */
export function soundOf(word: string): string {
  let code = word.charAt(0);
  let before = SOUND_CLASSES[code] ?? '';
  for (const letter of word.slice(1)) {
    const own = SOUND_CLASSES[letter] ?? '';
    if (own !== '' && own !== before) code += own;
    if (letter !== 'h' && letter !== 'w') before = own;
  }
  return code;
}

/** Words and turns of phrase that mean the same in a call. Written for this measure alone; `~` stands for white space. */
const SAME_MEANING: Readonly<Record<string, string>> = {
  okay: 'all right',
  thanks: 'many thanks',
  'thank~you': 'thanks',
  yeah: 'yes',
  'no~problem': 'no bother',
  hello: 'hi there',
  'good~morning': 'morning',
  'good~afternoon': 'afternoon',
  goodbye: 'bye for now',
  help: 'assist',
  problem: 'trouble',
  issue: 'matter',
  fix: 'sort out',
  fixed: 'sorted out',
  broken: 'not functioning',
  buy: 'purchase',
  price: 'cost',
  expensive: 'dear',
  cheap: 'low-priced',
  bill: 'invoice',
  phone: 'telephone',
  'call~you~back': 'ring you again',
  'call~me~back': 'ring me again',
  send: 'forward',
  sent: 'forwarded',
  need: 'require',
  want: 'would like',
  wanted: 'would have liked',
  "can't": 'cannot',
  cannot: 'can not',
  sorry: 'apologies',
  'i~apologise': 'my apologies',
  'i~apologize': 'my apologies',
  angry: 'cross',
  annoyed: 'irritated',
  frustrated: 'exasperated',
  frustrating: 'exasperating',
  happy: 'content',
  great: 'excellent',
  perfect: 'ideal',
  lovely: 'delightful',
  brilliant: 'superb',
  wonderful: 'marvellous',
  ridiculous: 'absurd',
  terrible: 'dreadful',
  awful: 'dreadful',
  manager: 'person in charge',
  supervisor: 'team leader',
  refund: 'reimbursement',
  cancel: 'terminate',
  cancelled: 'terminated',
  canceled: 'terminated',
  complaint: 'grievance',
  customer: 'client',
  check: 'verify',
  'look~into': 'investigate',
  'hold~on': 'stay on the line',
  'one~moment': 'just a second',
  'one~second': 'just a moment',
  wait: 'hang on',
  waiting: 'hanging on',
  start: 'begin',
  started: 'began',
  finish: 'complete',
  'right~now': 'at once',
  immediately: 'straight away',
  quickly: 'fast',
  maybe: 'perhaps',
  really: 'truly',
  probably: 'likely',
  actually: 'in fact',
  definitely: 'for certain',
  understand: 'appreciate',
  'i~see': 'I follow',
  'sounds~good': 'that suits me',
  'of~course': 'naturally',
  exactly: 'precisely',
  confirm: 'verify',
  receive: 'get',
  received: 'got',
  speak: 'talk',
  speaking: 'talking',
  appointment: 'visit',
  delivery: 'shipment',
  delivered: 'dropped off',
  parcel: 'package',
  money: 'cash',
  error: 'mistake',
  wrong: 'incorrect',
  big: 'large',
  small: 'little',
  child: 'kid',
  car: 'vehicle',
  house: 'home',
  job: 'task',
};

const PHRASES = Object.keys(SAME_MEANING).toSorted((a, b) => b.length - a.length);
const SYNONYM = new RegExp(
  `(?<![\\p{L}\\p{N}'’])(?:${PHRASES.join('|').replaceAll('~', '\\s+').replaceAll("'", "['’]")})(?![\\p{L}\\p{N}'’])`,
  'giu',
);

/** The text in other words, each beginning with a capital where the one it stands for does. */
export function inOtherWords(text: string): string {
  return text.replaceAll(SYNONYM, (phrase) => {
    const by = SAME_MEANING[phrase.toLowerCase().replaceAll(/\s+/gu, '~').replaceAll('’', "'")] ?? phrase;
    return /^\p{Lu}/u.test(phrase) ? `${by.charAt(0).toUpperCase()}${by.slice(1)}` : by;
  });
}
