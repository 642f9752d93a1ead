import { describe, expect, it } from 'vitest';
import { dialogue, report } from '../analysis/call.ts';

const pillarsOf = (call: Parameters<typeof report>[0]) => {
  const { pillars } = report(call).sales;
  if (!pillars) throw new Error('a call in English has pillars');
  return pillars;
};
const signal = (pillar: 'influence' | 'objection', name: string, ...lines: string[]) =>
  pillarsOf(dialogue(...lines))[pillar].signals.find((entry) => entry.name === name)?.value;

const OBJECTION = 'customer: That is too expensive for us.';

describe('an example of another customer', () => {
  it.each([
    'Another customer saved two hours every day with it.',
    'One company of ours cut its costs in half.',
    'Many of our customers started the same way.',
  ])('is heard: %s', (text) => {
    expect(signal('influence', 'proof', OBJECTION, `agent: ${text}`)).toBe(1);
  });

  it.each(['I will put you through to another team.', 'Is there one customer number on the letter?'])(
    'is not heard in: %s',
    (text) => {
      expect(signal('influence', 'proof', OBJECTION, `agent: ${text}`)).toBe(0);
    },
  );

  it('is a reason that answers an objection', () => {
    const call = [
      'agent: It is forty dollars a month.',
      OBJECTION,
      'agent: I understand. Another customer saved two hours every day.',
    ];
    expect(signal('objection', 'reasoned', ...call)).toBe(1);
  });
});

describe('a benefit', () => {
  it('may be one for the customer’s team', () => {
    const call = [
      'customer: What does it do?',
      'agent: It files the reports, so your team gets that time back.',
    ];
    expect(signal('influence', 'benefits', ...call)).toBeGreaterThan(0);
  });

  it('that was said once is not said to be missing', () => {
    const feature = 'agent: The plan has five seats and a dashboard with forty different kinds of charts.';
    const call = dialogue(
      'customer: What does it do for you there?',
      `${feature} It files the reports, so your team gets that time back.`,
      feature,
    );
    expect(pillarsOf(call).influence.negative.text).not.toContain('not what it does');
  });
});

describe('a pace outside the band', () => {
  const at = (wordsPerMinute: number) => {
    const recap = 'Just to confirm, we change every single word of it by tomorrow.';
    const text = Array.from({ length: 10 }, () => recap).join(' ');
    const [line] = dialogue(`agent: ${text}`).utterances;
    if (!line) throw new Error('no line');
    const durationMs = Math.round((120 / wordsPerMinute) * 60_000);
    const utterances = [{ ...line, startMs: 0, endMs: durationMs }];
    return pillarsOf({ ...dialogue(`agent: ${text}`), durationMs, utterances }).clarity;
  };

  it.each([
    [100, 'a little slow'],
    [85, 'slow to reach the point'],
    [190, 'a little fast'],
    [225, 'hard to follow'],
  ])('of %i words a minute is %s', (wordsPerMinute, words) => {
    const { signals, negative } = at(wordsPerMinute);
    expect(signals.find(({ name }) => name === 'pace')?.value).toBeLessThan(1);
    expect(negative.text).toContain(words);
  });
});
