import { describe, expect, it } from 'vitest';
import { watchTime, type Job, type LifecycleEvent } from '../../../src/domain/job.ts';
import { advance, begin } from '../../../src/domain/lifecycle.ts';
import { MAX_ATTEMPTS } from '../../../src/domain/task.ts';
import { anAnalysis } from '../../support/analyses.ts';

const START = 1_000_000;
const HOUR_MS = 3_600_000;
const step = 'ingest';

function applied(job: Job, event: LifecycleEvent, nowMs: number): Job {
  const transition = advance(job, event, nowMs);
  if (!transition.accepted) throw new Error(`refused: ${transition.reason}`);
  return transition.job;
}

function postponedOnce(job: Job, nowMs: number): Job {
  const held = applied(job, { type: 'take', step }, nowMs);
  const attempt = held.tasks[0]?.attempt ?? 0;
  const wait = { untilMs: nowMs + HOUR_MS, code: 'transcription_quota_used' } as const;
  return applied(held, { type: 'postpone', step, attempt, ...wait }, nowMs);
}

describe('a task that is postponed', () => {
  it('is enqueued again at its time and not before, and says until then what it waits for', () => {
    const job = postponedOnce(begin(anAnalysis(), START), START);
    expect(job.analysis).toMatchObject({
      status: 'processing',
      waiting: { code: 'transcription_quota_used', until: START + HOUR_MS },
    });
    expect(watchTime(job)).toBe(START + HOUR_MS);
    expect(advance(job, { type: 'watch' }, START + HOUR_MS - 1)).toMatchObject({ accepted: false });
    expect(advance(job, { type: 'watch' }, START + HOUR_MS)).toMatchObject({ enqueue: [{ step }] });
    expect(applied(job, { type: 'take', step }, START + 1).analysis.waiting).toBeNull();
  });

  it('has failed no attempt: it may be postponed any number of times', () => {
    let job = begin(anAnalysis(), START);
    for (let time = 0; time < 3 * MAX_ATTEMPTS; time += 1) job = postponedOnce(job, START + time * HOUR_MS);
    const failure = { code: 'source_unavailable', message: 'It could not be reached.', details: {} };
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      expect(job.analysis.status).toBe('processing');
      job = applied(job, { type: 'take', step }, START);
      job = applied(job, { type: 'release', step, attempt: 3 * MAX_ATTEMPTS + attempt, failure }, START);
    }
    expect(job.analysis).toMatchObject({ status: 'failed', failure: { code: 'source_unavailable' } });
  });

  it('is no longer that of the worker who gave it back', () => {
    const job = postponedOnce(begin(anAnalysis(), START), START);
    const renew = { type: 'renew', step, attempt: 1 } as const;
    expect(advance(job, renew, START)).toEqual({ accepted: false, reason: 'not_holder' });
  });
});
