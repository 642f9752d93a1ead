import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadWords } from '../../../local-ai/engine/spread-words.ts';

describe('spreadWords', () => {
  it('gives each word its share of the letters', () => {
    const words = spreadWords('I understand you.', [{ from: 1000, to: 2400 }]);
    expect(words).toEqual([
      { text: 'I', from: 1000, to: 1100 },
      { text: 'understand', from: 1100, to: 2100 },
      { text: 'you.', from: 2100, to: 2400 },
    ]);
  });

  it('puts a pause at the end of a sentence that is near', () => {
    const spans = [
      { from: 0, to: 1000 },
      { from: 20_000, to: 21_000 },
    ];
    const words = spreadWords('Okay, thanks. Now what about Monday morning?', spans);
    expect(words.filter(({ to }) => to <= 1000).map(({ text }) => text)).toEqual(['Okay,', 'thanks.']);
  });

  it('leaves nothing where nothing was said', () => {
    expect(spreadWords('  ', [{ from: 0, to: 100 }])).toEqual([]);
  });

  it('keeps every word, in order, inside the spans', () => {
    const lengths = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 30_000 })),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}[.,?]?$/)), lengths, (texts, gapsAndLengths) => {
        let at = 0;
        const spans = gapsAndLengths.map(([gap, length]) => {
          const from = at + gap;
          at = from + length;
          return { from, to: at };
        });
        const words = spreadWords(texts.join(' '), spans);
        expect(words.map(({ text }) => text)).toEqual(texts);
        for (const [index, word] of words.entries()) {
          expect(word.from).toBeGreaterThanOrEqual(words[index - 1]?.to ?? 0);
          expect(spans.some((span) => span.from <= word.from && word.to <= span.to)).toBe(true);
        }
      }),
    );
  });
});
