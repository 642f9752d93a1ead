/** What completed, and what was charged, in one month. */
export interface UsageMonth {
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly analyses: number;
  readonly audioMinutes: number;
  readonly costUsdCents: number;
  /** The part of it that is for transcription; the rest is for language models. */
  readonly speechCostUsdCents: number;
}

/** `2026-11` for any time within that month, UTC. */
export function monthOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7);
}

/** When a month (`2026-11`) begins, ISO 8601, UTC. */
export function startOfMonth(month: string): string {
  return `${month}-01T00:00:00Z`;
}

/** The month `count` months before another one. */
export function monthsBefore(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - count);
  return monthOf(date.getTime());
}
