import { describe, expect, it } from 'vitest';
import { encodeMuLaw } from '../../../examples/sales-call/mu-law.ts';
import { halveRate, scaleToPeak, trimSilence } from '../../../examples/sales-call/signal.ts';
import { mixChannel, placeTurns } from '../../../examples/sales-call/timeline.ts';

/** G.711 mu-law byte to 16-bit sample. */
function decodeMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 0x07)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
}

const tone = (hz: number) =>
  Int16Array.from({ length: 3200 }, (_, i) => Math.round(10_000 * Math.sin((2 * Math.PI * hz * i) / 16_000)));

const rms = (samples: Int16Array) => {
  const inner = samples.slice(100, -100);
  return Math.sqrt(inner.reduce((sum, x) => sum + x * x, 0) / inner.length);
};

const turn = (who: 'agent' | 'customer', gapMs: number, ms: number) => ({
  who,
  gapMs,
  text: `${who} ${gapMs}`,
  hold: false,
  samples: new Int16Array(ms * 8).fill(1000),
});

describe('mu-law', () => {
  it('gives back every byte that a decoder of G.711 reads', () => {
    for (let byte = 0; byte < 256; byte++) {
      if (byte === 0x7f) continue; // the second zero, which no sample encodes to
      expect(encodeMuLaw(decodeMuLaw(byte))).toBe(byte);
    }
  });

  it('clips what is louder than the code can say', () => {
    expect(encodeMuLaw(32_767)).toBe(0x80);
    expect(encodeMuLaw(-32_768)).toBe(0x00);
  });
});

describe('halving the sample rate', () => {
  it('keeps the speech band and removes what would fold into it', () => {
    expect(rms(halveRate(tone(1000))) / rms(tone(1000))).toBeCloseTo(1, 2);
    expect(rms(halveRate(tone(6000))) / rms(tone(6000))).toBeLessThan(0.002);
  });

  it('halves the number of samples', () => {
    expect(halveRate(tone(1000))).toHaveLength(1600);
  });
});

describe('levels and edges', () => {
  it('cuts the quiet edges only', () => {
    expect([...trimSilence(Int16Array.of(0, 3, 500, 0, -400, 2), 100)]).toEqual([500, 0, -400]);
    expect(trimSilence(Int16Array.of(0, 3), 100)).toHaveLength(0);
  });

  it('scales the loudest sample to the peak and leaves silence alone', () => {
    expect([...scaleToPeak(Int16Array.of(10, -20), 1000)]).toEqual([500, -1000]);
    expect([...scaleToPeak(Int16Array.of(0, 0), 1000)]).toEqual([0, 0]);
  });
});

describe('the timeline', () => {
  it('counts a gap from the latest end, also after an interruption', () => {
    const placed = placeTurns(
      [turn('agent', 100, 1000), turn('customer', -300, 200), turn('agent', 50, 10)],
      8000,
    );
    expect(placed.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [100, 1100],
      [800, 1000],
      [1150, 1160],
    ]);
  });

  it('refuses a turn that its own speaker would talk over', () => {
    expect(() => placeTurns([turn('agent', 0, 1000), turn('agent', -10, 10)], 8000)).toThrow(/still talks/);
  });

  it('puts a turn on its own channel at its own time', () => {
    const placed = placeTurns([turn('agent', 100, 50)], 8000);
    const agent = mixChannel(placed, 'agent', 200, 8000);
    expect([agent.indexOf(1000), agent.lastIndexOf(1000), agent.length]).toEqual([800, 1199, 1600]);
    expect(mixChannel(placed, 'customer', 200, 8000).every((sample) => sample === 0)).toBe(true);
  });
});
