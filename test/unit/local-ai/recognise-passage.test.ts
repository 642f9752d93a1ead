import { describe, expect, it } from 'vitest';
import type { Passage } from '../../../local-ai/engine/plan.ts';
import { recognisePassage, tidySpelling } from '../../../local-ai/engine/recognise-passage.ts';
import type { Span } from '../../../local-ai/engine/spans.ts';

const passage: Passage = {
  channel: 0,
  label: null,
  spans: [
    { from: 16_000, to: 32_000 },
    { from: 40_000, to: 64_000 },
    { from: 65_000, to: 66_000 },
  ],
  padded: { from: 12_000, to: 70_000 },
};

const texts = async (recognise: (stretch: Span) => Promise<string>) =>
  (await recognisePassage(recognise, passage)).map(({ text }) => text).join(' ');

describe('hearPassage', () => {
  it('recognises the padded passage once', async () => {
    const asked: Span[] = [];
    const text = await texts(async (stretch) => {
      asked.push(stretch);
      return 'Can I help you to-day?';
    });
    expect(text).toBe('Can I help you today?');
    expect(asked).toEqual([passage.padded]);
  });

  it.each(['', 'Ahhhhhhhhhhhhhhhhhhhh'])(
    'tries the spans one by one after %j, without the very short ones',
    async (first) => {
      const asked: Span[] = [];
      const text = await texts(async (stretch) => {
        asked.push(stretch);
        return asked.length === 1 ? first : `span at ${stretch.from / 16_000}`;
      });
      expect(text).toBe('span at 1 span at 2.5');
      expect(asked).toEqual([passage.padded, passage.spans[0], passage.spans[1]]);
    },
  );

  it('gives nothing rather than a hallucination', async () => {
    expect(await texts(async () => 'so so so so so so so so so so')).toBe('');
  });
});

describe('tidySpelling', () => {
  it('writes old spellings as they are written now', () => {
    expect(tidySpelling('To-day or to-morrow, any thing else?')).toBe('Today or tomorrow, anything else?');
    expect(tidySpelling('one to-do list')).toBe('one to-do list');
  });
});
