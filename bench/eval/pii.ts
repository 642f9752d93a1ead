import { parseArgs } from 'node:util';
import { readSentences, totalsOf, tryOut } from './personal-data.ts';

/**
 * `npm run eval:pii -- dev|dev2|test [from] [to]`: what redaction hides of sentences written by people who do not know it. Of `test`
 * only totals are printed, so that no rule is written after it.
 */
const { values, positionals } = parseArgs({
  options: { totals: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [set = 'dev', from = '0', to] = positionals;
if (set !== 'dev' && set !== 'dev2' && set !== 'test') throw new Error('npm run eval:pii -- dev|dev2|test');

const outcomes = readSentences(set)
  .slice(set === 'test' ? 0 : Number(from), set !== 'test' && to !== undefined ? Number(to) : undefined)
  .map(tryOut);

if (set !== 'test' && !values.totals) {
  for (const { sentence, redacted, items, wordsHidden } of outcomes) {
    const left = items.filter(({ hidden }) => !hidden);
    if (left.length === 0 && (items.length > 0 || wordsHidden === 0)) continue;
    console.log(`${sentence.id} ${[...sentence.context, ''].join(' | ')}\n  ${sentence.text}\n  ${redacted}`);
    for (const { kind, text } of left) console.log(`  left: ${kind} ${text}`);
  }
}

const totals = totalsOf(outcomes);
const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
console.table(
  [...totals.byKind].map(([kind, { items, hidden }]) => ({
    kind,
    items,
    hidden,
    recall: percent(hidden, items),
  })),
);
console.log(`recall: ${totals.hidden} of ${totals.items} items, ${percent(totals.hidden, totals.items)}`);
console.log(
  `clean: ${totals.cleanSentences} sentences, ${totals.cleanWordsHidden} of ${totals.cleanWords} words hidden, ` +
    percent(totals.cleanWordsHidden, totals.cleanWords),
);
