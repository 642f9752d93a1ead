import { fits, readNumeral, SCALES, smallNumber, SPOKEN_DIGITS } from './numbers.ts';
import type { ParsedUtterance } from './parsed-transcript.ts';

/** An amount of money in one utterance, tokens `from` to `to`, both included. */
export interface Money {
  readonly from: number;
  readonly to: number;
  /** Its place in the text, with the sign of the currency: of a range ("$100-200") each amount has its own. */
  readonly start: number;
  readonly end: number;
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

const table = (entries: string): ReadonlyMap<string, string> =>
  new Map(
    entries.split(/,\s*/u).flatMap((entry) => {
      const [currency = '', ...words] = entry.split(/\s+/u);
      return words.map((word): [string, string] => [word, currency]);
    }),
  );

/** Where several countries' money has one name, the one that is meant in most calls; shillings, crowns and pesos are left out. */
const WORDS = table(
  `USD dollar dollars buck bucks usd, GBP pound pounds quid gbp, EUR euro euros eur, JPY yen jpy, INR rupee rupees inr rs, CHF franc
  francs chf, ZAR rand zar, NGN naira ngn, AED dirham dirhams aed, CNY yuan rmb cny, PLN zloty pln, BRL reais brl, ILS shekel shekels
  ils, MYR ringgit myr, THB baht thb, CAD cad, AUD aud, NZD nzd, SGD sgd, HKD hkd, SEK sek, NOK nok, DKK dkk, CZK czk, HUF huf, MXN mxn,
  KES kes, KRW krw, SAR sar, TRY lira`,
);
const HUNDREDTHS = table('USD cent cents, GBP pence p');
const DOLLARS_OF = table('USD us american, CAD canadian, AUD australian, SGD singapore');
const SIGNS = table(
  'USD $ us$, GBP £, EUR €, JPY ¥, INR ₹, NGN ₦, KRW ₩, TRY ₺, ILS ₪, PHP ₱, THB ฿, VND ₫, BRL r$, AUD a$ au$, CAD c$ ca$, NZD nz$, HKD hk$, SGD s$, PLN zł, CHF fr.',
);
const SIGN = '(?:[a-z]{1,2}\\$|[$£€¥₹₦₩₺₪₱฿₫])';
const SIGN_BEFORE = new RegExp(`(?<![a-z])(?:fr\\.|${SIGN}) ?$`, 'iu');
const SIGN_BEHIND = new RegExp(`^ ?(?:zł|[$£€¥₹₦₩₺₪₱฿₫])(?! ?\\d)`, 'iu');
/** Written with a dot between thousands, a comma before the decimals. */
const DOT_GROUPS = new Set(['EUR', 'CHF', 'BRL', 'PLN', 'DKK', 'NOK', 'SEK', 'TRY', 'CZK', 'HUF']);
const MAGNITUDES = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['mn', 1e6],
  ['bn', 1e9],
  ['b', 1e9],
]);
const NUMERAL = /^(?:\p{L}{1,2}\$)?(\d[\d.,']*)(?:(k|mn?|bn?)|(\p{L}+))?$/u;
const RANGE = /^(\d[\d.,']*)(-[$£€]?)(\d[\d.,']*(?:k|mn?|bn?)?)$/u;
/** "A twenty-dollar fee". */
const COMPOUND = /^(.+)-(dollar|pound|euro|rupee)s?$/u;
/** A pound is a weight too. */
const WEIGHS = /^(?:weigh|weighs|weighing|weighed|weight|gain|gained|lose|lost|heavy|kilos?)$/u;
const WEIGHT_WORDS = 4;

/** A number as it stands: its value depends on the currency where it is written with dots. */
interface Item {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  readonly value: (currency: string) => number | null;
  /** What its last word multiplies by: "hundred" of "three hundred". */
  readonly scale: number;
  /** The currency that is written without a space behind it ("20eur", "50p"). */
  readonly joined: string | null;
}

/** Every amount of money said or written in an utterance, in order. Linear in its length. */
export function findMoney(spoken: ParsedUtterance): Money[] {
  const found: Money[] = [];
  /** Numbers that are parted only by commas, "and", "or", "to": they share the currency of the last. */
  let list: Item[] = [];
  for (let at = 0; at < spoken.tokens.length;) {
    const items = numbersAt(spoken, at);
    const [first, last] = [items[0], items.at(-1)];
    if (first === undefined || last === undefined) {
      at += 1;
      continue;
    }
    const before = list.at(-1);
    const runsOn = before !== undefined && before.to === at - 1 && !parts(spoken, at);
    if (before !== undefined && !joinsList(spoken, before.to, at)) list = [];
    list.push(...items);
    const price = runsOn ? null : priceOf(spoken, first, last);
    at = Math.max(last.to, price?.to ?? 0) + 1;
    if (price === null) continue;
    const { currency } = price;
    const listed = price.shared ? list.slice(0, -1) : items.slice(0, -1);
    found.push(
      ...listed.flatMap((item) => moneyOf(item, currency, (value) => value * scaleFor(item, last))),
      ...moneyOf({ ...last, ...price.place }, currency, (value) => value * price.of + price.hundredths / 100),
    );
    list = [];
  }
  return found;
}

function moneyOf(
  { from, to, start, end, value }: Item,
  currency: string,
  amountOf: (value: number) => number,
): Money[] {
  const amount = rounded(amountOf(value(currency) ?? Number.NaN));
  return Number.isFinite(amount) ? [{ from, to, start, end, amount, currency }] : [];
}

const rounded = (amount: number): number => Math.round(amount * 100) / 100;

/** "Two or three hundred": the first is in hundreds too. */
function scaleFor(item: Item, last: Item): number {
  const value = item.value('') ?? 0;
  return item.scale === 1 && value < 10 && last.scale > 1 ? last.scale : 1;
}

/** Whether nothing but a comma, a dash or a joining word stands between two numbers, the first of which ends at `to`. */
function joinsList({ tokens, utterance }: ParsedUtterance, to: number, next: number): boolean {
  const between = tokens.slice(to + 1, next).map(({ text }) => text);
  if (between.length === 1) return /^(?:and|or|to)$/u.test(between[0] ?? '');
  const gap = utterance.text.slice(tokens[to]?.end, tokens[next]?.start);
  return between.length === 0 && /[,\u2013\u2014-]/u.test(gap);
}

interface Price {
  readonly currency: string;
  readonly to: number;
  /** Where the amount stands with its currency, as far as that is more than the number. */
  readonly place: Partial<Pick<Item, 'from' | 'to' | 'start' | 'end'>>;
  /** 0.01 for cents. */
  readonly of: number;
  readonly hundredths: number;
  /** Whether the numbers listed before it are of this currency. */
  readonly shared: boolean;
}

/** What makes the number money: a sign or a code before or behind it, or a word behind it. */
function priceOf(spoken: ParsedUtterance, first: Item, last: Item): Price | null {
  return signedPrice(spoken, first, last) ?? namedPrice(spoken, last);
}

function signedPrice(spoken: ParsedUtterance, first: Item, last: Item): Price | null {
  const { text } = spoken.utterance;
  const plain = { of: 1, hundredths: 0, shared: false, to: last.to };
  const written = text.slice(first.start, first.end);
  const ahead = text.slice(Math.max(0, first.start - 5), first.start);
  const sign = (/^\p{L}{1,2}\$/u.exec(written) ?? SIGN_BEFORE.exec(ahead))?.[0];
  if (sign !== undefined) {
    const key = sign.trim().toLowerCase();
    const currency = SIGNS.get(key) ?? SIGNS.get(key.slice(-1)) ?? '';
    const hundredths = hundredthsBehind(spoken, last.to, currency);
    const start = first === last && !written.startsWith(sign) ? first.start - sign.length : last.start;
    return { ...plain, currency, ...hundredths, place: { ...hundredths.place, start } };
  }
  const behind = SIGN_BEHIND.exec(text.slice(last.end, last.end + 4))?.[0];
  const currency = behind === undefined ? undefined : SIGNS.get(behind.trim().toLowerCase());
  if (behind === undefined || currency === undefined) return null;
  return { ...plain, currency, shared: true, place: { end: last.end + behind.length } };
}

function namedPrice(spoken: ParsedUtterance, { from, to, joined }: Item): Price | null {
  const word = (at: number): string => spoken.tokens[at]?.text ?? '';
  const until = (last: number): Pick<Price, 'to' | 'place'> => ({
    to: last,
    place: { to: last, end: spoken.tokens[last]?.end ?? 0 },
  });
  const plain = { of: 1, hundredths: 0, shared: true };
  if (joined !== null) {
    const currency = WORDS.get(joined);
    if (currency !== undefined) return { ...plain, currency, ...until(to) };
    const part = HUNDREDTHS.get(joined);
    return part === undefined ? null : { ...plain, currency: part, of: 0.01, ...until(to) };
  }
  const dollars = /^dollars?$/u.test(word(to + 2)) ? DOLLARS_OF.get(word(to + 1)) : undefined;
  if (dollars !== undefined) return { ...plain, currency: dollars, ...until(to + 2) };
  const currency = WORDS.get(word(to + 1));
  if (currency === 'GBP' && isWeight(spoken, from)) return null;
  if (currency !== undefined) return { ...plain, currency, ...hundredthsBehind(spoken, to + 1, currency) };
  const part = HUNDREDTHS.get(word(to + 1));
  if (part !== undefined) return { ...plain, currency: part, of: 0.01, ...until(to + 1) };
  const code = /^(?:[a-z]{3}|rs)$/u.test(word(from - 1)) ? WORDS.get(word(from - 1)) : undefined;
  if (code === undefined) return null;
  return {
    ...plain,
    currency: code,
    shared: false,
    to,
    place: { from: from - 1, start: spoken.tokens[from - 1]?.start ?? 0 },
  };
}

function isWeight({ tokens }: ParsedUtterance, from: number): boolean {
  return tokens.slice(Math.max(0, from - WEIGHT_WORDS), from).some(({ text }) => WEIGHS.test(text));
}

/** "… and fifty cents", and "two pounds fifty" where nothing follows that is counted; `to`: the last word before it. */
function hundredthsBehind(
  spoken: ParsedUtterance,
  to: number,
  currency: string,
): Pick<Price, 'hundredths' | 'to' | 'place'> {
  const { tokens, utterance } = spoken;
  const skips = tokens[to + 1]?.text === 'and' ? 1 : 0;
  const [item] = numbersAt(spoken, to + 1 + skips);
  const until = (hundredths: number, last: number): Pick<Price, 'hundredths' | 'to' | 'place'> => ({
    hundredths,
    to: last,
    place: { to: last, end: tokens[last]?.end ?? 0 },
  });
  const value = item?.value('') ?? 0;
  if (item === undefined || value <= 0 || value >= 100 || !Number.isInteger(value)) return until(0, to);
  if (HUNDREDTHS.has(tokens[item.to + 1]?.text ?? '')) return until(value, item.to + 1);
  const ends = item.to + 1 >= tokens.length || /[.,;!?]/u.test(utterance.text.charAt(item.end));
  const isSpoken = WORDS.get(tokens[to]?.text ?? '') === currency && skips === 0 && !parts(spoken, item.from);
  return isSpoken && value >= 10 && ends ? until(value, item.to) : until(0, to);
}

/** The number at a token; two where it is a range ("100-200"). */
function numbersAt(spoken: ParsedUtterance, at: number): Item[] {
  const token = spoken.tokens[at];
  if (token === undefined) return [];
  const { text: word, start, end } = token;
  const [, least = '', dash = '', most] = RANGE.exec(word) ?? [];
  if (most !== undefined) {
    const middle = start + least.length;
    return [...written(least, at, start, middle), ...written(most, at, middle + dash.length, end)];
  }
  const [, number = '', unit] = COMPOUND.exec(word) ?? [];
  const value =
    unit === undefined ? null : (smallNumber(number) ?? SCALES.get(number) ?? readNumeral(number));
  if (unit !== undefined && value !== null)
    return [{ from: at, to: at, start, end, value: () => value, scale: 1, joined: unit }];
  return /^(?:\p{L}{1,2}\$)?\d/u.test(word)
    ? scaled(spoken, written(word, at, start, end))
    : spokenNumber(spoken, at);
}

function written(word: string, at: number, start: number, end: number): Item[] {
  const [, digits, magnitude = '', joined = null] = NUMERAL.exec(word) ?? [];
  if (digits === undefined || (joined !== null && !WORDS.has(joined) && !HUNDREDTHS.has(joined))) return [];
  const times = MAGNITUDES.get(magnitude) ?? 1;
  const value = (currency: string): number | null => {
    const amount = readNumeral(digits, DOT_GROUPS.has(currency));
    return amount === null ? null : amount * times;
  };
  return [{ from: at, to: at, start, end, value, scale: 1, joined }];
}

/** "1.2 million": a numeral with the scale behind it. */
function scaled({ tokens }: ParsedUtterance, items: Item[]): Item[] {
  return items.map((item) => {
    const scale = SCALES.get(tokens[item.to + 1]?.text ?? '');
    if (scale === undefined || item.joined !== null) return item;
    const value = (currency: string): number | null => {
      const amount = item.value(currency);
      return amount === null ? null : amount * scale;
    };
    return { ...item, to: item.to + 1, end: tokens[item.to + 1]?.end ?? item.end, value, scale };
  });
}

/** The longest number that the words from `at` on make: "a hundred and five", "twenty-five hundred", "one point two million". */
function spokenNumber(spoken: ParsedUtterance, at: number): Item[] {
  const word = (place: number): string => spoken.tokens[place]?.text ?? '';
  const from = /^an?$/u.test(word(at)) && SCALES.has(word(at + 1)) ? at + 1 : at;
  let [total, group, end, scale] = [0, 0, from - 1, 1];
  for (let place = from; place < spoken.tokens.length; place += 1) {
    if (place > from && parts(spoken, place)) break;
    const small = smallNumber(word(place));
    const times = SCALES.get(word(place));
    const opens = place === from;
    if (small !== undefined && (opens || fits(group, small))) group += small;
    else if (times === 100 && (group > 0 || opens)) group = Math.max(1, group) * 100;
    else if (times !== undefined && times > 100 && (group > 0 || opens)) {
      total += Math.max(1, group) * times;
      group = 0;
    } else if (word(place) === 'and' && scale > 1 && smallNumber(word(place + 1)) !== undefined) continue;
    else break;
    scale = times ?? 1;
    end = place;
  }
  if (end < from) return [];
  const [fraction, after] = fractionAt(spoken, end + 1);
  const times = after > end + 1 ? SCALES.get(word(after)) : undefined;
  const value = (total + group + fraction) * (times ?? 1);
  const to = times === undefined ? after - 1 : after;
  const [start, last] = [spoken.tokens[at]?.start ?? 0, spoken.tokens[to]?.end ?? 0];
  return [{ from: at, to, start, end: last, value: () => value, scale: times ?? scale, joined: null }];
}

/** Whether a mark of punctuation stands before a word. */
function parts({ tokens, utterance }: ParsedUtterance, place: number): boolean {
  return /[,;:.!?]/u.test(utterance.text.slice(tokens[place - 1]?.end, tokens[place]?.start));
}

/** "Point five", "and a half": the fraction and the place behind it; 0 and `at` where there is none. */
function fractionAt({ tokens }: ParsedUtterance, at: number): [number, number] {
  const word = (place: number): string => tokens[place]?.text ?? '';
  if (word(at) === 'and' && word(at + 1) === 'a' && word(at + 2) === 'half') return [0.5, at + 3];
  if (word(at) !== 'point') return [0, at];
  let digits = '';
  while (SPOKEN_DIGITS.has(word(at + 1 + digits.length)))
    digits += SPOKEN_DIGITS.get(word(at + 1 + digits.length)) ?? '';
  return digits === '' ? [0, at] : [Number(`0.${digits}`), at + 1 + digits.length];
}
