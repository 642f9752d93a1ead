import { expect, it } from 'vitest';
import { findMoney } from '../../../src/text/money.ts';
import { parseTranscript } from '../../../src/text/parsed-transcript.ts';
import { dialogue, report } from '../analysis/call.ts';

function amounts(text: string): string {
  const [spoken] = parseTranscript(dialogue(`agent: ${text}`)).utterances;
  return spoken === undefined
    ? ''
    : findMoney(spoken)
        .map(({ amount, currency }) => `${amount} ${currency}`)
        .join(', ');
}

it.each([
  ['It is twenty-five hundred dollars a month.', '2500 USD'],
  ['It costs €10.500,50.', '10500.5 EUR'],
  ['It costs 1.299,00 EUR.', '1299 EUR'],
  ['It is $100-200.', '100 USD, 200 USD'],
  ['20, 30 and 40 dollars.', '20 USD, 30 USD, 40 USD'],
  ['It costs $1.2M.', '1200000 USD'],
  ['It costs ¥1,500,000.', '1500000 JPY'],
  ['It is 3,50 €.', '3.5 EUR'],
  ["CHF 1'234.50", '1234.5 CHF'],
  ['₹1,50,000', '150000 INR'],
  ['A$20 or US$15', '20 AUD, 15 USD'],
  ['two or three hundred dollars', '200 USD, 300 USD'],
  ['one point two million euros', '1200000 EUR'],
  ['two and a half thousand pounds', '2500 GBP'],
  ['five dollars and fifty cents', '5.5 USD'],
  ['two pounds fifty', '2.5 GBP'],
  ['fifty cents, or 99p', '0.5 USD, 0.99 GBP'],
  ['a twenty-dollar fee', '20 USD'],
  ['500 canadian dollars', '500 CAD'],
  ['three million five hundred thousand naira', '3500000 NGN'],
])('an amount is read as it is said or written: %s', (text, money) => {
  expect(amounts(text)).toBe(money);
});

it.each([
  'it weighs 20 pounds',
  'nineteen ninety-nine dollars',
  'the year 2026',
  'it is 4.5.6 dollars',
  'ten per cent',
])('what is no amount, or not clearly one, is none: %s', (text) => {
  expect(amounts(text)).toBe('');
});

it('each amount of a range is an entity of its own, quoted from the transcript', () => {
  const { entities } = report(dialogue('agent: It is $100-200, or €10.500,50.')).entities;
  expect(entities.map(({ kind, value, evidence }) => [kind, value, evidence[0]?.quote])).toEqual([
    ['money', '100 USD', '100'],
    ['money', '200 USD', '200'],
    ['money', '10500.5 EUR', '€10.500,50'],
  ]);
});
