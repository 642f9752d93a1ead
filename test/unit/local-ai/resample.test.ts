import { describe, expect, it } from 'vitest';
import { createResampler } from '../../../local-ai/audio/resample.ts';
import { sine } from './encoded-wav.ts';

/** Share of the power of `output` that is not the sine, in dB below it. */
function distortionDb(output: readonly number[], hz: number): number {
  const edge = 200;
  const input = sine(hz, 16_000, 1).slice(edge, -edge);
  const error = input.reduce((sum, value, index) => sum + (value - (output[index + edge] ?? 0)) ** 2, 0);
  const power = input.reduce((sum, value) => sum + value ** 2, 0);
  return 10 * Math.log10(error / power);
}

describe('createResampler', () => {
  it.each([8000, 11_025, 16_000, 22_050, 44_100, 48_000])('keeps a 1 kHz sine from %i Hz', (rate) => {
    const resampler = createResampler(rate);
    const input = Float32Array.from(sine(1000, rate, 1));
    const output: number[] = [];
    for (let at = 0; at < input.length; at += 997)
      output.push(...resampler.push(input.subarray(at, at + 997)));
    output.push(...resampler.finish());
    expect(output).toHaveLength(16_000);
    expect(distortionDb(output, 1000)).toBeLessThan(-40);
  });

  it('lets nothing through that 16 kHz cannot hold', () => {
    const resampler = createResampler(48_000);
    const output = [...resampler.push(Float32Array.from(sine(12_000, 48_000, 1))), ...resampler.finish()];
    expect(Math.max(...output.slice(200, -200).map(Math.abs))).toBeLessThan(0.02);
  });
});
