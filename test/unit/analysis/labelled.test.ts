import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabelledCalls } from '../../../bench/eval/labelled-calls.ts';
import { measureCalls } from '../../../bench/eval/measures.ts';
import { mean } from '../../../bench/eval/statistics.ts';
import type { Report } from '../../../src/analysis/report.ts';
import { report } from './call.ts';

const LABELLED = path.join(import.meta.dirname, '../../../../shared/calls/labelled');

describe.skipIf(!existsSync(LABELLED))('labelled calls (needs ../shared/calls/labelled)', () => {
  const calls = existsSync(LABELLED) ? readLabelledCalls(LABELLED) : [];

  it('agreement with the labels reaches its targets', () => {
    const measured = measureCalls(calls);
    expect(measured.calls).toBe(calls.length);
    expect(measured.task_accuracy_taxonomy).toBeGreaterThanOrEqual(0.95);
    expect(measured.task_accuracy_free).toBeGreaterThanOrEqual(0.7);
    expect(measured.greeting_f1).toBeGreaterThanOrEqual(0.9);
    expect(measured.closing_f1).toBeGreaterThanOrEqual(0.85);
    expect(measured.sentiment_spearman).toBeGreaterThanOrEqual(0.62);
    expect(measured.quotes_verified).toBe(1);
  }, 30_000);

  const scores: Record<string, (made: Report) => number | null | undefined> = {
    service: ({ service }) => service.score,
    sentiment: ({ sentiment }) => sentiment.overall,
    'customer effort': ({ coaching }) => coaching.customerEffortScore,
    'talk ratio': ({ conversation }) => conversation.roles.agent.talkRatio,
    'words per minute': ({ conversation }) => conversation.wordsPerMinute,
    'share of happy': ({ emotions }) => emotions.overall?.happy,
  };
  it.each(Object.keys(scores))('%s differs from call to call', (name) => {
    const values = calls.flatMap(({ transcript }) => scores[name]?.(report(transcript)) ?? []);
    expect(values.length).toBeGreaterThan(calls.length / 2);
    const middle = mean(values);
    expect(Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))).toBeGreaterThan(0);
    expect(new Set(values).size).toBeGreaterThanOrEqual(4);
  });

  it('no text is the same in every call', () => {
    const texts = calls
      .map(({ transcript }) => report(transcript))
      .map(({ summary, coaching }) => ({
        title: summary.title,
        brief: summary.brief,
        doubleDown: coaching.doubleDown?.text,
      }));
    for (const key of ['title', 'brief', 'doubleDown'] as const) {
      const known = texts.flatMap((entry) => entry[key] ?? []);
      expect(new Set(known).size).toBeGreaterThan(known.length / 3);
    }
  });
});
