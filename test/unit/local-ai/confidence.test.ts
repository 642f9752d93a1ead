import { describe, expect, it } from 'vitest';
import { confidenceAt, signalToNoiseDb } from '../../../local-ai/engine/confidence.ts';
import { cutUtterances } from '../../../local-ai/engine/cut-utterances.ts';
import { framePowers, noiseFloor } from '../../../local-ai/engine/frame-powers.ts';
import type { Passage } from '../../../local-ai/engine/plan.ts';

describe('confidenceAt', () => {
  it.each([
    [30, 0.876],
    [20, 0.801],
    [15, 0.731],
    [10, 0.473],
    [5, 0.206],
    [0, 0.041],
  ])('is within 0.05 of the accuracy measured at %d dB', (ratioDb, accuracy) => {
    expect(Math.abs(confidenceAt(ratioDb) - accuracy)).toBeLessThan(0.05);
  });
});

describe('signalToNoiseDb', () => {
  it('takes the background out of the speech', () => {
    expect(signalToNoiseDb(0.011, 0.001)).toBeCloseTo(10);
  });

  it('is finite over digital silence and under noise', () => {
    expect(signalToNoiseDb(0.01, 0)).toBeCloseTo(70);
    expect(signalToNoiseDb(0.001, 0.002)).toBeLessThan(-50);
  });
});

describe('noiseFloor', () => {
  it('is the level between the words', () => {
    const samples = Float32Array.from({ length: 512 * 20 }, (_, index) => (index < 512 * 5 ? 0.01 : 0.5));
    expect(noiseFloor(framePowers(samples))).toBeCloseTo(0.0001, 6);
    expect(noiseFloor([])).toBe(0);
  });
});

describe('cutUtterances', () => {
  const passage: Passage = {
    channel: 1,
    label: null,
    spans: [{ from: 0, to: 64_000 }],
    padded: { from: 0, to: 64_000 },
  };
  const samples = Float32Array.from({ length: 64_000 }, (_, index) => (index < 16_000 ? 0.5 : 0.02));
  const facts = { samples, noiseFloor: 0.0001, utteranceSplitSeconds: 0.8 };
  const words = [
    { text: 'Yes.', from: 0, to: 8000 },
    { text: 'Please', from: 16_000, to: 20_000 },
    { text: 'wait.', from: 33_000, to: 40_000 },
  ];

  it('parts words at long pauses, each part as sure as its own level allows', () => {
    const utterances = cutUtterances(passage, words, facts);
    expect(utterances.map(({ from, to, words: spoken }) => [from, to, spoken.length])).toEqual([
      [0, 20_000, 2],
      [33_000, 40_000, 1],
    ]);
    expect(utterances[0]?.confidence).toBeGreaterThan((utterances[1]?.confidence ?? 1) + 0.2);
  });

  it('makes no utterance of nothing', () => {
    expect(cutUtterances(passage, [], facts)).toEqual([]);
  });
});
