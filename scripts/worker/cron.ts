/** Ranges of minute, hour, day of the month, month and day of the week; Sunday is 1, as the platform counts. */
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
] as const;
const MINUTE_MS = 60_000;

/**
 * Whether a cron expression means the minute of `at`, in UTC: numbers, `*`, ranges, lists and steps. Throws `RangeError` for
 * anything else, names of months and days included. Source: Cloudflare documentation, "Cron Triggers".
 */
export function isDue(cron: string, at: Date): boolean {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) throw new RangeError(`"${cron}" does not have five fields`);
  const now = [
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth() + 1,
    at.getUTCDay() + 1,
  ];
  const [minute, hour, day, month, weekday] = fields.map((field, index) => {
    const [first, last] = FIELDS[index] ?? [0, 0];
    return field.split(',').some((part) => includes(part, first, last, now[index] ?? 0));
  });
  // Where both are restricted, either will do.
  const isEither = !fields[2]?.startsWith('*') && !fields[4]?.startsWith('*');
  const isDay = isEither ? day || weekday : day && weekday;
  return [minute, hour, month, isDay].every((matches) => matches);
}

/** Calls `run` at the beginning of each minute that one of `crons` means; answers how to stop. */
export function everyDueMinute(crons: readonly string[], run: (cron: string, at: Date) => void): () => void {
  // An expression that cannot be read is found now, not in a night.
  for (const cron of crons) isDue(cron, new Date(0));
  let timer: NodeJS.Timeout;
  const wait = () => {
    const nextMs = (Math.floor(Date.now() / MINUTE_MS) + 1) * MINUTE_MS;
    timer = setTimeout(() => {
      const at = new Date(nextMs);
      for (const cron of crons) if (isDue(cron, at)) run(cron, at);
      wait();
    }, nextMs - Date.now());
  };
  wait();
  return () => clearTimeout(timer);
}

function includes(part: string, first: number, last: number, value: number): boolean {
  const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
  if (!match) throw new RangeError(`"${part}" cannot be read in a cron expression`);
  const [, from, to, step] = match;
  const low = from === undefined ? first : Number(from);
  const high = to === undefined ? (from === undefined || step !== undefined ? last : low) : Number(to);
  const every = Number(step ?? 1);
  if (low < first || high > last || low > high || every < 1)
    throw new RangeError(`"${part}" is out of range in a cron expression`);
  return value >= low && value <= high && (value - low) % every === 0;
}
