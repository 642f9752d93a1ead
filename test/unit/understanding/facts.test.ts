import { describe, expect, it } from 'vitest';
import { retell } from '../../../src/analysis/sections/action-items.ts';
import { dialogue, report } from '../analysis/call.ts';

describe('a task in the third person', () => {
  it.each([
    ['agent', 'send you the return label by e-mail', 'send them the return label by e-mail'],
    ['agent', 'get back to you on Thursday', 'get back to them on Thursday'],
    ['customer', 'send you the logs tomorrow', 'send the agent the logs tomorrow'],
    ['customer', 'ask my sister', 'ask their sister'],
    ['assigned', 'call your doctor', 'call their doctor'],
    ['assigned', 'send us the receipts', 'send the company the receipts'],
  ] as const)('%s: %s', (by, clause, retold) => {
    expect(retell(clause, by)).toBe(retold);
  });

  it.each([
    ['agent', "text you when they're ten minutes off"],
    ['agent', 'ring you once you have it'],
    ['agent', 'ask my manager'],
    ['agent', 'send them to you'],
    ['customer', 'pay when you send it'],
    ['assigned', 'call me before'],
    ['assigned', 'tell them what I said'],
  ] as const)('is not made where it might come out wrong: %s: %s', (by, clause) => {
    expect(retell(clause, by)).toBeNull();
  });
});

describe('what still stands at the end', () => {
  const items = (...lines: string[]) => report(dialogue(...lines)).actionItems.items;

  it('a question is no task, and neither is what is done on the line', () => {
    expect(
      items(
        'customer: Could you send me the form?',
        'agent: Shall I send it by e-mail?',
        'agent: Let me check that for you, one moment.',
        "agent: I'm going to put you on hold.",
      ),
    ).toEqual([]);
  });

  it('what the other side is to do is told by the words that ask for it, and what others do by a quote', () => {
    const call = (line: string): string[] => [
      'agent: Hello, this is Kim at Northwind, how can I help?',
      'customer: Hi, my router has been dropping out all week and I need it fixed.',
      'agent: I am sorry about that. What does the light on it show?',
      'customer: It is red all the time.',
      line,
      'customer: All right, thank you.',
      'agent: You are welcome. Goodbye.',
    ];
    const stated = (line: string) =>
      items(...call(line)).map(({ description, assignee, dueDate }) => [description, assignee, dueDate]);
    expect(stated('agent: Please sign the form and mail it by March 30.')).toEqual([
      ['Sign the form and mail it by March 30', 'customer', '2026-03-30'],
    ]);
    expect(stated('agent: An engineer will come on Thursday between eight and twelve.')).toEqual([
      ['“An engineer will come on Thursday between eight and twelve”', 'agent', '2026-03-26'],
    ]);
  });

  it('what the other side calls off is none', () => {
    const promise = "agent: I'll send you the contract by Friday.";
    expect(items(promise, 'customer: Thank you.')).toHaveLength(1);
    expect(items(promise, 'customer: No need, I have it already.')).toEqual([]);
  });

  it('a task that is said again is one task', () => {
    expect(
      items(
        "agent: I'll send you the contract by Friday.",
        'customer: Good.',
        "agent: So I'll send you the contract by Friday.",
      ),
    ).toHaveLength(1);
  });
});
