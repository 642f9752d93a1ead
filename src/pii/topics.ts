import type { Speech, Word } from './speech.ts';
import { digitsAt } from './symbols.ts';

/** What is spoken of, and so what a string of digits and letters, a date or a word may be. */
export type Topic =
  | 'card'
  | 'security_code'
  | 'expiry'
  | 'phone'
  | 'birth'
  | 'national_id'
  | 'bank'
  | 'identifier'
  | 'vehicle'
  | 'password'
  | 'code'
  | 'any_code'
  | 'any_number'
  | 'digits'
  | 'postcode'
  | 'address'
  | 'email'
  | 'name'
  | 'thing'
  | 'amount';

const WORDS: Record<Topic, string> = {
  card: 'cards?|visa|mastercard|amex|american express|discover|debit|credit card|maestro|(?:long|card) number|(?:sixteen|16|fifteen|15) digits?|digits on the front|(?:it|card) end(?:s|ing)? (?:in|with)',
  security_code:
    'cvv2?|cvc2?|cv2|cid|c v v|c v c|c v two|security (?:code|digits?|number)|(?:the )?(?:code|number|digits|three|four|numbers) on the (?:back|reverse|front|strip|signature)|on the back|on the reverse|the back of (?:it|the card|that|your card|my card)|signature strip|(?:three|3|four|4|last three) digits?(?: on)?|(?:three|3) digit code|card code',
  expiry:
    'expir(?:y|es|e|ation|ing)|exp|exp date|valid (?:until|thru|through|till|to|from)|good (?:through|thru|until|till)|runs out|use by|start date',
  phone:
    'phone|phone number|telephone|mobile|cell|cellphone|cell phone|landline|handset|tel|number to (?:call|reach|ring|get)|(?:call|ring|phone|reach|text|contact|bell) (?:me|you|us|him|her|them|my|the|your)|(?:get|catch|try) (?:me|us|him|her|my|you)|call back|callback|reach|text|whatsapp|fax|ring|dial|contact number|ext|extn|(?:best|daytime|evening|home|work|office|contact|alternative|alternate|other|second|emergency|direct) (?:number|line|contact)|area code|country code|(?:my|your|her|his|their|a|which|what|best) number|extension|switchboard|on (?:me|her|him) mobile|she on|he on|or the house',
  birth: 'birth|birthday|birthdate|born|dob|d o b|date of birth|d\\.o\\.b|day month and year',
  national_id:
    "social|social security(?: number| no)?|ssn|s s n|sin number|social insurance|national insurance(?: number| no)?|national id(?:entity)?|ni number|n i number|nino|tax (?:id|file|code|number|reference|payer|identification)|taxpayer|itin|ein|utr|tfn|passport|passport number|licen[cs]e number|driver'?s? licen[cs]e|driving licen[cs]e|licen[cs]e|identity (?:card|number|document)|id card|id number|medicare|medicaid|nhs|nhs number|pps|ppsn|pps number|cpr|aadhaar|aadhar|adhar|pan(?: card)? number|pan card|personnummer|personal (?:number|id|code|identity number|identification number)|residence permit|green card|alien number|visa number|bsn|nif|nie|dni|curp|cpf|pesel|fiscal code|codice fiscale|what id|which id|id did you|form of id|photo id|an? id|residency|citizen(?:ship)? number|voter id|ird",
  bank: 'iban|i b a n|sort code|sort|swift|bic|routing|aba|bsb|ifsc|branch code|transit|institution number|clabe|kontonummer|account|accounts|account number|account no|acct|acc|checking|savings|current account|bank details|bank account|direct debit|payee',
  identifier:
    'policy|policy number|patient|patient (?:number|id)|hospital number|member|member id|membership|mrn|m r n|medical record|chart|subscriber|group number|health (?:card|number|id)|ihi|insurance (?:number|id|policy)|customer (?:number|id|reference|ref)|client (?:number|id|reference)|order|order number|invoice|reference|ref|confirmation|tracking|case|ticket|claim|claim number|booking|reservation|record locator|badge|employee|employee (?:number|id)|staff (?:number|id)|student|student (?:number|id)|prescription|rx|loyalty|rewards?|frequent flyer|flyer|contract|transaction|purchase order|rma|work order|docket|shipment|certificate|user ?id|login|the id|surgery|clubcard|nectar|avios|crn|referral',
  any_number: 'number is|id is|number|numbers',
  vehicle:
    "reg|reg number|registration|registration number|rego|plate|plates|number plate|license plate|licence plate|licen[cs]e tag|tag number|tag|vin|v i n|chassis|vehicle (?:number|id|identification number|identification|reg|registration)|vehicle|car number|car's number|logbook|v5",
  password:
    "password|passwords|pass word|passcode|pass code|passphrase|pass phrase|secret (?:word|answer|question)|safe ?word|code ?word|(?:the|your|that) (?:secret |special |security |account )?(?:word|phrase) (?:you|we|on|for|that)|memorable (?:word|name|place|date|answer|information|info|phrase)|memorable|(?:mother'?s?|mum'?s?|mom'?s?) maiden name|maiden name|(?:your|her|his|their) (?:favou?rite|childhood|oldest|best) (?:friend|\\p{L}+)(?: name)?|(?:your|the|her|his|their) (?:very )?first (?:pet|dog|cat|school|primary school|teacher|car|job|boss|street|band|concert|house|road|holiday|phone)(?: name)?|first (?:pet|school|car|teacher|job)(?: name)?|pet(?: name)?|(?:town|city|place|hospital|country|county) (?:you were|you was|were you|she was|he was) born(?: in)?|security (?:question|answer|word|phrase)|wi-?fi(?: password| key)?",
  code: 'pin|pins|p i n|pin number|secret code|security number|verification code|one time (?:code|password|passcode)|one-time (?:code|password|passcode)|otp|two factor|authentication code|authenticator|access code|door code|gate code|alarm code|entry code|keypad|key ?safe|lock ?box|login code|unlock code|telephone banking code',
  any_code: 'the code|a code|code',
  digits:
    '(?:last|first|next|final|middle|other|remaining) (?:two|three|four|five|six|[2-6])(?: digits| numbers| characters)?|(?:last|first|next|final|middle|other|second|remaining|end) (?:digits|bit|part|few|half|group|block|lot|section)|(?:that |it )?(?:end|ends|ended|ending|finish|finishes|finishing|starts|starting|begins|beginning) (?:in|with)|the rest|rest of it',
  postcode: 'pin ?code|post ?code|postal code|zip ?code|zip|eircode|area pin',
  address:
    'address|street|house number|flat number|door number|where (?:do|did|are|should|can|shall) (?:you|we|i|he|she|they)(?! (?:hear|find|buy|get|see|read|work|bank|shop|want|go|put|keep|start|stop|think))|(?:ship|send|deliver|mail|post|bring|collect|pick up) (?:it|that|them|this|to|the \\p{L}+) (?:to|from)|which (?:street|town|city|road)|what (?:street|town|city|road|suburb|county|area)|the town|the city|suburb|county|located|location|where you live|delivering to|based|first line',
  email: '(?:e-?mails?|e mail|web|ip)(?: address)?|mailbox|inbox|website',
  name: 'name|names|surname|who|whom|speaking (?:to|with)|talking (?:to|with)|called',
  thing:
    'isbn|sku|model|model number|meter|reading|readings|error|error code|version|firmware|fault|aisle|bay|press|pressed|option|room|platform|boarding gate|departure gate|gate number|page|stop|size|axis|resolution|score|lottery|barcode|product|part number|part|item number|catalogue|batch|lot number|serial|serial number|session|copyright|chapter|episode|channel|flight|weight|dose|dosage|temperature|blood pressure|weighs|height|width|promo|promo code|discount code|voucher|voucher code|coupon|speed|megabits|frequency|odds|mileage|boarding|ral|filter|cartridge|toner|tyre|tire|bulb|fuse',
  amount:
    'budget|price|total|balance|cost|costs|costing|charge|charged|paid|pay|fee|quote|quoted|bill|interest|rate|apr|discount|postage|half past|o clock|came to|comes to|coming to|clock|website said',
};

interface Cue {
  readonly topic: Topic;
  /** Places of words in the utterance, the first and the one after the last. */
  readonly from: number;
  readonly to: number;
}

const isTopic = (name: string): name is Topic => Object.hasOwn(WORDS, name);
const PATTERNS = Object.entries(WORDS).flatMap(([topic, words]) =>
  isTopic(topic) ? [[topic, new RegExp(`(?<![^ ])(?:${words})(?![^ ])`, 'gu')] as const] : [],
);

/** Most utterances speak of nothing of it. */
const ANY_TOPIC = new RegExp(`(?<![^ ])(?:${Object.values(WORDS).join('|')})(?![^ ])`, 'u');

/** What the words around a string speak of, the likeliest first. */
export interface Topics {
  /** Named in the same sentence. */
  readonly own: readonly Topic[];
  /** Asked for by the turn before. */
  readonly asked: readonly Topic[];
  /** Named earlier, by anybody. */
  readonly earlier: readonly Topic[];
}

/** The subjects of a call, by place. What is found out later can be added: a card makes "and then it says" about that card. */
export class CallTopics {
  private readonly cues: Cue[][];
  private readonly ends: CueIndex[];
  private readonly starts: CueIndex[];
  private readonly askedBefore: (readonly Topic[])[] = [];

  private readonly speech: Speech;

  constructor(speech: Speech) {
    this.speech = speech;
    this.cues = speech.utterances.map(cuesIn);
    this.ends = this.cues.map((cues) => indexed(cues, ({ to }) => to));
    this.starts = this.cues.map((cues) => indexed(cues, ({ from }) => from));
    for (const words of speech.utterances) {
      const given = givenDigits(words);
      if (given !== undefined) this.add('digits', given);
    }
    for (const at of speech.utterances.keys()) this.askedBefore.push(this.findAsked(at));
  }

  /** Something at this place was found to be of this topic. */
  add(topic: Topic, word: Word): void {
    const cue = { topic, from: word.place, to: word.place + 1 };
    this.cues[word.utterance]?.push(cue);
    index(this.ends[word.utterance], cue.to, cue);
  }

  /** What the turn before an utterance asks for. */
  askedBy(utterance: number): readonly Topic[] {
    return this.askedBefore[utterance] ?? [];
  }

  around(first: Word, last: Word): Topics {
    const before = this.endingBefore(first, REACH_EARLIER);
    const earlier = [...before, ...this.cuesBefore(first.utterance)].map(({ topic }) => topic);
    const asked = first.place > ANSWER_WORDS ? [] : this.askedBy(first.utterance);
    const repeated = this.repeatedQuestion(first);
    return { own: this.ownTopics(first, last), asked: [...repeated, ...asked], earlier };
  }

  /** "oh you want the three digits? four double one": what the speaker asks back before the answer. */
  private repeatedQuestion(first: Word): Topic[] {
    const words = this.speech.utterances[first.utterance] ?? [];
    const opens = sentenceStart(words, first.place);
    if (opens === 0 || !(words[opens]?.gap.includes('?') ?? false)) return [];
    const question = sentenceStart(words, opens - 1);
    const cues = this.cues[first.utterance] ?? [];
    return cues
      .filter(({ from, to }) => from >= question && to <= opens)
      .map(({ topic }) => topic)
      .toReversed();
  }

  /** The cues that end at most so many words before a word, the nearest first. */
  private endingBefore({ utterance, place }: Word, reach: number): Cue[] {
    const ends = this.ends[utterance];
    return Array.from(
      { length: Math.min(reach, place) + 1 },
      (_, away) => ends?.get(place - away) ?? [],
    ).flat();
  }

  /** The nearest before in the sentence, then the nearest behind. */
  private ownTopics(first: Word, last: Word): Topic[] {
    const words = this.speech.utterances[first.utterance] ?? [];
    const opens = sentenceStart(words, first.place);
    const before = this.endingBefore(first, REACH_BEFORE).filter(({ from }) => from >= opens);
    const starts = this.starts[last.utterance];
    const behind = Array.from(
      { length: REACH_BEHIND },
      (_, away) => starts?.get(last.place + 1 + away) ?? [],
    ).flat();
    const near = before.filter(({ to }) => first.place - to <= NEAR);
    return [...near, ...behind.filter(({ topic }) => BEHIND.has(topic)), ...before].map(({ topic }) => topic);
  }

  private cuesBefore(utterance: number): Cue[] {
    return this.cues
      .slice(Math.max(0, utterance - EARLIER_UTTERANCES), utterance)
      .flatMap((cues) => cues.slice(-MOST_EARLIER))
      .toReversed();
  }

  /** The topics of the turn that an utterance answers; a turn that only goes on ("okay, and then?") asks what was asked before. */
  private findAsked(utterance: number): readonly Topic[] {
    const { utterances } = this.speech;
    const speaker = utterances[utterance]?.[0]?.speaker;
    const turn: Cue[] = [];
    let words = 0;
    let at = utterance - 1;
    for (; at >= 0 && at >= utterance - EARLIER_UTTERANCES; at -= 1) {
      const own = utterances[at]?.[0]?.speaker === speaker;
      if (own && words > 0) break;
      if (own) continue;
      turn.unshift(...(this.cues[at] ?? []).slice(-MOST_EARLIER));
      words += utterances[at]?.length ?? 0;
    }
    if (turn.length > 0) return turn.toReversed().map(({ topic }) => topic);
    return words <= GOES_ON_WORDS && at >= 0 ? (this.askedBefore[at] ?? []) : [];
  }
}

/** A word further into its utterance than this is hardly an answer to the turn before it. */
const ANSWER_WORDS = 40;
const REACH_BEFORE = 14;
const REACH_BEHIND = 6;
const NEAR = 7;
const REACH_EARLIER = 40;
/** Cues of one utterance that count for another. */
const MOST_EARLIER = 12;
const EARLIER_UTTERANCES = 5;
/** A turn of the other side of at most so many words that names nothing asks for the rest. */
const GOES_ON_WORDS = 9;
/** Topics that are named behind what they are: "… is my mobile", "… on the back". */
const BEHIND = new Set<Topic>([
  'security_code',
  'expiry',
  'phone',
  'vehicle',
  'password',
  'code',
  'any_code',
  'postcode',
  'thing',
  'amount',
]);

const FEWEST_GIVEN = 3;
/** Words that may stand between two digits of one run: hesitations and how digits are parted. */
const WITHIN_RUN = /^(?:uh|um|er|and|then|dash|hyphen|dot|space|slash)$/u;

/** The last word of a run of digits that are spoken one by one, or written: who answers goes on with them or corrects them. */
function givenDigits(words: readonly Word[]): Word | undefined {
  let run = 0;
  let last: Word | undefined;
  for (const [at, word] of words.entries()) {
    const symbol = digitsAt(words, at);
    const given =
      symbol !== null && (symbol.single || (symbol.numeral && symbol.chars.length >= FEWEST_GIVEN));
    if (symbol !== null && given) run += symbol.chars.length;
    else if (symbol === null && !WITHIN_RUN.test(word.text)) run = 0;
    if (symbol !== null && run >= FEWEST_GIVEN) last = word;
  }
  return last;
}

/** Cues by the place at which they end or start. */
type CueIndex = Map<number, Cue[]>;

function indexed(cues: readonly Cue[], placeOf: (cue: Cue) => number): CueIndex {
  const byPlace: CueIndex = new Map();
  for (const cue of cues) index(byPlace, placeOf(cue), cue);
  return byPlace;
}

function index(byPlace: CueIndex | undefined, place: number, cue: Cue): void {
  const there = byPlace?.get(place);
  if (there === undefined) byPlace?.set(place, [cue]);
  else there.push(cue);
}

function sentenceStart(words: readonly Word[], place: number): number {
  let start = place;
  while (
    start > 0 &&
    place - start <= REACH_BEFORE &&
    !/[?!;\n]|(?<!\.)\.(?!\.)/u.test(words[start]?.gap ?? '')
  )
    start -= 1;
  return start;
}

/** Every cue of an utterance, in order of their ends. */
function cuesIn(words: readonly Word[]): Cue[] {
  const text = words.map((word) => word.text.replace(/'s$/u, '')).join(' ');
  if (!ANY_TOPIC.test(text)) return [];
  const starts: number[] = [];
  let offset = 0;
  for (const word of text.split(' ')) {
    starts.push(offset);
    offset += word.length + 1;
  }
  const placeOf = new Map(starts.map((start, place) => [start, place]));
  const cues = PATTERNS.flatMap(([topic, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }): Cue => {
      const from = placeOf.get(index) ?? 0;
      return { topic, from, to: from + match.split(' ').length };
    }),
  );
  return withoutParts(cues).toSorted((a, b) => a.to - b.to || b.from - a.from);
}

/** Without those that are a part of a longer one: "code" of "sort code". */
function withoutParts(cues: readonly Cue[]): Cue[] {
  let end = 0;
  let length = 0;
  return cues
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
    .filter(({ from, to }) => {
      if (to <= end && to - from < length) return false;
      if (to > end) [end, length] = [to, to - from];
      return true;
    });
}
