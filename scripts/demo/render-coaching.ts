import type { Coaching } from '../../src/analysis/sections/coaching.ts';
import { hang, type Page } from './layout.ts';

/** What to keep doing and what to change, the most rewarding first. */
export function renderCoaching({ doubleDown, recommendations }: Coaching, { width, paint }: Page): string[] {
  return [
    ...(doubleDown === null ? [] : hang('Keep    ', doubleDown.text, width)),
    ...recommendations.flatMap(({ text, priority }) => {
      const [first = '', ...rest] = hang(`${priority.padEnd(6)}  `, text, width);
      return [paint(priority === 'high' ? 'yellow' : 'dim', first.slice(0, 6)) + first.slice(6), ...rest];
    }),
  ];
}
