import { describe, expect, it } from 'vitest';
import { advance, begin } from '../../../src/domain/lifecycle.ts';
import type { Job, LifecycleEvent } from '../../../src/domain/job.ts';
import { anAnalysis } from '../../support/analyses.ts';

const start = 1_000_000;
const SUMMARY = { type: 'prompt', prompts: { summary: 'Name the product.' } } as const;
const submission = { ...anAnalysis().submission, source: { kind: 'transcript' as const } };
const waiting = begin(anAnalysis({ submission }), start);

function after(job: Job, ...events: readonly LifecycleEvent[]): Job {
  return events.reduce((moved, event) => {
    const transition = advance(moved, event, start);
    if (!transition.accepted) throw new Error(`refused: ${transition.reason}`);
    return transition.job;
  }, job);
}

const underWay = after(waiting, { type: 'take', step: 'analyse' });
const completed = after(underWay, { type: 'complete', step: 'analyse', attempt: 1, findings: {} });

describe('custom prompts', () => {
  it('become options of a call that was not analysed yet, beside those it came with', () => {
    const topics = { ...SUMMARY, prompts: { topics: 'Name the machine.' } };
    const { analysis, tasks } = after(waiting, topics, SUMMARY);
    expect(analysis).toMatchObject({ status: 'queued', rescore: null });
    expect(analysis.submission.options.custom_prompts).toEqual({ ...topics.prompts, ...SUMMARY.prompts });
    expect(tasks).toEqual(waiting.tasks);
  });

  it('have a completed call analysed again, once', () => {
    const transition = advance(completed, SUMMARY, start);
    if (!transition.accepted) throw new Error(transition.reason);
    expect(transition.enqueue).toMatchObject([{ step: 'analyse' }]);
    expect(transition.job.analysis).toMatchObject({ status: 'completed', rescore: { requestedAt: start } });
    const same = advance(transition.job, SUMMARY, start + 1);
    expect(same).toEqual({ accepted: true, job: transition.job, enqueue: [] });
    const other = { ...SUMMARY, prompts: { summary: 'Name the price.' } };
    expect(advance(transition.job, other, start)).toEqual({ accepted: false, reason: 'rescore_pending' });
  });

  it('are refused while the report is being written without them', () => {
    expect(advance(underWay, SUMMARY, start)).toEqual({ accepted: false, reason: 'not_completed' });
  });

  it('are kept for the retry of a cancelled call', () => {
    const { analysis } = after(waiting, { type: 'cancel' }, SUMMARY, { type: 'retry' });
    expect(analysis).toMatchObject({
      status: 'queued',
      submission: { options: { custom_prompts: SUMMARY.prompts } },
    });
  });
});
