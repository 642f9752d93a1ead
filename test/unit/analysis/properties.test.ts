import fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureConversation } from '../../../src/analysis/metrics/conversation.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import type { Transcript } from '../../../src/domain/transcript.ts';
import { type Line, transcript } from './call.ts';

const WORDS = [
  'hello',
  'um',
  'what',
  'is',
  'the',
  'price',
  'please',
  'hold',
  'on',
  'okay',
  'thanks',
  'yes',
  'because',
  'card',
];
const config = AnalysisConfig.parse({});
const measure = (call: Transcript) => measureConversation(call, config);

/** Calls of two speakers with gaps and overlaps. */
const calls = fc
  .array(
    fc.record({
      speaker: fc.constantFrom('agent', 'customer'),
      gapMs: fc.integer({ min: -800, max: 7000 }),
      lengthMs: fc.integer({ min: 200, max: 9000 }),
      words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 14 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((turns): Line[] => {
    let atMs = 1000;
    return turns.map(({ speaker, gapMs, lengthMs, words }) => {
      const startMs = Math.max(0, atMs + gapMs);
      atMs = startMs + lengthMs;
      return { speaker, startMs, endMs: atMs, text: words.join(' ') };
    });
  });

it('talk ratios of speakers and of roles sum to 100', () => {
  fc.assert(
    fc.property(calls, (lines) => {
      const { speakers, roles } = measure(transcript(lines));
      const sum = (ratios: readonly number[]): number => ratios.reduce((total, ratio) => total + ratio, 0);
      expect(sum(speakers.map(({ talkRatio }) => talkRatio))).toBeCloseTo(100, 1);
      expect(sum(Object.values(roles).map(({ talkRatio }) => talkRatio))).toBeCloseTo(100, 1);
    }),
  );
});

it('shifting a call in time changes nothing but the times', () => {
  fc.assert(
    fc.property(calls, fc.integer({ min: 1, max: 100_000 }), (lines, byMs) => {
      const shifted = lines.map((line) => ({
        ...line,
        startMs: line.startMs + byMs,
        endMs: line.endMs + byMs,
      }));
      const [before, after] = [measure(transcript(lines)), measure(transcript(shifted))];
      expect(after.roles).toEqual(before.roles);
      expect(after.responseTime).toEqual(before.responseTime);
      expect(after.pauses.map(({ durationMs, compliant }) => [durationMs, compliant])).toEqual(
        before.pauses.map(({ durationMs, compliant }) => [durationMs, compliant]),
      );
      expect([after.overlapMs, after.turnCount, after.questionCount]).toEqual([
        before.overlapMs,
        before.turnCount,
        before.questionCount,
      ]);
    }),
  );
});

it('swapping the speakers swaps their numbers', () => {
  fc.assert(
    fc.property(calls, (lines) => {
      const swapped = lines.map((line) => ({
        ...line,
        speaker: line.speaker === 'agent' ? 'customer' : 'agent',
      }));
      const [before, after] = [measure(transcript(lines)), measure(transcript(swapped))];
      expect(after.roles.agent).toEqual(before.roles.customer);
      expect(after.roles.customer).toEqual(before.roles.agent);
    }),
  );
});

it('splitting an utterance at a word boundary leaves talk time and words unchanged', () => {
  fc.assert(
    fc.property(calls, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (lines, pick, place) => {
      const at = pick % lines.length;
      const split = lines.flatMap((line, position) => (position === at ? halves(line, place) : [line]));
      const [before, after] = [measure(transcript(lines)), measure(transcript(split))];
      for (const role of ['agent', 'customer'] as const) {
        expect(after.roles[role].talkMs).toBe(before.roles[role].talkMs);
        expect(after.roles[role].wordCount).toBe(before.roles[role].wordCount);
      }
    }),
  );
});

function halves(line: Line, place: number): Line[] {
  const words = line.text.split(' ');
  const cut = Math.min(words.length - 1, Math.floor(place * words.length));
  if (cut < 1) return [line];
  const middleMs = Math.round(line.startMs + (line.endMs - line.startMs) * (cut / words.length));
  return [
    { ...line, endMs: middleMs, text: words.slice(0, cut).join(' ') },
    { ...line, startMs: middleMs, text: words.slice(cut).join(' ') },
  ];
}
