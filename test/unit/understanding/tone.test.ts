import { describe, expect, it } from 'vitest';
import { dialogue, report } from '../analysis/call.ts';

describe('emotions', () => {
  it('sum to 1 for every utterance, and follow what is said', () => {
    const { emotions } = report(
      dialogue(
        'customer: This is ridiculous, I am furious!',
        'agent: The hours are nine to five.',
        'customer: Wonderful, thank you so much!',
      ),
    );
    for (const { distribution } of emotions.utterances) {
      expect(Object.values(distribution).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    }
    const [angry, plain, happy] = emotions.utterances.map(({ distribution }) => distribution);
    expect(angry?.angry).toBeGreaterThan(0.5);
    expect(plain?.neutral).toBeGreaterThan(0.9);
    expect(happy?.happy).toBeGreaterThan(0.5);
  });
});

describe('sentiment', () => {
  it.each([
    ['customer: This is the worst service I have ever had.', 'negative'],
    ['customer: Thank you so much, you have been wonderful.', 'positive'],
    ['customer: i would like to check my credit card balance', 'neutral'],
    ['customer: no', 'neutral'],
  ])('%s is %s', (text, label) => {
    expect(report(dialogue(text)).sentiment.label).toBe(label);
  });

  it('a complaint that ends in thanks improves; key moments give their reason', () => {
    const call = dialogue(
      'customer: My internet keeps dropping, this is really frustrating.',
      'agent: I have repaired the line.',
      'customer: Great, thank you so much, that is very helpful.',
    );
    const { trend, keyMoments } = report(call).sentiment;
    expect(trend).toBe('improving');
    expect(keyMoments.map(({ type, description }) => [type, description])).toEqual([
      ['positive_peak', 'Customer is pleased: “thank you so much, that is very helpful”'],
    ]);
  });
});
