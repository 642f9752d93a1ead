import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, searchTextOf, suffixesOf, suffixStart } from '../../../src/domain/analysis-list.ts';

describe('the suffixes of a name', () => {
  it('begin with a term exactly where the name has the term in it, up to twelve characters', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'A', '1', 'ä', '😀'),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(text, text, (name, term) => {
        const [folded, wanted] = [fold(name), fold(term)];
        const found = suffixesOf(folded).some((suffix) => suffix.startsWith(suffixStart(wanted)));
        if (Array.from(wanted).length <= 12) expect(found).toBe(folded.includes(wanted));
        else if (folded.includes(wanted)) expect(found).toBe(true);
      }),
    );
  });

  it('are each there once, in characters and not in halves of them', () => {
    expect(suffixesOf('aa')).toEqual(['aa', 'a']);
    expect(suffixesOf('😀b')).toEqual(['😀b', 'b']);
  });
});

describe('the searched text', () => {
  it('has agent and contact in one case, and none where there is neither', () => {
    expect(searchTextOf('Agent_1', 'ÄRGER')).toBe('agent_1\närger');
    expect(searchTextOf(null, 'C')).toBe('c');
    expect(searchTextOf(null, null)).toBeNull();
  });

  it('makes composed and decomposed letters equal', () => {
    expect(fold('e\u0301')).toBe(fold('É'));
  });
});
