import { describe, expect, it } from 'vitest';
import {
  charge,
  llmCostUsdCents,
  NO_PRICES,
  speechCostUsdCents,
  WORKERS_AI_PRICES,
} from '../../../src/domain/billing.ts';

const NOVA = '@cf/deepgram/nova-3';
const used = {
  model: '@cf/meta/llama-3.3-70b-instruct-fp8-fast',
  inputTokens: 9_000,
  outputTokens: 2_000,
};

describe('the cost of', () => {
  it('a transcription is its minutes times the price of the model', () => {
    expect(speechCostUsdCents(WORKERS_AI_PRICES, NOVA, 90_000)).toBe(0.78);
  });

  it('a language model costs its tokens times their prices', () => {
    expect(llmCostUsdCents(WORKERS_AI_PRICES, used)).toBe(0.7143);
  });

  it('what was submitted, computed, or done by a model of one’s own is nothing', () => {
    expect(speechCostUsdCents(WORKERS_AI_PRICES, 'submitted', 90_000)).toBe(0);
    expect(llmCostUsdCents(WORKERS_AI_PRICES, null)).toBe(0);
    expect(llmCostUsdCents(WORKERS_AI_PRICES, { ...used, model: 'mine' })).toBe(0);
    expect(speechCostUsdCents(NO_PRICES, NOVA, 90_000)).toBe(0);
  });
});

describe('a charge', () => {
  const uncharged = { costUsdCents: null, speechCostUsdCents: null, chargedAt: null };

  it('adds to what was charged before, transcription apart', () => {
    const transcribed = charge(uncharged, { speechCostUsdCents: 0.78 }, 1);
    expect(transcribed).toEqual({ costUsdCents: 0.78, speechCostUsdCents: 0.78, chargedAt: 1 });
    expect(charge(transcribed, { llmCostUsdCents: 0.1 }, 2)).toEqual({
      costUsdCents: 0.88,
      speechCostUsdCents: 0.78,
      chargedAt: 2,
    });
  });

  it('is none for a step that never costs', () => {
    expect(charge(uncharged, {}, 1)).toEqual(uncharged);
  });
});
