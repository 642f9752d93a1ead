import { describe, expect, it } from 'vitest';
import { dueDate, findDates } from '../../../src/text/dates.ts';

/** A Tuesday. */
const RECORDED_AT = '2026-02-17T15:00:00Z';
const RELATIVE = [
  ['i will call you today', '2026-02-17'],
  ['by Friday', '2026-02-20'],
  ['next Tuesday at nine', '2026-02-24'],
  ['the day after tomorrow', '2026-02-19'],
  ['two weeks from today', '2026-03-03'],
  ['a week on Thursday', '2026-02-26'],
  ['Friday week', '2026-02-27'],
  ['in a fortnight', '2026-03-03'],
  ['in fourteen days', '2026-03-03'],
  ['within seven business days', '2026-02-26'],
  ['Tuesday the twenty-fourth, eleven', '2026-02-24'],
  ['it is on the thirty first nine o clock', '2026-03-31'],
  ['by the seventeenth of March', '2026-03-17'],
  ['March 28', '2026-03-28'],
] as const;

describe('a date relative to the call', () => {
  it.each(RELATIVE)('is resolved against the day of the call: %s', (text, date) => {
    expect(findDates(text, RECORDED_AT).map((found) => found.date)).toEqual([date]);
  });

  it.each(RELATIVE)('has no date where the day of the call is not known: %s', (text) => {
    for (const unknown of [null, 'not a date']) {
      expect(findDates(text, unknown).map((found) => found.date)).toEqual([null]);
      expect(dueDate(text, unknown)).toBeNull();
    }
  });
});

it.each([
  ['on March 28, 2026', '2026-03-28'],
  ['the first of May 2027', '2027-05-01'],
  ['2026-04-03', '2026-04-03'],
])('a date of the calendar needs no day of the call: %s', (text, date) => {
  expect(findDates(text, null).map((found) => found.date)).toEqual([date]);
});

it.each([
  'on the second floor',
  'he sat with me',
  'the third time',
  'now',
  'it takes two weeks',
  'next week',
])('no day is read into: %s', (text) => {
  expect(findDates(text, RECORDED_AT)).toEqual([]);
});

it.each([
  ['you will have it within seventy two hours', '2026-02-20'],
  ['i will email it as soon as we hang up', '2026-02-17'],
  ['i will send it this afternoon', '2026-02-17'],
  ['it is five to seven days on your card', '2026-02-24'],
  ['i will ring them in the morning', '2026-02-18'],
  ['i will send it', null],
])('what is promised is due: %s', (text, date) => {
  expect(dueDate(text, RECORDED_AT)).toBe(date);
});
