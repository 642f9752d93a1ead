import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinal } from '../../../src/domain/analysis.ts';
import {
  advance,
  begin,
  type Job,
  LEASE_MS,
  type LifecycleEvent,
  MAX_ATTEMPTS,
  type Step,
} from '../../../src/domain/lifecycle.ts';
import { anAnalysis } from '../../support/analyses.ts';

const failure = { code: 'audio_empty', message: 'The recording holds no audio samples.', details: {} };
const start = 1_000_000;

function applied(job: Job, event: LifecycleEvent, nowMs = start): Job {
  const transition = advance(job, event, nowMs);
  if (!transition.accepted) throw new Error(`refused: ${transition.reason}`);
  return transition.job;
}

describe('the lifecycle of a recording', () => {
  it('goes through ingest, transcribe and analyse, announcing each next step, to completed', () => {
    let job = begin(anAnalysis(), start);
    const seen: (string | null)[] = [];
    for (const step of ['ingest', 'transcribe', 'analyse'] as const) {
      job = applied(job, { type: 'take', step });
      seen.push(job.analysis.stage);
      const transition = advance(job, { type: 'complete', step, attempt: 1, findings: {} }, start);
      if (!transition.accepted) throw new Error(transition.reason);
      seen.push(transition.announce);
      job = transition.job;
    }
    expect(seen).toEqual(['ingesting', 'transcribe', 'transcribing', 'analyse', 'analysing', null]);
    expect(job.analysis).toMatchObject({
      status: 'completed',
      stage: null,
      percent: 100,
      completedAt: start,
    });
    expect(job.watchAt).toBeNull();
  });

  it('starts with the analysis where the transcript was submitted', () => {
    const submission = { ...anAnalysis().submission, source: { kind: 'transcript' as const } };
    expect(begin(anAnalysis({ submission }), start).step).toBe('analyse');
  });

  it('refuses a second worker while the first holds the step, and lets it in when the lease ran out', () => {
    const job = applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
    const take: LifecycleEvent = { type: 'take', step: 'ingest' };
    expect(advance(job, take, start + LEASE_MS - 1)).toEqual({ accepted: false, reason: 'held' });
    expect(applied(job, take, start + LEASE_MS).attempt).toBe(2);
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

  it('announces a silent step again, and times out one whose workers always die', () => {
    let job = begin(anAnalysis(), start);
    expect(advance(job, { type: 'watch' }, start)).toEqual({ accepted: false, reason: 'not_due' });
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      job = applied(job, { type: 'take', step: 'ingest' }, job.watchAt ?? 0);
      const silent = advance(job, { type: 'watch' }, job.watchAt ?? 0);
      if (!silent.accepted) throw new Error(silent.reason);
      expect(silent.announce).toBe(attempt < MAX_ATTEMPTS ? 'ingest' : null);
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

describe('whatever happens in whatever order', () => {
  const step = fc.constantFrom<Step>('ingest', 'transcribe', 'analyse');
  const attempt = fc.integer({ min: 0, max: 6 });
  const event: fc.Arbitrary<LifecycleEvent> = fc.oneof(
    fc.record({ type: fc.constant('take' as const), step }),
    fc.record({ type: fc.constant('renew' as const), step, attempt, finishing: fc.boolean() }),
    fc.record({ type: fc.constant('complete' as const), step, attempt, findings: fc.constant({}) }),
    fc.record({ type: fc.constant('release' as const), step, attempt, failure: fc.constant(failure) }),
    fc.record({ type: fc.constant('fail' as const), step, attempt, failure: fc.constant(failure) }),
    fc.record({ type: fc.constant('abandon' as const), step, failure: fc.constant(failure) }),
    fc.record({ type: fc.constant('watch' as const) }),
  );
  const history = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 2 * LEASE_MS })), { maxLength: 60 });

  it('an analysis is watched until it is final, never moves afterwards, and never goes backwards', () => {
    fc.assert(
      fc.property(history, (events) => {
        let job = begin(anAnalysis(), start);
        let now = start;
        for (const [next, waitMs] of events) {
          now += waitMs;
          const transition = advance(job, next, now);
          if (isFinal(job.analysis.status)) expect(transition).toEqual({ accepted: false, reason: 'final' });
          if (!transition.accepted) continue;
          expect(transition.job.analysis.version).toBeGreaterThanOrEqual(job.analysis.version);
          expect(transition.job.analysis.percent).toBeGreaterThanOrEqual(job.analysis.percent);
          expect(transition.job.watchAt === null).toBe(isFinal(transition.job.analysis.status));
          expect(transition.job.analysis.stage !== null).toBe(
            transition.job.analysis.status === 'processing',
          );
          job = transition.job;
        }
      }),
    );
  });
});
