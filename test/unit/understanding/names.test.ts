import { describe, expect, it } from 'vitest';
import { dialogue, report } from '../analysis/call.ts';

const named = (...lines: string[]) => {
  const {
    prospectName: customer,
    agentName: agent,
    companyName: company,
  } = report(dialogue(...lines)).summary;
  return { customer, agent, company };
};
const bare = (lines: readonly string[]) => lines.map((line) => line.toLowerCase().replaceAll(/[.,?]/gu, ''));

const CALLS: readonly (readonly [string[], ReturnType<typeof named>])[] = [
  [
    [
      'agent: Maple Bakery, Ruth speaking.',
      'customer: Hi Ruth, this is Tom Becker, I ordered a cake for Saturday.',
    ],
    { customer: 'Tom Becker', agent: 'Ruth', company: 'Maple Bakery' },
  ],
  [
    [
      'agent: Thank you for calling, how can I help?',
      'customer: Hi, this is Maria Lopez calling about my bill.',
    ],
    { customer: 'Maria Lopez', agent: null, company: null },
  ],
  [
    [
      'agent: Good morning, Fairline Energy, who am I speaking with?',
      'customer: Pat Nowak.',
      'agent: Thanks, Pat.',
    ],
    { customer: 'Pat Nowak', agent: null, company: 'Fairline Energy' },
  ],
];

describe('the names of a call', () => {
  it.each(CALLS)('are those that the two sides give and are addressed by: %s', (lines, names) => {
    expect(named(...lines)).toEqual(names);
  });

  it.each(CALLS)('are known without capitals too: %s', (lines, names) => {
    expect(named(...bare(lines))).toEqual(names);
  });

  it('the customer may be known by being addressed alone', () => {
    const { customer, agent } = named(
      'agent: Hello, my name is Dana from Brightleaf.',
      'customer: Hi, I need to change my address.',
      'agent: Thanks, Carol. What is the new address?',
    );
    expect({ customer, agent }).toEqual({ customer: 'Carol', agent: 'Dana' });
  });

  it.each([
    [['agent: Hi, you are through to Sam.', 'customer: It is spelled S M I T H.', 'agent: Okay.']],
    [['agent: Hello, how can I help?', 'customer: Hello, I want to cancel my order.']],
  ])('nobody is named who is not: %s', (lines) => {
    expect(named(...lines).customer).toBeNull();
  });
});
