import { casual, type Parser, type ParsedResult } from 'chrono-node/en';
import { numberOf, ORDINALS, SMALL_NUMBERS } from './numbers.ts';

const OFFSET = /([+-])(\d{2}):?(\d{2})$/u;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const WEEKDAY = `(?:${WEEKDAYS.join('|')})`;
const ORDINAL_WORDS = [...ORDINALS.keys()].toSorted((a, b) => b.length - a.length).join('|');
const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)[- ](?:${ORDINAL_WORDS})|${ORDINAL_WORDS})`;
/** Wordings worth the cost of the date parser. */
const DATE_WORDS = new RegExp(
  `\\b(?:today|tonight|tomorrow|yesterday|${WEEKDAY}s?|january|february|march|april|may|june|july|august|september|october|november|december|weeks?|weekend|fortnight|months?|days?|hours?|year|\\d{1,2}[/.-]\\d{1,2}|${ORDINAL})\\b`,
  'iu',
);
/** Lengths of time and times of day that the parser takes for a date. */
const NO_DATE =
  /^(?:[ap]\.? ?m\.?\s*)+$|^(?:(?:about|around|a|an|few|a few|couple of|several|\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+)*(?:minutes?|hours?|days?|weeks?|months?|years?)(?: a (?:day|week|month))?[,.]?$|^(?:on )?(?:sun|sat|mon|wed|mar|may|sec|second)$|^(?:right )?now$|\bminutes?$|\bthis minute|^(?:in|within|the next|next)?\s*(?:half )?an? hour$/iu;
/** "Monday, the 27th of March" is one day. */
const IS_WEEKDAY = new RegExp(`^(?:on )?${WEEKDAY}$`, 'iu');
/** "Next week" is no day of it. */
const VAGUE = /^(?:next|last|this|in the next|over the next|the next) (?:week|month|year|weekend)$/iu;

interface FoundDate {
  /** Calendar date, `YYYY-MM-DD`, in the time zone of the call; null where the words need the date of the call and it is not known. */
  readonly date: string | null;
  /** The words it was read from. */
  readonly text: string;
  readonly start: number;
}

/**
 * Stand in where the date of the call is not known: what both read as the same day is a date of the calendar, and all else
 * would need the call's.
 */
const SOME_MOMENTS = ['2000-01-01T12:00:00Z', '2013-08-20T12:00:00Z'] as const;

/**
 * Dates in a text, resolved against the moment of the call ("next Tuesday", "in two days", "March 28"); only those
 * that fix a day. Dates lie in the future of the call where the words allow it. Without the moment of the call, a day that
 * depends on it has no date.
 */
export function findDates(text: string, recordedAt: string | null): FoundDate[] {
  if (!DATE_WORDS.test(text)) return [];
  if (recordedAt !== null && !Number.isNaN(Date.parse(recordedAt))) return datesFrom(text, recordedAt);
  const [one, other] = SOME_MOMENTS.map((moment) => datesFrom(text, moment));
  const dates = new Map(other?.map(({ start, date }) => [start, date]));
  return (one ?? []).map((found) =>
    dates.get(found.start) === found.date ? found : { ...found, date: null },
  );
}

function datesFrom(text: string, moment: string): FoundDate[] {
  const offset = offsetMinutes(moment);
  const reference = { instant: new Date(moment), timezone: offset };
  return stretchesOf(text)
    .flatMap((stretch) =>
      PARSER.parse(stretch.text, reference, { forwardDate: true }).map((result) => ({
        result,
        start: stretch.start + result.index,
        text: result.text.replace(/[\s,.;:]+$/u, ''),
      })),
    )
    .filter(({ result, text }) => fixesDay(result) && !NO_DATE.test(text) && !VAGUE.test(text))
    .filter(({ start, text: words }, at, all) => {
      const next = all[at + 1];
      const gap = text.slice(start + words.length, next?.start);
      return next === undefined || !IS_WEEKDAY.test(words) || !/^,?\s+(?:the\s+)?$/iu.test(gap);
    })
    .map(({ result, start, text }) => ({ date: isoDate(result.start.date(), offset), text, start }));
}

function fixesDay({ start }: ParsedResult): boolean {
  return start.isCertain('day') || start.isCertain('weekday');
}

const DAY_MS = 86_400_000;

/** Reads one wording as a day; `daysFrom` says how many days after the call it lies, null where it is no day. */
function parserOf(
  pattern: RegExp,
  daysFrom: (groups: Readonly<Record<string, string | undefined>>, call: Date) => number | null,
): Parser {
  return {
    pattern: () => pattern,
    extract: ({ reference }, { groups = {} }) => {
      const local = reference.getDateWithAdjustedTimezone();
      const call = new Date(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()));
      const days = daysFrom(groups, call);
      if (days === null) return null;
      const date = new Date(call.getTime() + days * DAY_MS);
      return { day: date.getUTCDate(), month: date.getUTCMonth() + 1, year: date.getUTCFullYear() };
    },
  };
}

const wording = (source: string): RegExp => new RegExp(`\\b(?:${source})(?![\\w-])`, 'iu');
const COUNT =
  '(?:\\d{1,2}|an?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|[a-z]+)';
/** What ends the words of a day: another noun makes "the third" one of its kind. */
const ENDS =
  '(?=$|[.,;:!?)]|\\s+(?:at|before|after|between|from|by|in|for|and|or|so|if|then|when|because|with|to|till|until|either|about|around|please|okay|ok|is|it|i|we|you|that|of)\\b|\\s+(?:nine|ten|eleven|twelve|one|two|three|four|half|quarter|noon|\\d))';

/** Wordings of conversations that the library does not read, or reads as another day ("the day after tomorrow"). */
const SPOKEN_DATES: readonly Parser[] = [
  parserOf(wording('(?:the )?day after tomorrow'), () => 2),
  parserOf(wording('(?:a )?(?:week (?:from )?tomorrow|tomorrow week)'), () => 8),
  parserOf(wording('a week (?:from )?today|today week|(?:in|within) a week'), () => 7),
  parserOf(wording('(?:in|within) a fortnight'), () => 14),
  parserOf(
    wording(`a week (?:on|from) (?<on>${WEEKDAY})|(?:on )?(?<week>${WEEKDAY}) week`),
    ({ on, week }, call) => untilWeekday(on ?? week ?? '', call) + 7,
  ),
  parserOf(
    wording(
      `(?:on |by |next |this )*(?:(?<weekday>${WEEKDAY}),?\\s+)(?:the\\s+)?(?<day>${ORDINAL})(?! (?:of )?(?:january|february|march|april|may|june|july|august|september|october|november|december))`,
    ),
    ({ day = '', weekday = '' }, call) => untilDayOfMonth(ordinalOf(day), weekday, call),
  ),
  parserOf(
    wording(
      `(?:on|by|until|till|before|for|after|from|is|due|about|around|of)\\s+the\\s+(?<day>${ORDINAL})${ENDS}`,
    ),
    ({ day = '' }, call) => untilDayOfMonth(ordinalOf(day), '', call),
  ),
  parserOf(
    wording(
      `(?:within |in |inside |up to )?(?:the next )?(?:${COUNT}\\s*(?:to|or|-|\u2013)\\s*)?(?<count>${COUNT})\\s+(?:business|working)\\s+days?(?:' time)?`,
    ),
    ({ count = '' }, call) => businessDays(countOf(count), call),
  ),
  parserOf(
    wording(
      `(?:within|in|inside|up to)\\s+(?:the next )?(?:${COUNT}\\s*(?:to|or|-|\u2013)\\s*)?(?<count>${COUNT})\\s+(?<unit>days?|weeks?)(?:' time)?`,
    ),
    ({ count = '', unit = '' }) => {
      const days = countOf(count);
      return days === null ? null : days * (unit.startsWith('w') ? 7 : 1);
    },
  ),
];
/** "Two weeks from tomorrow". */
const COUNTED_FROM = parserOf(
  wording(
    `(?<count>${COUNT})\\s+(?<unit>days?|weeks?)\\s+(?:from|on|after)\\s+(?<from>today|now|tomorrow|${WEEKDAY})`,
  ),
  ({ count = '', unit = '', from = '' }, call) => {
    const days = countOf(count);
    const first = /^(?:today|now)$/iu.test(from)
      ? 0
      : /^tomorrow$/iu.test(from)
        ? 1
        : untilWeekday(from, call);
    return days === null ? null : first + days * (unit.startsWith('w') ? 7 : 1);
  },
);
const PARSER = casual.clone();
PARSER.parsers.unshift(...SPOKEN_DATES, COUNTED_FROM);

function ordinalOf(words: string): number {
  const [tens = '', units] = words.toLowerCase().split(/[- ]/u);
  const digits = Number.parseInt(tens, 10);
  if (!Number.isNaN(digits)) return digits;
  return units === undefined
    ? (ORDINALS.get(tens) ?? 0)
    : (SMALL_NUMBERS.get(tens) ?? 0) + (ORDINALS.get(units) ?? 0);
}

function countOf(words: string): number | null {
  return /^an?$/iu.test(words) ? 1 : numberOf(words);
}

/** Days to the next such weekday, 1 to 7. */
function untilWeekday(weekday: string, call: Date): number {
  return ((WEEKDAYS.indexOf(weekday.toLowerCase()) - call.getUTCDay() + 6) % 7) + 1;
}

const MONTHS_AHEAD = 12;
/** Further away than this, the weekday is a slip of the tongue. */
const WEEKDAY_MONTHS_AHEAD = 3;

/** Days to the next such day of a month, of the month in which it falls on the weekday where one is said; null where none has it. */
function untilDayOfMonth(day: number, weekday: string, call: Date): number | null {
  const wanted = WEEKDAYS.indexOf(weekday.toLowerCase());
  for (let month = 0; month <= (wanted < 0 ? MONTHS_AHEAD : WEEKDAY_MONTHS_AHEAD); month += 1) {
    const date = new Date(Date.UTC(call.getUTCFullYear(), call.getUTCMonth() + month, day));
    const days = Math.round((date.getTime() - call.getTime()) / DAY_MS);
    if (day > 0 && days >= 0 && date.getUTCDate() === day && (wanted < 0 || date.getUTCDay() === wanted))
      return days;
  }
  return wanted < 0 ? null : untilDayOfMonth(day, '', call);
}

/** Days until so many days from Monday to Friday have passed. */
function businessDays(count: number | null, call: Date): number | null {
  if (count === null || count > MOST_BUSINESS_DAYS) return null;
  let days = 0;
  for (let left = count; left > 0; left -= 1) {
    do days += 1;
    while ([0, 6].includes((call.getUTCDay() + days) % 7));
  }
  return days;
}
const MOST_BUSINESS_DAYS = 99;

/** Longer than any sentence that is spoken. The cost of the parser grows with the square of what it is given. */
const LONGEST_STRETCH = 500;

/** The text in stretches that are parsed by themselves, cut between words. */
function stretchesOf(text: string): { text: string; start: number }[] {
  const stretches: { text: string; start: number }[] = [];
  for (let start = 0; start < text.length;) {
    const whole = text.slice(start, start + LONGEST_STRETCH);
    const space = start + whole.length < text.length ? whole.lastIndexOf(' ') : -1;
    const stretch = space > 0 ? whole.slice(0, space) : whole;
    if (DATE_WORDS.test(stretch)) stretches.push({ text: stretch, start });
    start += stretch.length;
  }
  return stretches;
}

function isoDate(date: Date, offset: number): string {
  return new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 10);
}

/** Whole days from the call to a calendar date; negative for a past one. */
export function daysUntil(date: string, recordedAt: string): number {
  const local = new Date(new Date(recordedAt).getTime() + offsetMinutes(recordedAt) * 60_000);
  return Math.round((Date.parse(date) - Date.parse(local.toISOString().slice(0, 10))) / 86_400_000);
}

function offsetMinutes(recordedAt: string): number {
  const match = OFFSET.exec(recordedAt);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** Said of what follows the call at once, or of a part of its day. */
const SAME_DAY =
  /\b(?:right (?:now|away)|this minute|within the hour|before the hour|straight ?away|straight after (?:this|the) call|(?:as )?soon as (?:we|i) hang up|when (?:we|i) hang up|immediately|this (?:morning|afternoon|arvo|evening|night)|tonight|before the day (?:is out|runs out|ends)|by (?:the )?(?:end|close) of (?:the day|day|business|play)|(?:in|within) (?:the next )?(?:an?|half an|\w+|\d+) (?:minutes?|hours?)|after lunch|before lunch|at lunch|(?:in a|any) minute)\b/iu;
/** "Within 24 to 48 hours", "five to seven days": the latest of it. */
const SPAN = new RegExp(
  `\\b(?:${COUNT}\\s*(?:to|or|-|\u2013)\\s*)?(?<count>${COUNT})\\s+(?<unit>hours?|days?|weeks?)\\b(?! (?:ago|old|a |per |each))`,
  'iu',
);
const IN_THE_MORNING = /\b(?:in|first thing in) the morning\b/iu;

/**
 * The day by which something is to be done, from the words that promise it: a date they name, the latest of a length of time,
 * or the day of the call itself ("this afternoon", "as soon as we hang up"). Null where no day is said or, without the moment
 * of the call, where the words need it.
 */
export function dueDate(promise: string, recordedAt: string | null): string | null {
  const [named] = findDates(promise, recordedAt);
  if (named !== undefined || recordedAt === null || Number.isNaN(Date.parse(recordedAt)))
    return named?.date ?? null;
  const offset = offsetMinutes(recordedAt);
  const dayAfter = (days: number): string =>
    isoDate(new Date(Date.parse(recordedAt) + days * DAY_MS), offset);
  if (SAME_DAY.test(promise)) return dayAfter(0);
  const { count = '', unit = '' } = SPAN.exec(promise)?.groups ?? {};
  const length = count === '' ? null : countOf(count);
  if (length !== null) {
    if (/^h/iu.test(unit)) return dayAfter(Math.ceil((length - 12) / 24));
    return dayAfter(length * (/^w/iu.test(unit) ? 7 : 1));
  }
  return IN_THE_MORNING.test(promise) ? dayAfter(1) : null;
}
