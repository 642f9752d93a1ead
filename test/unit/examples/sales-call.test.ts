import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import decode from 'audio-decode';
import { describe, expect, it } from 'vitest';
import { buildCall } from '../../../examples/sales-call/build-call.ts';
import { CallScript } from '../../../examples/sales-call/script.ts';
import { withSynthesiser } from '../../../examples/sales-call/speech.ts';

const sample = (name: string) => readFile(new URL(`../../../examples/sales-call/${name}`, import.meta.url));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const script = CallScript.parse(JSON.parse((await sample('sales-call.script.json')).toString()));
const wav = await sample('sales-call.wav');

interface Span {
  start_ms: number;
  end_ms: number;
}
interface Truth {
  duration_ms: number;
  holds: Span[];
  overlaps: Span[];
  segments: (Span & { role: string; text: string; words: number })[];
}
const truth: Truth = JSON.parse((await sample('sales-call.truth.json')).toString());

describe('the sample call', () => {
  it('is what its script makes, byte for byte', async () => {
    const built = await withSynthesiser((speak) => buildCall(script, speak));
    expect(sha256(built.wav)).toBe(sha256(wav));
    expect(built.truth).toEqual(truth);
  });

  it('is a stereo telephone recording of one to two minutes, under 1.5 MB', async () => {
    const { channelData, sampleRate } = await decode(wav);
    expect(channelData).toHaveLength(2);
    expect(sampleRate).toBe(8000);
    const seconds = (channelData[0]?.length ?? 0) / sampleRate;
    expect(seconds).toBeCloseTo(truth.duration_ms / 1000, 2);
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThan(120);
    expect(wav.length).toBeLessThan(1_500_000);
  });

  it.each(['agent', 'customer'])('has %s speech in exactly the places the truth names', async (role) => {
    const { channelData } = await decode(wav);
    const channel = channelData[role === 'agent' ? 0 : 1] ?? new Float32Array();
    const energy = (from: number, to: number) =>
      channel.subarray(from * 8, to * 8).reduce((sum, x) => sum + x * x, 0);
    let silentFromMs = 0;
    for (const turn of truth.segments.filter((segment) => segment.role === role)) {
      expect(energy(silentFromMs, turn.start_ms)).toBeLessThan(1e-6);
      expect(energy(turn.start_ms, turn.start_ms + 5)).toBeGreaterThan(1e-6);
      expect(energy(turn.end_ms - 5, turn.end_ms)).toBeGreaterThan(1e-6);
      silentFromMs = turn.end_ms;
    }
    expect(energy(silentFromMs, truth.duration_ms)).toBeLessThan(1e-6);
  });

  it('has a hold, an interruption of at least 0.3 s and a filler-rich answer', () => {
    expect(truth.holds).toHaveLength(1);
    expect(truth.holds.every((hold) => hold.end_ms - hold.start_ms >= 5000)).toBe(true);
    expect(truth.overlaps.some((overlap) => overlap.end_ms - overlap.start_ms >= 300)).toBe(true);
    const fillers = truth.segments.map(
      (turn) => turn.text.match(/\b(um|uh|you know|like|I mean)\b/gi)?.length ?? 0,
    );
    expect(Math.max(...fillers)).toBeGreaterThanOrEqual(5);
  });
});
