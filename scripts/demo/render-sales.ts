import type { Sales } from '../../src/analysis/sections/sales.ts';
import { bar, hang, type Page } from './layout.ts';

const BAR_WIDTH = 24;
const STRONG = 75;
const WEAK = 50;

/** The overall score and each pillar as a bar, with what was good and what to change under each pillar. */
export function renderSales({ overall, pillars }: Sales, page: Page): string[] {
  if (overall === null || pillars === null) return [];
  const named = Object.entries(pillars);
  const nameWidth = Math.max('overall'.length, ...named.map(([name]) => name.length));
  return [
    page.paint('bold', scoreLine('overall', overall, nameWidth, page)),
    ...named.flatMap(([name, { score, positive, negative }]) => [
      '',
      scoreLine(name, score, nameWidth, page),
      ...hang('  + ', positive.text, page.width),
      ...hang('  - ', negative.text, page.width),
    ]),
  ];
}

function scoreLine(name: string, score: number, nameWidth: number, { paint }: Page): string {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const colour = score >= STRONG ? 'green' : score >= WEAK ? 'yellow' : 'red';
  return `${title.padEnd(nameWidth)}  ${paint(colour, bar(score / 100, BAR_WIDTH))} ${String(score).padStart(3)}`;
}
