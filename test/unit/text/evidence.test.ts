import { describe, expect, it } from 'vitest';
import { composeReport } from '../../../src/analysis/report.ts';
import { readTranscript } from '../../../src/formats/imports/read-transcript.ts';
import { verifyEvidence } from '../../../src/text/evidence.ts';
import { salesCall } from '../../support/transcripts.ts';
import { dialogue, report } from '../analysis/call.ts';

const CALL = dialogue('agent: How can I help you?', 'customer: I lost my card.');
const entry = (utterance: number, quote: string) => ({ utterance, startMs: 0, endMs: 10, quote });

describe('verifying quotes', () => {
  it('keeps what is verbatim in the utterance it names, and counts what is not', () => {
    const { value, count } = verifyEvidence(
      {
        a: { evidence: [entry(1, 'lost my card'), entry(0, 'lost my card')] },
        b: [{ evidence: [entry(9, 'x')] }],
      },
      CALL,
    );
    expect(value).toEqual({ a: { evidence: [entry(1, 'lost my card')] }, b: [{ evidence: [] }] });
    expect(count).toEqual({ checked: 3, dropped: 2 });
  });

  it('does not repair a quote: other case or spacing is dropped', () => {
    const { count } = verifyEvidence([entry(1, 'Lost my card'), entry(1, 'lost  my card')], CALL);
    expect(count.dropped).toBe(2);
  });
});

it('a section written by a model loses the quotes that were never said', () => {
  const { quotes: _, language: __, recordedAt: ___, ...drafted } = report(CALL);
  const invented = {
    ...drafted,
    summary: { ...drafted.summary, engine: 'some-model', evidence: [entry(0, 'I promise a refund')] },
  };
  const made = composeReport(CALL, null, invented);
  expect(made.summary.evidence).toEqual([]);
  expect(made.quotes.dropped).toBe(1);
});

it('every quote of a report is verbatim in its utterance', () => {
  const call = readTranscript(salesCall, undefined);
  const texts = call.utterances.map(({ text }) => text);
  const quotes: { utterance: number; quote: string }[] = [];
  JSON.stringify(report(call), (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'quote' in value && 'utterance' in value) {
      quotes.push({ utterance: Number(value.utterance), quote: String(value.quote) });
    }
    return value;
  });
  expect(quotes.length).toBeGreaterThan(10);
  for (const { utterance, quote } of quotes) expect(texts[utterance]).toContain(quote);
});
