import { describe, expect, it } from 'vitest';
import { preEmphasise } from '../../../local-ai/engine/recognise.ts';
import { sine } from './encoded-wav.ts';

const peakOf = (samples: Iterable<number>) => Math.max(...Array.from(samples, Math.abs));

describe('preEmphasise', () => {
  it('raises high tones over low ones', () => {
    const low = sine(200, 16_000, 0.1);
    const high = sine(3000, 16_000, 0.1);
    const both = Float32Array.from([...low, ...high]);
    const emphasised = preEmphasise(both);
    const ratio =
      peakOf(emphasised.subarray(low.length + 10)) / peakOf(emphasised.subarray(10, low.length - 10));
    expect(ratio).toBeGreaterThan(1.5);
  });

  it('makes quiet and loud recordings equal', () => {
    const tone = Float32Array.from(sine(440, 16_000, 0.1));
    const quiet = preEmphasise(tone.map((value) => value / 100));
    expect(peakOf(quiet)).toBeCloseTo(0.9);
    expect(peakOf(quiet.map((value, index) => value - (preEmphasise(tone)[index] ?? 0)))).toBeLessThan(1e-4);
  });

  it('does not turn silence into noise', () => {
    expect(peakOf(preEmphasise(new Float32Array(1600)))).toBe(0);
  });
});
