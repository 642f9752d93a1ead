import { parse } from 'chrono-node/en';

const OFFSET = /([+-])(\d{2}):?(\d{2})$/u;
/** Wordings worth the cost of the date parser. */
const DATE_WORDS =
  /\b(?:today|tonight|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|week|weeks|weekend|month|months|days?|hours?|year|\d{1,2}[/.-]\d{1,2}|\d{1,2}(?:st|nd|rd|th))\b/iu;

/** Lengths of time and times of day that the parser takes for a date. */
const NO_DATE =
  /^(?:[ap]\.? ?m\.?\s*)+$|^(?:(?:about|around|a|an|few|a few|couple of|several|\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+)*(?:minutes?|hours?|days?|weeks?|months?|years?)(?: a (?:day|week|month))?[,.]?$/iu;

interface FoundDate {
  /** Calendar date, `YYYY-MM-DD`, in the time zone of the call; null where the words need the date of the call and it is not known. */
  readonly date: string | null;
  /** The words it was read from. */
  readonly text: string;
  readonly start: number;
}

/** Stands in where the date of the call is not known; nothing relative is resolved against it. */
const UNKNOWN_MOMENT = '2000-01-01T12:00:00Z';

/**
 * Dates in a text, resolved against the moment of the call ("next Tuesday", "in two days", "March 28"); only those
 * that fix a day. Dates lie in the future of the call where the words allow it.
 */
export function findDates(text: string, recordedAt: string | null): FoundDate[] {
  if (!DATE_WORDS.test(text)) return [];
  const moment = recordedAt === null || Number.isNaN(Date.parse(recordedAt)) ? UNKNOWN_MOMENT : recordedAt;
  const reference = { instant: new Date(moment), timezone: offsetMinutes(moment) };
  return stretchesOf(text)
    .flatMap((stretch) =>
      parse(stretch.text, reference, { forwardDate: true }).map(({ start, text, index }) => ({
        start,
        text,
        index: stretch.start + index,
      })),
    )
    .filter(
      ({ start, text }) => (start.isCertain('day') || start.isCertain('weekday')) && !NO_DATE.test(text),
    )
    .map(({ start, text, index }) => {
      const fixed = start.isCertain('year') && start.isCertain('month') && start.isCertain('day');
      const known = moment !== UNKNOWN_MOMENT || fixed;
      const words = text.replace(/[\s,.;:]+$/u, '');
      return { date: known ? isoDate(start.date(), offsetMinutes(moment)) : null, text: words, start: index };
    });
}

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
