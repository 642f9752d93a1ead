import { describe, expect, it } from 'vitest';
import { openTasks, watchTime, type Job, type LifecycleEvent } from '../../../src/domain/job.ts';
import { advance, begin } from '../../../src/domain/lifecycle.ts';
import { LEASE_MS, MAX_ATTEMPTS } from '../../../src/domain/task.ts';
import { liveEvents } from '../../../src/domain/progress.ts';
import { anAnalysis } from '../../support/analyses.ts';
import { threeChunks } from '../../support/audio-chunks.ts';

const start = 1_000_000;
const failure = {
  code: 'transcription_unavailable',
  message: 'Out of capacity.',
  details: { ai_code: 3040 },
};

function applied(job: Job, event: LifecycleEvent, nowMs = start): Job {
  const transition = advance(job, event, nowMs);
  if (!transition.accepted) throw new Error(`refused: ${transition.reason}`);
  return transition.job;
}

/** A recording in three chunks, none of which is taken yet. */
function cutJob(): Job {
  const taken = applied(begin(anAnalysis(), start), { type: 'take', step: 'ingest' });
  const findings = { chunks: threeChunks, durationMs: 1_500_000 };
  return applied(taken, { type: 'complete', step: 'ingest', attempt: 1, findings });
}

function taken(job: Job, chunk: number, nowMs = start): Job {
  return applied(job, { type: 'take', step: 'transcribe', chunk }, nowMs);
}

function done(job: Job, chunk: number, nowMs = start): Job {
  const attempt = (job.tasks[chunk]?.attempt ?? 0) + 1;
  return applied(taken(job, chunk, nowMs), {
    type: 'complete',
    step: 'transcribe',
    chunk,
    attempt,
    findings: {},
  });
}

describe('a recording in chunks', () => {
  it('enqueues all of them at once, and the merge when the last one is done, whichever that is', () => {
    expect(openTasks(cutJob())).toEqual([0, 1, 2].map((chunk) => ({ step: 'transcribe', chunk })));
    let job = done(done(cutJob(), 2), 0);
    expect(openTasks(job)).toEqual([{ step: 'transcribe', chunk: 1 }]);
    job = done(job, 1);
    expect(openTasks(job)).toEqual([{ step: 'merge' }]);
    job = applied(job, { type: 'take', step: 'merge' });
    job = applied(job, { type: 'complete', step: 'merge', attempt: 1, findings: {} });
    expect(openTasks(job)).toEqual([{ step: 'analyse' }]);
    expect(job.chunks).toBeNull();
  });

  it('has its chunks worked on side by side, each by one worker', () => {
    const job = taken(taken(cutJob(), 0), 1);
    const again: LifecycleEvent = { type: 'take', step: 'transcribe', chunk: 1 };
    expect(advance(job, again, start)).toEqual({ accepted: false, reason: 'held' });
    expect(advance(job, { type: 'take', step: 'transcribe' }, start)).toEqual({
      accepted: false,
      reason: 'not_current',
    });
    expect(advance(done(cutJob(), 1), again, start)).toEqual({ accepted: false, reason: 'not_current' });
  });

  it('shows its progress from 15 to 80 percent by the length of what is done', () => {
    let job = taken(cutJob(), 0);
    expect(job.analysis).toMatchObject({ stage: 'transcribing', percent: 15 });
    const before = job;
    job = done(cutJob(), 1);
    expect(job.analysis.percent).toBe(41);
    expect(liveEvents(job, before)).toEqual([
      { type: 'progress', data: { stage: 'transcribing', percent: 41, audio_seconds_done: 600 } },
    ]);
    job = applied(done(done(job, 0), 2), { type: 'take', step: 'merge' });
    expect(job.analysis).toMatchObject({ stage: 'transcribing', percent: 80 });
  });

  it('has a chunk tried again alone, and fails with its reason when it was tried as often as it may be', () => {
    let job = done(cutJob(), 0);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      expect(job.analysis.status).toBe('processing');
      job = taken(job, 1);
      job = applied(job, { type: 'release', step: 'transcribe', chunk: 1, attempt, failure });
    }
    expect(job.analysis).toMatchObject({
      status: 'failed',
      failure: { code: failure.code, details: { ai_code: 3040, chunk: 1 } },
    });
    expect(watchTime(job)).toBeNull();
  });

  it('goes on after a retry with the chunks that were not done', () => {
    let job = taken(taken(done(cutJob(), 1), 0), 2);
    job = applied(job, { type: 'fail', step: 'transcribe', chunk: 0, attempt: 1, failure });
    const retried = advance(job, { type: 'retry' }, start);
    if (!retried.accepted) throw new Error(retried.reason);
    expect(retried.enqueue).toEqual([
      { step: 'transcribe', chunk: 0 },
      { step: 'transcribe', chunk: 2 },
    ]);
    const late: LifecycleEvent = { type: 'renew', step: 'transcribe', chunk: 2, attempt: 1 };
    expect(advance(retried.job, late, start)).toEqual({ accepted: false, reason: 'not_holder' });
    expect(openTasks(done(done(retried.job, 0), 2))).toEqual([{ step: 'merge' }]);
  });

  it('enqueues again only the chunks whose worker is silent', () => {
    let job = taken(taken(cutJob(), 0), 1);
    job = done(job, 2);
    job = applied(job, { type: 'renew', step: 'transcribe', chunk: 1, attempt: 1 }, start + 20_000);
    const silent = advance(job, { type: 'watch' }, start + LEASE_MS);
    if (!silent.accepted) throw new Error(silent.reason);
    expect(silent.enqueue).toEqual([{ step: 'transcribe', chunk: 0 }]);
    expect(watchTime(silent.job)).toBe(start + 20_000 + LEASE_MS);
  });

  it('times out, and names the chunk, where its workers always die', () => {
    let job = done(done(cutJob(), 0), 1);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      job = taken(job, 2, watchTime(job) ?? 0);
      job = applied(job, { type: 'watch' }, watchTime(job) ?? 0);
    }
    expect(job.analysis.failure).toMatchObject({
      code: 'timed_out',
      details: { step: 'transcribe', chunk: 2 },
    });
  });
});
