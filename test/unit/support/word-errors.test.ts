import { describe, expect, it } from 'vitest';
import { turnsOnOneSpeaker } from '../../support/speaker-turns.ts';
import { editDistance, normaliseWords, wordErrors } from '../../support/word-errors.ts';

describe('normaliseWords', () => {
  it.each([
    ["It's $134.", "it's one hundred and thirty four dollars"],
    ['$1,250.50', 'a thousand two hundred fifty dollars and fifty cents'],
    ['9:30 a.m. to 5:00 p.m.', "nine thirty am to five o'clock p m"],
    ['11am.', 'eleven a m'],
    ['245-496-9863', 'two four five four nine six nine eight six three'],
    ['(505) 555', 'five oh five five five five'],
    ['a 2017 Ford', 'a twenty seventeen ford'],
    ['the 21st and the 3rd', 'the twenty first and the third'],
    ['2.5 %', 'two point five percent'],
    ['R&D', 'r and d'],
    ['200,006', 'two hundred thousand and six'],
    ['“You’re welcome”', "you're welcome"],
  ])('reads %j as it is spoken', (written, spoken) => {
    expect(normaliseWords(written)).toEqual(normaliseWords(spoken));
  });

  it('spells every number digit by digit', () => {
    expect(normaliseWords('a hundred and six, then 40')).toEqual([
      'one',
      'zero',
      'six',
      'then',
      'four',
      'zero',
    ]);
  });

  it('leaves words alone that only look like times, zeros or numbers', () => {
    expect(normaliseWords('Oh, I am sure. A new one!')).toEqual(['oh', 'i', 'am', 'sure', 'a', 'new', 'one']);
  });
});

describe('wordErrors', () => {
  it('counts substitutions, deletions and insertions', () => {
    expect(editDistance(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe(1);
    expect(editDistance(['a', 'b', 'c'], ['a', 'c'])).toBe(1);
    expect(editDistance(['a', 'b'], ['a', 'x', 'b', 'y'])).toBe(2);
    expect(editDistance([], ['a'])).toBe(1);
  });

  it('is a rate of the reference', () => {
    expect(wordErrors('hello this is Harper Valley', 'Hello, this is hard of alley.')).toEqual({
      errors: 3,
      words: 5,
      rate: 0.6,
    });
    expect(wordErrors('', '').rate).toBe(0);
  });
});

describe('turnsOnOneSpeaker', () => {
  const turns = [
    { start_s: 0, end_s: 2, role: 'agent' },
    { start_s: 3, end_s: 5, role: 'customer' },
    { start_s: 6, end_s: 8, role: 'agent' },
  ];

  it('counts the turns that fit the best assignment of numbers to roles', () => {
    const recognised = [
      { start: 0, end: 2, speaker: 1 },
      { start: 3, end: 5, speaker: 0 },
      { start: 6, end: 6.5, speaker: 1 },
      { start: 6.5, end: 8, speaker: 0 },
    ];
    expect(turnsOnOneSpeaker(turns, recognised)).toBe(2);
  });

  it('does not count a turn in which nobody is heard', () => {
    expect(turnsOnOneSpeaker(turns, [{ start: 3, end: 5, speaker: 0 }])).toBe(1);
    expect(turnsOnOneSpeaker(turns, [])).toBe(0);
  });
});
