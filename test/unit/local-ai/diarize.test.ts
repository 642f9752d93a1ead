import { describe, expect, it } from 'vitest';
import { diarizeVoices } from '../../../local-ai/engine/speakers/diarize.ts';
import { medianPitch } from '../../../local-ai/engine/speakers/pitch.ts';
import { VOICE_COEFFICIENTS, voiceFrames } from '../../../local-ai/engine/speakers/voice-frames.ts';
import type { Voice } from '../../../local-ai/engine/speakers/voice-points.ts';
import { sine } from './encoded-wav.ts';

/** Numbers in -1..1 that look random and are the same in every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  };
}

/** A span of someone whose coefficients lie around `centre`. */
function voice(index: number, centre: number, seconds: number, pitchHz: number | null): Voice {
  const next = noise(index + 1);
  const frames = Array.from({ length: Math.floor(seconds * 31) }, () =>
    Array.from(
      { length: VOICE_COEFFICIENTS },
      (_, coefficient) => 3 * centre * Math.cos(coefficient) + 4 * next(),
    ),
  );
  const from = index * 80_000;
  return { span: { from, to: from + Math.round(seconds * 16_000) }, frames, pitchHz };
}

describe('diarizeVoices', () => {
  it('numbers two voices in the order in which they speak', () => {
    const voices = [3, -3, 3, 3, -3, -3].map((centre, index) =>
      voice(index, centre, 2, centre > 0 ? 110 : 210),
    );
    expect(diarizeVoices(voices).map(({ speaker }) => speaker)).toEqual([0, 1, 0, 0, 1, 1]);
    expect(Math.min(...diarizeVoices(voices).map(({ confidence }) => confidence))).toBeGreaterThan(0.9);
  });

  it('hears one speaker where the voice stays the same', () => {
    const voices = Array.from({ length: 8 }, (_, index) => voice(index, 3, 2, 110 + (index % 3) * 5));
    expect(diarizeVoices(voices)).toEqual(voices.map(() => ({ speaker: 0, confidence: 1 })));
  });

  it('assigns a short span by its sound, and one without frames by its neighbour', () => {
    const voices = [voice(0, 3, 2, 110), voice(1, -3, 2, 210), voice(2, 3, 0.3, null)];
    voices.push({ span: { from: 300_000, to: 316_000 }, frames: [], pitchHz: null });
    voices.push(voice(4, -3, 2, 210), voice(5, 3, 2, 110));
    const speakers = diarizeVoices(voices).map(({ speaker }) => speaker);
    expect(speakers[2]).toBe(0);
    expect(speakers[3]).toBe(1);
  });

  it('does not fail on silence', () => {
    expect(diarizeVoices([])).toEqual([]);
  });
});

describe('medianPitch', () => {
  const span = { from: 0, to: 16_000 };

  it.each([100, 160, 220, 300])('measures %i Hz within 4 %', (hz) => {
    const harmonics = [1, 2, 3].map((multiple) => sine(hz * multiple, 16_000, 1));
    const tone = Float32Array.from(harmonics[0] ?? [], (_, index) =>
      harmonics.reduce((sum, wave, order) => sum + (wave[index] ?? 0) / (3 * (order + 1)), 0),
    );
    const measured = medianPitch(tone, span) ?? 0;
    expect(Math.abs(measured / hz - 1)).toBeLessThan(0.04);
  });

  it('finds none in silence and in noise', () => {
    const next = noise(7);
    expect(medianPitch(new Float32Array(16_000), span)).toBeNull();
    expect(medianPitch(Float32Array.from({ length: 16_000 }, next), span)).toBeNull();
  });
});

describe('voiceFrames', () => {
  it('gives a frame every 32 ms, none for silence, and the same at any level', () => {
    const tone = Float32Array.from(sine(200, 16_000, 1));
    expect(voiceFrames(tone, { from: 0, to: 16_000 })).toHaveLength(31);
    expect(voiceFrames(new Float32Array(16_000), { from: 0, to: 16_000 })).toHaveLength(0);
    const quiet = voiceFrames(
      tone.map((value) => value / 50),
      { from: 0, to: 16_000 },
    );
    const loud = voiceFrames(tone, { from: 0, to: 16_000 });
    for (const [index, value] of (loud[7] ?? []).entries()) expect(quiet[7]?.[index]).toBeCloseTo(value, 3);
  });
});
