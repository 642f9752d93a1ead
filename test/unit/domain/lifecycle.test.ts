import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinal, isRescoring, MAX_REPORTS } from '../../../src/domain/analysis.ts';
import { advance, begin } from '../../../src/domain/lifecycle.ts';
import { type Job, type LifecycleEvent, watchTime } from '../../../src/domain/job.ts';
import { LEASE_MS, MAX_ATTEMPTS, type Step } from '../../../src/domain/task.ts';
import { anAnalysis } from '../../support/analyses.ts';
import { threeChunks } from '../../support/audio-chunks.ts';

const failure = { code: 'audio_empty', message: 'The recording holds no audio samples.', details: {} };
const start = 1_000_000;

function applied(job: Job, event: LifecycleEvent, nowMs = start): Job {
  const transition = advance(job, event, nowMs);
  if (!transition.accepted) throw new Error(`refused: ${transition.reason}`);
  return transition.job;
}

describe('the lifecycle of a recording', () => {
  it('goes through ingest, transcribe and analyse, enqueueing each next step, to completed', () => {
    let job = begin(anAnalysis(), start);
    const seen: (string | null)[] = [];
    for (const step of ['ingest', 'transcribe', 'analyse'] as const) {
      job = applied(job, { type: 'take', step });
      seen.push(job.analysis.stage);
      const transition = advance(job, { type: 'complete', step, attempt: 1, findings: {} }, start);
      if (!transition.accepted) throw new Error(transition.reason);
      seen.push(transition.enqueue[0]?.step ?? null);
      job = transition.job;
    }
    expect(seen).toEqual(['ingesting', 'transcribe', 'transcribing', 'analyse', 'analysing', null]);
    expect(job.analysis).toMatchObject({
      status: 'completed',
      stage: null,
      percent: 100,
      completedAt: start,
    });
    expect(watchTime(job)).toBeNull();
  });

  it('starts with the analysis where the transcript was submitted', () => {
    const submission = { ...anAnalysis().submission, source: { kind: 'transcript' as const } };
    expect(begin(anAnalysis({ submission }), start).step).toBe('analyse');
  });

  it('refuses a second worker while the first holds the step, and lets it in when the lease ran out', () => {
    const job = applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
    const take: LifecycleEvent = { type: 'take', step: 'ingest' };
    expect(advance(job, take, start + LEASE_MS - 1)).toEqual({ accepted: false, reason: 'held' });
    expect(applied(job, take, start + LEASE_MS).tasks[0]?.attempt).toBe(2);
  });

  it('refuses what a worker reports after another took over', () => {
    let job = applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
    job = applied(job, { type: 'take', step: 'ingest' }, start + LEASE_MS);
    const late: LifecycleEvent = { type: 'complete', step: 'ingest', attempt: 1, findings: {} };
    expect(advance(job, late, start + LEASE_MS)).toEqual({ accepted: false, reason: 'not_holder' });
  });

  it('fails with the last reason when a step was released as often as it may be tried', () => {
    let job = begin(anAnalysis(), start);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      job = applied(job, { type: 'take', step: 'ingest' });
      expect(job.analysis.status).toBe('processing');
      job = applied(job, { type: 'release', step: 'ingest', attempt, failure });
    }
    expect(job.analysis).toMatchObject({ status: 'failed', failure });
  });

  it('enqueues a silent step again, and times out one whose workers always die', () => {
    let job = begin(anAnalysis(), start);
    expect(advance(job, { type: 'watch' }, start)).toEqual({ accepted: false, reason: 'not_due' });
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      job = applied(job, { type: 'take', step: 'ingest' }, watchTime(job) ?? 0);
      const silent = advance(job, { type: 'watch' }, watchTime(job) ?? 0);
      if (!silent.accepted) throw new Error(silent.reason);
      expect(silent.enqueue).toEqual(attempt < MAX_ATTEMPTS ? [{ step: 'ingest' }] : []);
      job = silent.job;
    }
    expect(job.analysis.failure?.code).toBe('timed_out');
  });

  it('does not let a dead letter end a step that somebody works on', () => {
    const job = applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
    const abandon: LifecycleEvent = { type: 'abandon', step: 'ingest', failure };
    expect(advance(job, abandon, start)).toEqual({ accepted: false, reason: 'held' });
    expect(applied(job, abandon, start + LEASE_MS).analysis.status).toBe('failed');
  });
});

describe('what the account asks for', () => {
  const working = () => applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
  const failedJob = () => applied(working(), { type: 'fail', step: 'ingest', attempt: 1, failure });
  const completedJob = (retentionDays: number | null = null) => {
    const submission = { ...anAnalysis().submission, retentionDays, source: { kind: 'transcript' as const } };
    const job = applied(begin(anAnalysis({ submission }), start), { type: 'take', step: 'analyse' });
    return applied(job, { type: 'complete', step: 'analyse', attempt: 1, findings: {} });
  };

  it('cancels what is not final: the worker is refused from then on', () => {
    const job = applied(working(), { type: 'cancel' });
    expect(job.analysis).toMatchObject({ status: 'cancelled', stage: null, completedAt: start });
    const renew: LifecycleEvent = { type: 'renew', step: 'ingest', attempt: 1 };
    expect(advance(job, renew, start)).toEqual({ accepted: false, reason: 'final' });
    expect(advance(job, { type: 'cancel' }, start)).toEqual({ accepted: false, reason: 'final' });
  });

  it('retries at the step that failed, with all its attempts again, and no late worker of an earlier run', () => {
    const transition = advance(failedJob(), { type: 'retry' }, start);
    if (!transition.accepted) throw new Error(transition.reason);
    expect(transition.enqueue).toEqual([{ step: 'ingest' }]);
    expect(transition.job.analysis).toMatchObject({ status: 'queued', failure: null, completedAt: null });
    let job = applied(transition.job, { type: 'take', step: 'ingest' });
    const late: LifecycleEvent = { type: 'complete', step: 'ingest', attempt: 1, findings: {} };
    expect(advance(job, late, start)).toEqual({ accepted: false, reason: 'not_holder' });
    for (let more = 1; more < MAX_ATTEMPTS; more += 1) {
      job = applied(job, { type: 'release', step: 'ingest', attempt: job.tasks[0]?.attempt ?? 0, failure });
      job = applied(job, { type: 'take', step: 'ingest' });
    }
    expect(job.analysis.status).toBe('processing');
  });

  it('retries nothing that has not failed or been cancelled', () => {
    for (const job of [working(), completedJob()])
      expect(advance(job, { type: 'retry' }, start)).toEqual({ accepted: false, reason: 'not_retryable' });
  });

  it('rescores without leaving completed, and counts the reports', () => {
    let job = applied(completedJob(), { type: 'rescore' });
    expect(job.analysis).toMatchObject({ status: 'completed', reportVersion: 1, percent: 100 });
    expect(advance(job, { type: 'rescore' }, start)).toEqual({ accepted: false, reason: 'rescore_pending' });
    job = applied(job, { type: 'take', step: 'analyse' });
    job = applied(job, { type: 'renew', step: 'analyse', attempt: 2, finishing: true });
    expect(job.analysis).toMatchObject({ status: 'completed', stage: null });
    job = applied(job, { type: 'complete', step: 'analyse', attempt: 2, findings: {} }, start + 1000);
    expect(job.analysis).toMatchObject({ reportVersion: 2, rescore: null, completedAt: start });
  });

  it('rescores at most until there are as many reports as one may have', () => {
    const { analysis, ...rest } = completedJob();
    const full = { ...rest, analysis: { ...analysis, reportVersion: MAX_REPORTS } };
    expect(advance(full, { type: 'rescore' }, start)).toEqual({
      accepted: false,
      reason: 'too_many_reports',
    });
  });

  it('deletes in any state: nothing is accepted afterwards', () => {
    for (const before of [begin(anAnalysis(), start), working(), failedJob(), completedJob()]) {
      const job = applied(before, { type: 'delete', requestedBy: 'key_1' });
      expect(job.deletion).toEqual({ reason: 'requested', requestedBy: 'key_1', requestedAt: start });
      for (const type of ['cancel', 'retry', 'rescore', 'watch', 'expire'] as const)
        expect(advance(job, { type }, start)).toEqual({ accepted: false, reason: 'deleted' });
    }
  });

  it.each([
    ['90 days where nobody says otherwise', null, 90],
    ['as many days as it says', 3, 3],
    ['a week where its callbacks never end', 0, 7],
  ])('is kept for %s', (_name, retentionDays, days) => {
    const job = completedJob(retentionDays);
    const end = start + days * 86_400_000;
    expect(advance(job, { type: 'expire' }, end - 1)).toEqual({ accepted: false, reason: 'not_due' });
    expect(applied(job, { type: 'expire' }, end).deletion).toMatchObject({ reason: 'retention' });
  });

  it('is deleted with its callbacks where it is to be kept for 0 days', () => {
    const settledOne = applied(completedJob(0), { type: 'callback_settled' }, start + 5);
    expect(applied(settledOne, { type: 'expire' }, start + 5).deletion).not.toBeNull();
    const refused = { accepted: false, reason: 'not_due' };
    expect(advance(completedJob(3), { type: 'callback_settled' }, start + 5)).toEqual(refused);
  });
});

describe('silence', () => {
  const minutes = (from: number, to: number | null) => ((to ?? 0) - from) / 60_000;

  function silent(from: Job): Job {
    let job = from;
    while (!isFinal(job.analysis.status)) job = applied(job, { type: 'watch' }, watchTime(job) ?? 0);
    return job;
  }

  it('of a quarter of an hour after a worker was lost times the analysis out', () => {
    const job = silent(applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' }));
    expect(job.analysis.failure?.code).toBe('timed_out');
    expect(minutes(start + LEASE_MS, job.analysis.completedAt)).toBe(15);
  });

  it('of a day times out what waits in line for its first worker', () => {
    const job = silent(begin(anAnalysis(), start));
    expect(minutes(start, job.analysis.completedAt) / 60).toBeCloseTo(24, 0);
  });

  it('while nobody could look, as on a machine that slept, is not held against it', () => {
    const job = applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
    expect(applied(job, { type: 'watch' }, start + 86_400_000).analysis.status).toBe('processing');
  });
});

describe('a task that nobody took yet', () => {
  const watched = (job: Job, oldestAt: number | null, nowMs: number) => {
    const transition = advance(job, { type: 'watch', oldestAt }, nowMs);
    if (!transition.accepted) throw new Error(transition.reason);
    return transition;
  };

  it('is not sent again while the queue has not come to its message, however slow the queue is', () => {
    let job = begin(anAnalysis(), start);
    for (let looks = 0; looks < 5; looks += 1) {
      const now = watchTime(job) ?? 0;
      const left = watched(job, start - 30_000, now);
      expect(left.enqueue).toEqual([]);
      expect(left.job.tasks[0]?.enqueues).toBe(1);
      expect((watchTime(left.job) ?? 0) - now).toBe(now - (start - 30_000));
      job = left.job;
    }
  });

  it.each([
    ['the queue is past its message, which was lost', start + 1],
    ['the queue is empty', null],
  ])('is sent again where %s', (_name, oldestAt) => {
    expect(watched(begin(anAnalysis(), start), oldestAt, start + 60_000).enqueue).toEqual([
      { step: 'ingest' },
    ]);
  });

  it('is sent again after an hour at the latest, whatever the queue says of itself', () => {
    const job = begin(anAnalysis(), start);
    expect(watched(job, start, start + 3_599_999).enqueue).toEqual([]);
    expect(watched(job, start, start + 3_600_000).enqueue).toEqual([{ step: 'ingest' }]);
  });

  it('is sent again at once where a worker had it and was lost', () => {
    const job = applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
    expect(watched(job, start, start + LEASE_MS).enqueue).toEqual([{ step: 'ingest' }]);
  });
});

describe('whatever happens in whatever order', () => {
  const step = fc.constantFrom<Step>('ingest', 'transcribe', 'merge', 'analyse');
  const attempt = fc.integer({ min: 0, max: 6 });
  const chunk = fc.constantFrom(undefined, 0, 1, 2);
  const findings = fc.constantFrom({}, { chunks: threeChunks });
  const task = { step, chunk };
  const event: fc.Arbitrary<LifecycleEvent> = fc.oneof(
    fc.record({ type: fc.constant('take' as const), ...task }),
    fc.record({ type: fc.constant('renew' as const), ...task, attempt, finishing: fc.boolean() }),
    fc.record({ type: fc.constant('complete' as const), ...task, attempt, findings }),
    fc.record({ type: fc.constant('release' as const), ...task, attempt, failure: fc.constant(failure) }),
    fc.record({ type: fc.constant('fail' as const), ...task, attempt, failure: fc.constant(failure) }),
    fc.record({ type: fc.constant('abandon' as const), ...task, failure: fc.constant(failure) }),
    fc.record({ type: fc.constantFrom('cancel', 'retry', 'rescore', 'watch', 'expire', 'callback_settled') }),
    fc.record({ type: fc.constant('watch' as const), oldestAt: fc.integer({ min: start, max: 2 * start }) }),
  );
  const history = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 2 * LEASE_MS })), { maxLength: 60 });

  it('an analysis is watched while there is work, kept for a while once it is final, and never goes backwards', () => {
    fc.assert(
      fc.property(history, (events) => {
        let job = begin(anAnalysis(), start);
        let now = start;
        for (const [next, waitMs] of events) {
          now += waitMs;
          const transition = advance(job, next, now);
          const wasOver = isFinal(job.analysis.status) && !isRescoring(job.analysis);
          if (wasOver && 'step' in next) expect(transition).toEqual({ accepted: false, reason: 'final' });
          if (!transition.accepted) continue;
          expect(transition.job.analysis.version).toBeGreaterThanOrEqual(job.analysis.version);
          expect(transition.job.analysis.percent).toBeGreaterThanOrEqual(job.analysis.percent);
          const isOver = isFinal(transition.job.analysis.status) && !isRescoring(transition.job.analysis);
          expect(watchTime(transition.job) === null).toBe(isOver || transition.job.deletion !== null);
          expect(transition.job.deleteAt !== null).toBe(isFinal(transition.job.analysis.status));
          expect(transition.job.analysis.stage !== null).toBe(
            transition.job.analysis.status === 'processing',
          );
          job = transition.job;
        }
      }),
    );
  });
});
