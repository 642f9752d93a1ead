import { expect, it } from 'vitest';
import { monthOf, monthsBefore } from '../../../src/domain/billing.ts';

it('counts months over the end of a year', () => {
  expect(monthsBefore('2026-02', 11)).toBe('2025-03');
  expect(monthsBefore('2026-11', 0)).toBe('2026-11');
});

it('takes the month in UTC', () => {
  expect(monthOf(Date.UTC(2026, 6, 31, 23, 59))).toBe('2026-07');
});
