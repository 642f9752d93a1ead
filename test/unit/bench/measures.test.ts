import { describe, expect, it } from 'vitest';
import {
  isMoment,
  matchObjections,
  matchTasks,
  type ObjectionAt,
  type TaskAt,
} from '../../../bench/eval/measures.ts';

describe('what is found and what is labelled', () => {
  const task = (who: string, turn: number, text: string): TaskAt => ({ who, turn, text, due: null });

  it('a task is the same with one owner, near by, and with a word in common or in the very turn', () => {
    const labelled = [task('agent', 10, 'send the return label'), task('customer', 12, 'pay the balance')];
    expect(matchTasks([task('agent', 12, 'E-mail you the label')], labelled)).toHaveLength(1);
    expect(matchTasks([task('agent', 10, 'It will be with you tomorrow')], labelled)).toHaveLength(1);
    expect(matchTasks([task('agent', 11, 'It will be with you tomorrow')], labelled)).toHaveLength(0);
    expect(matchTasks([task('agent', 14, 'Send the return label')], labelled)).toHaveLength(0);
    expect(matchTasks([task('customer', 10, 'Send the return label')], labelled)).toHaveLength(0);
  });

  it('what somebody else is to do falls to the side of the agent', () => {
    expect(
      matchTasks([task('agent', 3, 'An engineer will call')], [task('other', 3, 'engineer to call')]),
    ).toHaveLength(1);
  });

  it('one label counts once, for the likest', () => {
    const found = [task('agent', 4, 'Look into it'), task('agent', 5, 'Send the new router')];
    const pairs = matchTasks(found, [task('agent', 4, 'send a router')]);
    expect(pairs.map(([a]) => a.text)).toEqual(['Send the new router']);
    const objection = (turn: number): ObjectionAt => ({ turn, kind: 'price', settled: false });
    expect(matchObjections([objection(4), objection(5)], [objection(5)])).toHaveLength(1);
    expect(matchObjections([objection(3)], [objection(5)])).toHaveLength(0);
  });

  it('a moment is right where it is labelled near by or its turn is labelled to do that', () => {
    const labelled = [{ turn: 5, kind: 'frustration' }];
    expect(isMoment({ turn: 6, kind: 'frustration' }, labelled, [])).toBe(true);
    expect(isMoment({ turn: 9, kind: 'frustration' }, labelled, ['complaint'])).toBe(true);
    expect(isMoment({ turn: 5, kind: 'relief' }, labelled, ['thanks'])).toBe(false);
  });
});
