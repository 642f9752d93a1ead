import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { advance, begin } from '../../../../src/domain/lifecycle.ts';
import { openContext } from '../../../../src/objects/analysis/context.ts';
import { anAnalysis } from '../../../support/analyses.ts';
import { MemoryStorage } from '../../../support/memory-storage.ts';

const chunks = [
  { index: 0, startMs: 0, endMs: 60_000, startByte: 0, endByte: 1_000 },
  { index: 1, startMs: 59_000, endMs: 120_000, startByte: 1_000, endByte: 2_000 },
];

function transcribing() {
  const upload = { kind: 'upload', fileName: null, contentType: 'audio/wav', sizeBytes: 2_000 } as const;
  const { submission } = anAnalysis();
  const job = begin(anAnalysis({ submission: { ...submission, source: upload } }), 1_000);
  const taken = advance(job, { type: 'take', step: 'ingest' }, 2_000);
  if (!taken.accepted) throw new Error(taken.reason);
  const event = { type: 'complete', step: 'ingest', attempt: 1, findings: { chunks } } as const;
  const done = advance(taken.job, event, 3_000);
  if (!done.accepted) throw new Error(done.reason);
  return done.job;
}

describe('a stored job', () => {
  it('is read as it was written', () => {
    const job = transcribing();
    const storage = new MemoryStorage();
    openContext(storage).job.write(job);
    expect(openContext(storage).job.read()).toEqual(job);
  });

  it('of no shape that ever was is refused', () => {
    const { tasks: _tasks, ...job } = transcribing();
    const storage = new MemoryStorage();
    storage.kv.put('job', { version: 1, value: { ...job, tasks: [{}] } });
    expect(() => openContext(storage).job.read()).toThrow(z.ZodError);
  });
});
