import { describe, expect, it } from 'vitest';
import { isHallucination } from '../../../local-ai/engine/hallucination.ts';

describe('isHallucination', () => {
  it.each([
    ['Ahhhhhhhhhhhhhhhhh', 4],
    ['thank you thank you thank you thank you thank you thank you thank you', 10],
    ['Hello, this is Harper Valley National Bank, how can I help you today?', 0.5],
  ])('refuses %j in %d s', (text, seconds) => {
    expect(isHallucination(text, seconds)).toBe(true);
  });

  it.each([
    ['', 0.2],
    ['Okay.', 0.2],
    ['No, no, no, no, no, no.', 2],
    ['Hello, this is Harper Valley National Bank, how can I help you today?', 4],
    ['My number is 888 888 8888.', 3],
  ])('keeps %j in %d s', (text, seconds) => {
    expect(isHallucination(text, seconds)).toBe(false);
  });
});
