import { type Case, type Row, ROWS } from './rows.ts';
import { bootstrap } from './statistics.ts';

/** A row of the table: a figure, how many things it rests on, and the middle 95 % of it over samples of the calls. */
interface MeasuredRow {
  readonly row: string;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly of: number;
  readonly wanted: string;
  readonly unit: Row['unit'];
}

/** Every row that something is labelled for. The two calls of a pair are drawn together. */
export function measureRows(
  cases: readonly Case[],
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): MeasuredRow[] {
  const units = [...Map.groupBy(cases, ({ call }) => call.id.replace(/-(?:good|poor)$/u, '')).values()];
  return ROWS.flatMap(({ name, wanted, unit, measure }) => {
    const { value, of } = measure(cases);
    if (of === 0) return [];
    const interval = bootstrap(units, (sample) => measure(sample.flat()).value, { seed, rounds });
    return [{ row: name, value, interval, of, wanted, unit }];
  });
}

/** A row as it is printed. */
export function shown({
  row,
  value,
  interval,
  of,
  wanted,
  unit,
}: MeasuredRow): Record<string, string | number> {
  const text = (figure: number | null): string =>
    figure === null ? '–' : unit === 'points' ? figure.toFixed(1) : figure.toFixed(2);
  return {
    row,
    figure: text(value),
    '95 %': interval === null ? '–' : `${text(interval[0])} to ${text(interval[1])}`,
    of,
    wanted,
  };
}
