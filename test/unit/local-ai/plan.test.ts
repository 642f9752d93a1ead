import { describe, expect, it } from 'vitest';
import { cutAtQuiet } from '../../../local-ai/engine/cut-at-quiet.ts';
import { planPassages, type SpeechSpan } from '../../../local-ai/engine/plan.ts';
import { joinClose } from '../../../local-ai/engine/spans.ts';
import { sine } from './encoded-wav.ts';

/** A span in seconds. */
const span = (from: number, to: number, speaker: number | null = null, channel = 0): SpeechSpan => ({
  from: from * 16_000,
  to: to * 16_000,
  channel,
  label: speaker === null ? null : { speaker, confidence: 1 },
});

const inSeconds = (spans: readonly { from: number; to: number }[]) =>
  spans.map(({ from, to }) => [from / 16_000, to / 16_000]);

describe('planPassages', () => {
  const length = 60 * 16_000;

  it('keeps short pauses of one speaker together and parts at long ones', () => {
    const passages = planPassages([span(1, 2), span(2.5, 4), span(6, 7)], [], length);
    expect(passages.map(({ spans }) => inSeconds(spans))).toEqual([
      [
        [1, 2],
        [2.5, 4],
      ],
      [[6, 7]],
    ]);
  });

  it('parts where the speaker changes', () => {
    expect(planPassages([span(1, 2, 0), span(2.2, 3, 1), span(3.2, 4, 1)], [], length)).toHaveLength(2);
  });

  it('parts where the other channel takes the turn, not where it was speaking before', () => {
    const spans = [span(1, 2), span(3, 4)];
    expect(planPassages(spans, [span(2.2, 2.8, null, 1)], length)).toHaveLength(2);
    expect(planPassages(spans, [span(1.5, 2.8, null, 1)], length)).toHaveLength(1);
  });

  it('ends a passage before it gets longer than 12 s', () => {
    const spans = Array.from({ length: 20 }, (_, index) => span(index * 2, index * 2 + 1.5));
    const passages = planPassages(spans, [], length);
    expect(passages.flatMap((passage) => passage.spans)).toHaveLength(20);
    for (const {
      spans: [first],
      padded,
    } of passages) {
      expect(padded.to - padded.from).toBeLessThanOrEqual(12.6 * 16_000);
      expect(first).toBeDefined();
    }
  });

  it('pads by 0.3 s, but neither over the edge of the recording nor into the neighbour', () => {
    const passages = planPassages([span(0.1, 1, 0), span(1.2, 3, 1), span(5, 59.9, 0)], [], length);
    expect(inSeconds(passages.map(({ padded }) => padded))).toEqual([
      [0, 1.1],
      [1.1, 3.3],
      [4.7, 60],
    ]);
  });
});

describe('cutAtQuiet', () => {
  it('covers the channel and cuts in the silence', () => {
    const tone = sine(200, 16_000, 70);
    const silences = [25, 50];
    const samples = Float32Array.from(tone, (value, index) =>
      silences.some((second) => Math.abs(index / 16_000 - second) < 0.3) ? 0 : value,
    );
    const pieces = cutAtQuiet(samples);
    expect(pieces.map(({ from }) => from)).toEqual([0, ...pieces.slice(0, -1).map(({ to }) => to)]);
    expect(pieces.at(-1)?.to).toBe(samples.length);
    for (const [index, second] of silences.entries())
      expect(Math.abs((pieces[index]?.to ?? 0) / 16_000 - second)).toBeLessThan(0.3);
  });

  it('leaves a short channel whole and an empty one out', () => {
    expect(cutAtQuiet(new Float32Array(16_000))).toEqual([{ from: 0, to: 16_000 }]);
    expect(cutAtQuiet(new Float32Array(0))).toEqual([]);
  });
});

describe('joinClose', () => {
  it('joins what is closer than the gap', () => {
    const spans = [
      { from: 0, to: 10 },
      { from: 14, to: 20 },
      { from: 25, to: 30 },
    ];
    expect(joinClose(spans, 5)).toEqual([
      { from: 0, to: 20 },
      { from: 25, to: 30 },
    ]);
  });
});
