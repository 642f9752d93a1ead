import { describe, expect, it } from 'vitest';
import { FairQueue } from '../../../local-ai/threads/fair-queue.ts';

/** A runner whose tasks end when told to, in the order in which they started. */
function heldRunner() {
  const started: string[] = [];
  const release: (() => void)[] = [];
  const runner = (task: string) => {
    started.push(task);
    return new Promise<string>((resolve) => release.push(() => resolve(task)));
  };
  const finishNext = async () => {
    release.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { runner, started, finishNext };
}

describe('FairQueue', () => {
  it('lets a small caller pass a large one', async () => {
    const { runner, started, finishNext } = heldRunner();
    const queue = new FairQueue([runner]);
    const [large, small] = [Symbol('large'), Symbol('small')];
    const done = ['a1', 'a2', 'a3', 'a4'].map((task) => queue.run(large, task));
    done.push(queue.run(small, 'b1'));
    for (let turn = 0; turn < 5; turn += 1) await finishNext();
    expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
    expect(await Promise.all(done)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
  });

  it('keeps every runner busy with one task at a time', async () => {
    const [first, second] = [heldRunner(), heldRunner()];
    const queue = new FairQueue([first.runner, second.runner]);
    const done = ['a', 'b', 'c'].map((task) => queue.run(Symbol(task), task));
    expect([...first.started, ...second.started].toSorted()).toEqual(['a', 'b']);
    await first.finishNext();
    expect(first.started).toContain('c');
    await first.finishNext();
    await second.finishNext();
    expect(await Promise.all(done)).toEqual(['a', 'b', 'c']);
  });

  it('rejects what is dropped and goes on with the others', async () => {
    const { runner, finishNext } = heldRunner();
    const queue = new FairQueue([runner]);
    const [gone, stays] = [Symbol('gone'), Symbol('stays')];
    const running = queue.run(gone, 'g1');
    const dropped = queue.run(gone, 'g2');
    const kept = queue.run(stays, 's1');
    const outcome = dropped.catch((cause: unknown) => cause);
    queue.drop(gone, new Error('the caller went away'));
    expect(await outcome).toEqual(new Error('the caller went away'));
    await finishNext();
    await finishNext();
    expect(await running).toBe('g1');
    expect(await kept).toBe('s1');
  });

  it('hands a failure to its caller and stays usable', async () => {
    let calls = 0;
    const queue = new FairQueue([
      async (task: string) => {
        calls += 1;
        if (task === 'bad') throw new Error('it broke');
        return task;
      },
    ]);
    await expect(queue.run(Symbol('one'), 'bad')).rejects.toThrow('it broke');
    expect(await queue.run(Symbol('two'), 'good')).toBe('good');
    expect(calls).toBe(2);
  });
});
