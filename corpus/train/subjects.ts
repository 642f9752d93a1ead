// Makes src/understanding/subject-words.ts: how often the words of a call are named in the reason that people gave for it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { contentStems } from '../../src/text/content-words.ts';
import { wordsOf } from '../../src/text/tokens.ts';
import { isKeptAside, readLabelledCalls } from './labelled-calls.ts';

const FILE = path.resolve(import.meta.dirname, '../../src/understanding/subject-words.ts');
/** A word of fewer calls says nothing. */
const FEWEST_CALLS = 5;

const [calls, named] = [new Map<string, number>(), new Map<string, number>()];
for (const { turns, truth } of readLabelledCalls().filter((call) => !isKeptAside(call))) {
  const reason = new Set(contentStems(wordsOf(truth.reason)));
  for (const stem of new Set(turns.flatMap(({ t }) => contentStems(wordsOf(t))))) {
    calls.set(stem, (calls.get(stem) ?? 0) + 1);
    if (reason.has(stem)) named.set(stem, (named.get(stem) ?? 0) + 1);
  }
}
const counts = [...calls]
  .filter(([stem, count]) => count >= FEWEST_CALLS && !/[: ]/u.test(stem))
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([stem, count]) => `${stem}:${named.get(stem) ?? 0}/${count}`);
const text = `// Made by npm run train; not written by hand.
/** By stem: calls whose reason names it / calls in which it is said. */
export const SUBJECT_COUNTS =
  ${JSON.stringify(counts.join(' '))};
`;
writeFileSync(FILE, text);
