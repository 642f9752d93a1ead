import { type Analysis, queued } from '../../src/domain/analysis.ts';
import { toSubmission } from '../../src/domain/submission.ts';

/** A queued analysis of an uploaded recording; `changes` says what is different about it. */
export function anAnalysis(changes: Partial<Analysis> = {}): Analysis {
  const identity = { id: '0199aa00-0000-7000-8000-000000000001', accountId: 'acc_1', livemode: false };
  const source = { kind: 'upload', fileName: 'call.wav', contentType: 'audio/wav', sizeBytes: 1000 } as const;
  return { ...queued(identity, toSubmission({}, source), 1_000_000), ...changes };
}
