import { describe, expect, it } from 'vitest';
import { costUsdCents, NO_PRICES, WORKERS_AI_PRICES } from '../../../src/domain/prices.ts';

describe('the cost of an analysis', () => {
  const work = {
    durationMs: 90_000,
    speechEngine: '@cf/deepgram/nova-3',
    sectionEngines: ['measured', 'offline'],
  };

  it('is minutes times the price of the speech engine where the rest was computed', () => {
    expect(costUsdCents(WORKERS_AI_PRICES, work)).toBe(0.78);
  });

  it('adds each engine that wrote a section once', () => {
    const model = '@cf/meta/llama-3.3-70b-instruct-fp8-fast';
    expect(costUsdCents(WORKERS_AI_PRICES, { ...work, sectionEngines: [model, 'offline', model] })).toBe(
      1.05,
    );
  });

  it('is nothing for a submitted transcript, and where the models are one’s own', () => {
    expect(costUsdCents(WORKERS_AI_PRICES, { ...work, speechEngine: 'submitted' })).toBe(0);
    expect(costUsdCents(NO_PRICES, work)).toBe(0);
  });
});
