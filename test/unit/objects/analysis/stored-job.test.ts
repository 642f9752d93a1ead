import { expect, it } from 'vitest';
import { advance } from '../../../../src/domain/lifecycle.ts';
import { StoredJob } from '../../../../src/objects/analysis/context.ts';
import { anAnalysis } from '../../../support/analyses.ts';

it('a job that was stored while every step was one task goes on where it was', () => {
  const stored = {
    analysis: anAnalysis({ status: 'processing', stage: 'transcribing', percent: 15 }),
    step: 'transcribe',
    attempt: 2,
    forgivenAttempts: 1,
    announcements: 0,
    leaseUntil: 2_000_000,
    watchAt: 2_000_000,
    lastFailure: null,
    deleteAt: null,
    deletion: null,
  };
  const storage = {
    get: () => JSON.parse(JSON.stringify(stored)),
    put: () => undefined,
    delete: () => undefined,
    clear: () => Promise.resolve(),
    setAlarm: () => Promise.resolve(),
    deleteAlarm: () => Promise.resolve(),
  };
  const job = new StoredJob(storage).read();
  if (!job) throw new Error('no job');
  const event = { type: 'complete', step: 'transcribe', attempt: 2, findings: {} } as const;
  const done = advance(job, event, 1_500_000);
  expect(done).toMatchObject({ accepted: true, enqueue: [{ step: 'analyse' }] });
  expect(advance(job, { ...event, attempt: 1 }, 1_500_000)).toEqual({
    accepted: false,
    reason: 'not_holder',
  });
});
