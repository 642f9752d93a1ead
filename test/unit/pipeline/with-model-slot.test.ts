import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/domain/job.ts';
import { advance, begin } from '../../../src/domain/lifecycle.ts';
import type { Step } from '../../../src/domain/task.ts';
import { DEFAULT_SETTINGS } from '../../../src/domain/tenant.ts';
import { SemaphoreState } from '../../../src/objects/semaphore/semaphore-state.ts';
import { withModelSlot } from '../../../src/pipeline/run-step.ts';
import type { Postponed } from '../../../src/pipeline/step.ts';
import { anAnalysis } from '../../support/analyses.ts';
import { threeChunks } from '../../support/audio-chunks.ts';
import { slotDatabase } from '../../support/slot-database.ts';

const NOW = 1_000_000;
const fresh = begin(anAnalysis(), NOW);

/** An account that spent its budget of 5 cents, with one slot. */
function spentAccount() {
  const semaphore = new SemaphoreState(slotDatabase(), 1);
  const settings = { ...DEFAULT_SETTINGS, monthlyBudgetUsdCents: 5 };
  return {
    accountSettings: { get: async () => settings, update: async () => settings },
    clock: { now: () => NOW },
    languageModel: null,
    spentUsdCents: async () => 5,
    semaphore: {
      acquire: async (_account: string, message: Parameters<SemaphoreState['acquire']>[0]) =>
        semaphore.acquire(message, NOW),
      enqueue: async (_account: string, message: Parameters<SemaphoreState['enqueue']>[0]) =>
        semaphore.enqueue(message),
      release: async (_account: string, message: Parameters<SemaphoreState['release']>[0]) =>
        semaphore.release(message),
    },
  };
}

function work(job: Job, step: Step): Promise<string | Postponed> {
  const message = { version: 1, analysisId: job.analysis.id, step } as const;
  return withModelSlot(spentAccount(), message, job, async () => 'worked');
}

function applied(job: Job, event: Parameters<typeof advance>[1]): Job {
  const transition = advance(job, event, NOW);
  if (!transition.accepted) throw new Error(transition.reason);
  return transition.job;
}

/** A recording of which the first of three chunks is transcribed. */
function halfTranscribed(): Job {
  const events = [
    { type: 'take', step: 'ingest' },
    { type: 'complete', step: 'ingest', attempt: 1, findings: { chunks: threeChunks } },
    { type: 'take', step: 'transcribe', chunk: 0 },
    { type: 'complete', step: 'transcribe', chunk: 0, attempt: 1, findings: {} },
  ] as const;
  return events.reduce<Job>(applied, fresh);
}

describe('without budget', () => {
  it('a call for which no model was asked before is not begun', async () => {
    await expect(work(fresh, 'transcribe')).rejects.toMatchObject({ code: 'budget_exhausted' });
  });

  it('a call that was charged, or of which a chunk is transcribed, is finished', async () => {
    const charged = { ...fresh, analysis: anAnalysis({ costUsdCents: 0.5 }) };
    expect(await work(charged, 'transcribe')).toBe('worked');
    expect(await work(halfTranscribed(), 'transcribe')).toBe('worked');
  });

  it('what asks no model goes on', async () => {
    expect(await work(fresh, 'ingest')).toBe('worked');
    expect(await work(fresh, 'analyse')).toBe('worked');
  });
});
