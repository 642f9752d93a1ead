import { describe, expect, it } from 'vitest';
import { dialogue, report } from '../analysis/call.ts';

describe('goals', () => {
  const call = dialogue(
    'agent: Good morning, this is Priya from Lakeside.',
    'customer: Hello.',
    'agent: May I have your e-mail address?',
  );
  const check = (goal: object) => report(call, { goals: [{ name: 'Goal', ...goal }] }).goals.goals[0];

  it('an example said literally meets it fully, with the quote', () => {
    const result = check({ examples: ['may i have your e-mail address'] });
    expect(result).toMatchObject({ met: true, score: 1 });
    expect(result?.explanation).toContain('“May I have your e-mail address?”');
  });

  it('a description alone is understood where it asks for something usual', () => {
    expect(check({ description: 'The agent greets the customer and introduces themselves' })?.met).toBe(true);
    expect(check({ description: 'The agent asks about the budget' })?.met).toBe(false);
  });

  it('said too late it is not met, and the explanation says when', () => {
    const result = check({ examples: ['may i have your e-mail address'], withinSeconds: 3 });
    expect(result).toMatchObject({ met: false, score: 0.5 });
    expect(result?.explanation).toContain('after the first 3 seconds');
  });

  it('only the side it is for counts', () => {
    expect(check({ examples: ['may i have your e-mail address'], by: 'customer' })?.met).toBe(false);
  });

  it('keeps the configured number, else the position', () => {
    const made = report(call, { goals: [{ name: 'First' }, { name: 'Second', number: 41 }] });
    expect(made.goals.goals.map(({ number }) => number)).toEqual([1, 41]);
  });
});

describe('the organisation’s own prompt', () => {
  const call = dialogue(
    'agent: Good morning, this is Priya. Our plan comes with a price lock for two years.',
    'customer: Thanks.',
  );

  it('is held against the call point by point', () => {
    const prompt =
      '# Rules\n- You must introduce yourself.\n- Mention the price lock on the plan\n- Ask “who else decides”.';
    const { organisation } = report(call, { organisationPrompt: prompt });
    expect(organisation.points.map(({ text, followed }) => [text, followed])).toEqual([
      ['introduce yourself', true],
      ['Mention the price lock on the plan', true],
      ['Ask “who else decides”', false],
    ]);
    expect(organisation.feedback).toContain('2 of 3 points');
    expect(organisation.summary).toContain('price lock');
  });

  it('without one the general standard applies', () => {
    const { organisation } = report(call);
    expect(organisation.source).toBe('default');
    expect(organisation.points.length).toBeGreaterThan(3);
  });
});
