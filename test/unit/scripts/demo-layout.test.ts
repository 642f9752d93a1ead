import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar, clock, count, duration, hang, section, wrap } from '../../../scripts/demo/layout.ts';

describe('the layout of the report', () => {
  it('draws a bar of a fixed width', () => {
    expect([bar(0, 4), bar(0.5, 4), bar(1, 4), bar(7, 4), bar(-1, 4)]).toEqual([
      '░░░░',
      '██░░',
      '████',
      '████',
      '░░░░',
    ]);
  });

  it('shows times as people read them', () => {
    expect([clock(0), clock(59_999), clock(61_000), clock(3_600_000)]).toEqual([
      '00:00',
      '00:59',
      '01:01',
      '60:00',
    ]);
    expect([duration(0), duration(999), duration(1000), duration(61_250)]).toEqual([
      '0 ms',
      '999 ms',
      '1.0 s',
      '61.3 s',
    ]);
    expect([count(0, 'word'), count(1, 'word'), count(2, 'word')]).toEqual(['0 words', '1 word', '2 words']);
  });

  it('wraps any text without a line too wide and without losing a character', () => {
    assert(
      property(string(), integer({ min: 1, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        expect(Math.max(0, ...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });

  it('hangs the lines of a paragraph under its first word', () => {
    expect(hang('+ ', 'one two three four', 12)).toEqual(['+ one two', '  three four']);
  });

  it('leaves out a section that has nothing to say', () => {
    const page = { width: 80, paint: (_: string, text: string) => text };
    expect(section('Notes', [], page)).toEqual([]);
    expect(section('Notes', ['one', '', 'two'], page)).toEqual(['', 'Notes', '  one', '', '  two']);
  });
});
