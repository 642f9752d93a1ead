import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readSentences, totalsOf, tryOut } from './personal-data.ts';

/**
 * `npm run eval:pii -- dev|dev2|test [from] [to] [--part work|kept]`: what redaction hides of sentences written by people who do not
 * know it. Of `test`, and of the quarter of a set that is kept aside, only totals are printed, so that no rule is written after them.
 */
const { values, positionals } = parseArgs({
  options: { totals: { type: 'boolean', default: false }, part: { type: 'string' } },
  allowPositionals: true,
});
const [set = 'dev', from = '0', to] = positionals;
if (set !== 'dev' && set !== 'dev2' && set !== 'test') throw new Error('npm run eval:pii -- dev|dev2|test');

const isKept = ({ id }: { id: string }): boolean =>
  createHash('sha256')
    .update(id)
    .digest()
    .subarray(0, 2)
    .every((byte) => byte % 2 === 1);
const isWanted = (sentence: { id: string }): boolean =>
  values.part === undefined || isKept(sentence) === (values.part === 'kept');
const isShown = set !== 'test' && values.part !== 'kept' && !values.totals;

const outcomes = readSentences(set)
  .slice(set === 'test' ? 0 : Number(from), set !== 'test' && to !== undefined ? Number(to) : undefined)
  .filter(isWanted)
  .map(tryOut);

if (isShown) {
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
