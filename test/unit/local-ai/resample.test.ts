import { describe, expect, it } from 'vitest';
import { createResampler } from '../../../local-ai/audio/resample.ts';
import { sine } from './encoded-wav.ts';

/** Share of the power of `heard` that is not the sine, in dB below it. */
function distortionDb(heard: readonly number[], hz: number): number {
  const edge = 200;
  const said = sine(hz, 16_000, 1).slice(edge, -edge);
  const error = said.reduce((sum, value, index) => sum + (value - (heard[index + edge] ?? 0)) ** 2, 0);
  const power = said.reduce((sum, value) => sum + value ** 2, 0);
  return 10 * Math.log10(error / power);
}

describe('createResampler', () => {
  it.each([8000, 11_025, 16_000, 22_050, 44_100, 48_000])('keeps a 1 kHz sine from %i Hz', (rate) => {
    const resampler = createResampler(rate);
    const said = Float32Array.from(sine(1000, rate, 1));
    const heard: number[] = [];
    for (let at = 0; at < said.length; at += 997) heard.push(...resampler.push(said.subarray(at, at + 997)));
    heard.push(...resampler.finish());
    expect(heard).toHaveLength(16_000);
    expect(distortionDb(heard, 1000)).toBeLessThan(-40);
  });

  it('lets nothing through that 16 kHz cannot hold', () => {
    const resampler = createResampler(48_000);
    const heard = [...resampler.push(Float32Array.from(sine(12_000, 48_000, 1))), ...resampler.finish()];
    expect(Math.max(...heard.slice(200, -200).map(Math.abs))).toBeLessThan(0.02);
  });
});
