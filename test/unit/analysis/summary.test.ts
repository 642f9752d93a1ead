import { describe, expect, it } from 'vitest';
import { isKeptAside, readLabelledCalls } from '../../../corpus/train/labelled-calls.ts';
import type { Report } from '../../../src/analysis/report.ts';
import { dialogue, report } from './call.ts';

const CALLS = readLabelledCalls().filter((call) => !isKeptAside(call));
/** Words twice that English allows. */
const DOUBLED = /(?<![\p{L}’'])(\p{L}{2,}) \1(?![\p{L}’'])/iu;
const ALLOWED_TWICE =
  /^(?:had|that|very|really|no|so|ha|bye|now|please|saturday|never|go|night|twenty|one|two|three|four|five)$/iu;

function reportOf(call: (typeof CALLS)[number]): Report {
  return report(dialogue(...call.turns.map(({ s, t }) => `${s}: ${t.replaceAll(': ', ' ')}`)));
}

/** What is wrong with a sentence of the report as a sentence, or nothing. */
function faultsOf(sentence: string): string[] {
  const frame = sentence.replaceAll(/“[^”]*”/gu, '“”');
  const faults: string[] = [];
  if (!/^\p{Lu}/u.test(sentence)) faults.push('lower-case start');
  if (!/[.?!]”?$/u.test(sentence)) faults.push('no end');
  if ((sentence.match(/“/gu) ?? []).length !== (sentence.match(/”/gu) ?? []).length) faults.push('quotes');
  if (/(?<!\p{L})(?:i|i'm|my|me|we|our|you|your)(?!\p{L})/iu.test(frame))
    faults.push('pronoun outside a quote');
  if (!/(?:said|asked|asking|saying|promised|offered): “/u.test(sentence)) faults.push('no verb');
  const doubled = DOUBLED.exec(sentence)?.[1];
  if (doubled !== undefined && !ALLOWED_TWICE.test(doubled)) faults.push(`doubled: ${doubled}`);
  const quotes = [...sentence.matchAll(/“([^”]*)”/gu)].map(([, quote = '']) => quote);
  for (const quote of quotes) {
    if (quote.split(' ').length > 22) faults.push('long quote');
    if (/(?<!\p{L})(?:the|a|an|and|but|or|because|my|your|to|of|with|um|uh)$/iu.test(quote))
      faults.push('cut quote');
  }
  return faults;
}

describe('the words of a report', () => {
  const reports = CALLS.map((call) => ({ id: call.id, summary: reportOf(call).summary }));
  const sentences = reports.flatMap(({ id, summary }) =>
    [
      ...(summary.brief?.split(/(?<=[.?!]”|”\.) (?=\p{Lu})/u) ?? []),
      ...summary.keyPoints.map(({ text }) => text),
    ].map((sentence) => ({ id, sentence })),
  );

  it('are grammatical: whole sentences, quotes whole and in quotation marks, nothing turned half way', () => {
    const faulty = sentences.flatMap(({ id, sentence }) => {
      const faults = faultsOf(sentence);
      return faults.length === 0 ? [] : [`${id}: ${sentence} (${faults.join(', ')})`];
    });
    expect(faulty).toEqual([]);
  });

  it('quote no turn twice in brief and key points', () => {
    for (const { id, summary } of reports) {
      const quotes = [summary.brief ?? '', ...summary.keyPoints.map(({ text }) => text)].flatMap((text) =>
        [...text.matchAll(/“([^”]*)”/gu)].map(([, quote]) => quote),
      );
      expect(new Set(quotes).size, id).toBe(quotes.length);
    }
  });

  it('have titles of at most 70 characters, with a capital first and no broken end', () => {
    for (const { id, summary } of reports) {
      expect(summary.title, id).toMatch(/^[\p{Lu}\d].{3,69}$/u);
      expect(summary.title, id).not.toMatch(/(?: the| a| an| and| to|,|…)$/u);
    }
  });
});

it('a reason that is stated, what is done about it and how it ends are quoted in this order', () => {
  const call = dialogue(
    'agent: Thank you for calling Northwind, this is Priya. How can I help?',
    "customer: Hi, um, my order hasn't arrived and it was due on Monday.",
    'agent: I am sorry about that. May I have the order number?',
    'customer: It is five five one two.',
    'agent: Thank you. The parcel was lost, so I have refunded the forty dollars to your card.',
    'customer: Great, thanks. That is all I needed.',
    "agent: You're welcome. I'll send you an email with the receipt by tomorrow. Goodbye.",
    'customer: Bye.',
  );
  const { brief } = report(call).summary;
  expect(brief).toContain("“my order hasn't arrived and it was due on Monday”");
  expect(brief).toMatch(
    /refunded the forty dollars.*receipt by tomorrow|receipt by tomorrow.*refunded the forty dollars/u,
  );
});
