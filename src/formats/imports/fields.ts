/** A label that is longer is a sentence. */
const MOST_LABEL_CHARACTERS = 256;

/**
 * An object of another service, read without trusting it: a key that is absent, `null` or of another type reads as not given.
 * Each reader takes the names that the same thing has in the versions of a format, the first given one wins; a name may be a
 * path (`transcript.text`).
 */
export class Fields {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** What is at a path, `undefined` where nothing is or where it is `null`. */
  at(...paths: readonly string[]): unknown {
    for (const path of paths) {
      const found = step(this.#value, path);
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  }

  has(path: string): boolean {
    return this.at(path) !== undefined;
  }

  /** The items of the first list, each as an object; what is in a list but no object reads as an empty one. */
  list(...paths: readonly string[]): Fields[] {
    for (const path of paths) {
      const found = this.at(path);
      if (Array.isArray(found)) return found.map((item) => new Fields(item));
    }
    return [];
  }

  object(...paths: readonly string[]): Fields {
    return new Fields(this.at(...paths));
  }

  /** Text as it stands, empty where none is given. */
  text(...paths: readonly string[]): string {
    return paths.map((path) => this.at(path)).find((found) => typeof found === 'string') ?? '';
  }

  /** A name or number that stands for somebody; `null` where it is not given, empty, or far too long for that. */
  label(...paths: readonly string[]): string | null {
    for (const path of paths) {
      const found = this.at(path);
      const label = typeof found === 'number' ? String(found) : typeof found === 'string' ? found.trim() : '';
      if (label !== '' && label.length <= MOST_LABEL_CHARACTERS) return label;
    }
    return null;
  }

  /** A finite number, also where it is written as text. */
  number(...paths: readonly string[]): number | null {
    for (const path of paths) {
      const number = toNumber(this.at(path));
      if (number !== null) return number;
    }
    return null;
  }

  /** Milliseconds of a time in seconds, or of any form that `timeOf` knows. */
  seconds(...paths: readonly string[]): number | null {
    return this.#time(paths, 1000);
  }

  /** Milliseconds of a time in milliseconds, or of any form that `timeOf` knows. */
  milliseconds(...paths: readonly string[]): number | null {
    return this.#time(paths, 1);
  }

  /** Milliseconds of a time in steps of 100 nanoseconds. */
  ticks(...paths: readonly string[]): number | null {
    return this.#time(paths, 1 / 10_000);
  }

  #time(paths: readonly string[], unit: number): number | null {
    for (const path of paths) {
      const time = timeOf(this.at(path), unit);
      if (time !== null) return time;
    }
    return null;
  }
}

function step(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (
    typeof value !== 'string' ||
    !/^\s{0,9}[-+]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})\s{0,9}$/u.test(value)
  )
    return null;
  return Number(value);
}

const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,9}))?$/u;
const DURATION = /^PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8}(?:\.\d{1,9})?)S)?$/u;
const WITH_UNIT = /^([-+]?\d{1,12}(?:\.\d{1,9})?)\s?(ms|s)$/u;
const DATE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/u;

/**
 * Whole milliseconds of a time as formats write it: a number of the given unit (milliseconds each), `1.5s`, `00:01:02.5`,
 * `PT1M2.5S` (ISO 8601), a date with time (then since 1970), or seconds with nanoseconds. `null` for what is none of these.
 */
export function timeOf(value: unknown, unit: number): number | null {
  const number = toNumber(value);
  if (number !== null) return Math.round(number * unit);
  if (typeof value === 'object' && value !== null) return splitTime(new Fields(value));
  if (typeof value !== 'string' || value.length > 40) return null;
  const text = value.trim();
  const [, amount, suffix] = WITH_UNIT.exec(text) ?? [];
  if (amount !== undefined) return Math.round(Number(amount) * (suffix === 's' ? 1000 : 1));
  return clockOf(text) ?? durationOf(text) ?? dateOf(text);
}

/** Protocol buffers as JSON: `{"seconds": "1", "nanos": 500000000}`. */
function splitTime(value: Fields): number | null {
  const [seconds, nanos] = [value.number('seconds'), value.number('nanos')];
  if (seconds === null && nanos === null) return null;
  return Math.round((seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6);
}

/** `1:02:03.5` or `2:03`, in milliseconds. */
export function clockOf(text: string): number | null {
  const [, hours = '0', minutes, seconds, fraction = '0'] = CLOCK.exec(text) ?? [];
  if (minutes === undefined) return null;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
}

function durationOf(text: string): number | null {
  const [found, hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? [];
  if (found === undefined) return null;
  return Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
}

function dateOf(text: string): number | null {
  const time = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
