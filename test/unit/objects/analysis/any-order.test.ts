import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinal, isRescoring } from '../../../../src/domain/analysis.ts';
import { happenings, type Model } from './commands.ts';
import { System } from './system.ts';

const MOST_ALARMS = 200;

/** Everything works again and every message arrives, until nothing is left to be done. */
async function bringToRest(system: System): Promise<void> {
  system.broken.clear();
  system.workers.length = 0;
  for (let alarms = 0; alarms < MOST_ALARMS; alarms += 1) {
    const job = system.job();
    if (!job || (isFinal(job.analysis.status) && !isRescoring(job.analysis) && isProjected(system))) return;
    const before = system.messages.length;
    await system.alarm();
    for (const message of system.messages.slice(before)) await system.deliver(message);
    for (const worker of system.workers.splice(0)) await system.complete(worker);
  }
  throw new Error('it never comes to rest');
}

function isProjected(system: System): boolean {
  const analysis = system.job()?.analysis;
  return (
    analysis !== undefined &&
    system.rows.get(analysis.id)?.version === analysis.version &&
    system.names.size > 0
  );
}

async function outlive(system: System): Promise<void> {
  for (let alarms = 0; alarms < MOST_ALARMS && system.alarmAt !== null; alarms += 1) await system.alarm();
}

describe('an analysis, whatever happens in whatever order', () => {
  it('is in a legal state at every moment, comes to an end, and leaves nothing behind but a receipt', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.boolean(), async (commands, isCut) => {
        const system = new System(isCut);
        await system.submit();
        const model: Model = { status: 'queued', rescoring: false, reports: 0, ends: 0 };
        await fc.asyncModelRun(() => ({ model, real: system }), commands);
        const wasDeleted = system.job() === null;
        await bringToRest(system);
        const job = system.job();
        expect(job === null).toBe(wasDeleted);
        if (job) expect(system.rows.get(job.analysis.id)).toEqual(job.analysis);
        if (job?.analysis.status === 'completed') expect(system.merges).toBe(isCut ? 1 : 0);
        await outlive(system);
        expect(system.stored.size).toBe(0);
        expect([...system.content, ...system.rows.keys(), ...system.names]).toEqual([]);
        expect(system.receipts).toEqual([
          expect.objectContaining(
            wasDeleted ? { analysisId: expect.any(String) } : { reason: 'retention', requestedBy: null },
          ),
        ]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
