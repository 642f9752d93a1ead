import { describe, expect, it } from 'vitest';
import { BUILT_IN_SCORECARDS } from '../../../src/scorecards/built-in.ts';
import { overallScore, Scorecard, scorePart } from '../../../src/scorecards/scorecard.ts';
import { dialogue, report } from '../analysis/call.ts';
import { readPairs } from './pairs.ts';

describe('a scorecard', () => {
  it.each(BUILT_IN_SCORECARDS.map((scorecard) => [scorecard.id, scorecard] as const))(
    '%s that is built in fits the schema of scorecards',
    (_, scorecard) => {
      expect(Scorecard.parse(scorecard)).toEqual(scorecard);
    },
  );

  it('with two criteria of one id is refused, with the field', () => {
    const [sales] = BUILT_IN_SCORECARDS;
    const [part] = sales?.parts ?? [];
    const doubled = { ...sales, parts: [{ ...part, criteria: [part?.criteria[0], part?.criteria[0]] }] };
    expect(() => Scorecard.parse(doubled)).toThrow(/parts/u);
  });
});

describe('the score of a part', () => {
  const criteria = [
    { id: 'a', weight: 3 },
    { id: 'b', weight: 1 },
  ];
  const answered = (criterion: string, level: number, confidence = 1) =>
    ({ criterion, state: 'answered', level, confidence }) as const;
  const without = (criterion: string, state: 'not_applicable' | 'not_answered' | 'not_observed') =>
    ({ criterion, state, level: null, confidence: 0 }) as const;

  it('is 25 times the weighted mean of the levels', () => {
    expect(scorePart(criteria, [answered('a', 4), answered('b', 0)])).toBe(75);
  });

  it('leaves out what did not apply or was not observed: it counts neither way', () => {
    expect(scorePart(criteria, [answered('a', 3), without('b', 'not_applicable')])).toBe(75);
    expect(scorePart(criteria, [answered('b', 3), without('a', 'not_observed')])).toBe(75);
  });

  it('is null where less than half of the weight that applies was answered', () => {
    expect(scorePart(criteria, [answered('b', 4), without('a', 'not_answered')])).toBeNull();
    expect(scorePart(criteria, [])).toBeNull();
  });

  it('counts in the mean of parts only where it is', () => {
    expect(overallScore([80, null, 41])).toBe(61);
    expect(overallScore([null])).toBeNull();
  });
});

describe('of two calls with the same need', () => {
  const pairs = [...readPairs('sales'), ...readPairs('service')].map((pair) => {
    const [good, poor] = [report(pair.good), report(pair.poor)];
    const gap = (good.service.score ?? Number.NaN) - (poor.service.score ?? Number.NaN);
    return { ...pair, good, poor, gap };
  });

  it('the one handled well scores higher in at least 90 %, by 20 points on average', () => {
    expect(pairs).toHaveLength(20);
    const known = pairs.filter(({ gap }) => !Number.isNaN(gap));
    expect(known.length).toBeGreaterThanOrEqual(19);
    expect(known.filter(({ gap }) => gap > 0).length / known.length).toBeGreaterThanOrEqual(0.9);
    expect(known.reduce((sum, { gap }) => sum + gap, 0) / known.length).toBeGreaterThanOrEqual(20);
  });

  it('in sales the same holds of the sales score', () => {
    const gaps = pairs.flatMap(({ good, poor }) =>
      good.sales.overall === null || poor.sales.overall === null
        ? []
        : [good.sales.overall - poor.sales.overall],
    );
    expect(gaps.length).toBeGreaterThanOrEqual(5);
    expect(gaps.filter((gap) => gap > 0).length / gaps.length).toBeGreaterThanOrEqual(0.9);
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeGreaterThanOrEqual(20);
  });

  it('a tip quotes the call word for word', () => {
    for (const { good, poor } of pairs) {
      for (const { text, evidence } of [...good.coaching.recommendations, ...poor.coaching.recommendations]) {
        expect(text).toContain('“');
        expect(evidence.length).toBeGreaterThan(0);
      }
    }
  });

  it('there are at most three tips, each of another moment', () => {
    for (const { poor } of pairs) {
      const moments = poor.coaching.recommendations.map(({ evidence }) => evidence[0]?.utterance);
      expect(moments.length).toBeLessThanOrEqual(3);
      expect(new Set(moments).size).toBe(moments.length);
    }
  });
});

describe('the kind of call decides what is scored', () => {
  it('a support call has no sales score', () => {
    const [pair] = readPairs('service');
    if (pair === undefined) throw new Error('no pair');
    const { sales, service } = report(pair.good);
    expect([sales.overall, sales.pillars]).toEqual([null, null]);
    expect(service.score).not.toBeNull();
  });

  it('a voicemail has no score and no advice', () => {
    const message = dialogue(
      'agent: Hi, this is Dana from Lakeside Dental, just a quick message for Tom about Tuesday, please call us back on 555-0142 when you get this, thanks, bye.',
    );
    const { sales, service, coaching } = report(message);
    expect([sales.overall, service.score]).toEqual([null, null]);
    expect([coaching.recommendations, coaching.doubleDown, coaching.actionPlan]).toEqual([[], null, null]);
  });
});

describe('formulas of politeness', () => {
  /** None of these is in `corpus/train/formulas.txt`. */
  const FORMULAS = [
    'I completely understand your frustration.',
    'Thank you so much for your patience.',
    'I do apologise for any inconvenience.',
    'I really appreciate your time today.',
    'Thank you for bringing that to my attention.',
    'I hear you, and I am so sorry about that.',
    'Thank you for being such a valued customer.',
  ];

  it('after every turn of a poor call move its score by at most 3 points on average, and none by 6', () => {
    const moves = [...readPairs('sales'), ...readPairs('service')].map(({ poor, poorLines }) => {
      let turn = 0;
      const stuffed = poorLines.map((line) => {
        if (!line.startsWith('agent: ')) return line;
        turn += 1;
        return `${line} ${FORMULAS[(turn * 3) % FORMULAS.length] ?? ''}`;
      });
      const [before, after] = [report(poor), report(dialogue(...stuffed))];
      return (after.service.score ?? 0) - (before.service.score ?? 0);
    });
    expect(Math.max(...moves)).toBeLessThan(6);
    expect(moves.reduce((sum, move) => sum + move, 0) / moves.length).toBeLessThanOrEqual(3);
  });
});
