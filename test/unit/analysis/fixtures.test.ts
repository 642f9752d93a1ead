import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFixture, fixtureTranscript, readFixtureCalls } from '../../../bench/eval/fixture-calls.ts';
import { analyse } from '../../../src/analysis/analyse.ts';
import type { Report } from '../../../src/analysis/report.ts';

const FIXTURES = readFixtureCalls(path.join(import.meta.dirname, '../../fixtures/calls'));

it.each(FIXTURES)('$name: what a listener would note down is in the report', ({ name, call }) => {
  expect(checkFixture(name, call).filter(({ passed }) => !passed)).toEqual([]);
});

describe('scores use their range', () => {
  const made = (name: string): Report => {
    const found = FIXTURES.find((fixture) => fixture.name === name);
    if (found === undefined) throw new Error(`no fixture ${name}`);
    return analyse(fixtureTranscript(found.call), {
      recordedAt: found.call.recorded_at,
      config: found.call.config,
    });
  };
  const [good, poor] = [made('sales-discovery-close'), made('sales-poor-pitch')];

  it('a very good sales call scores above 80, a poor pitch below 40', () => {
    expect(good.sales.overall).toBeGreaterThan(80);
    expect(poor.sales.overall).toBeLessThan(40);
  });

  it('in every pillar the good call beats the poor one by 30 points', () => {
    for (const pillar of ['clarity', 'influence', 'objection', 'discovery', 'delivery', 'close'] as const) {
      const [high, low] = [good.sales.pillars?.[pillar].score, poor.sales.pillars?.[pillar].score];
      expect((high ?? 0) - (low ?? 100), pillar).toBeGreaterThanOrEqual(30);
    }
  });

  it('feedback is there where something shows it, and then quotes the call', () => {
    for (const { sales } of [good, poor]) {
      for (const { positive, negative } of Object.values(sales.pillars ?? {})) {
        for (const feedback of [positive, negative]) {
          if (feedback === null) continue;
          expect(feedback.evidence.length).toBeGreaterThan(0);
          expect(feedback.text).toContain('“');
        }
      }
    }
  });

  it('service quality and customer effort tell a good call from a complaint', () => {
    const [support, complaint] = [made('support-hold'), made('support-complaint')];
    expect(support.service.score).toBeGreaterThan(80);
    expect(complaint.service.score).toBeLessThan(50);
    expect(support.coaching.customerEffortScore).toBeLessThan(2);
    expect(complaint.coaching.customerEffortScore).toBeGreaterThan(3.5);
  });

  it('recommendations name the worst first, with a quote', () => {
    const [first] = poor.coaching.recommendations;
    expect(first?.priority).toBe('high');
    expect(first?.evidence.length).toBeGreaterThan(0);
    expect(good.coaching.recommendations.length).toBeLessThan(poor.coaching.recommendations.length);
  });
});
