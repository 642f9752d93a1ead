import type { Analysis } from '../../src/domain/analysis.ts';

/** A queued analysis of an uploaded recording; `changes` says what is different about it. */
export function anAnalysis(changes: Partial<Analysis> = {}): Analysis {
  return {
    id: '0199aa00-0000-7000-8000-000000000001',
    accountId: 'acc_1',
    livemode: false,
    submission: {
      source: { kind: 'upload', fileName: 'call.wav', contentType: 'audio/wav', sizeBytes: 1000 },
      orgId: null,
      repId: null,
      partnerOrgId: null,
      partnerRepId: null,
      parentSessionId: null,
      agentId: null,
      contactId: null,
      sessionId: null,
      recordedAt: null,
      callbackUrl: null,
      options: {},
      metadata: {},
    },
    status: 'queued',
    stage: null,
    percent: 0,
    version: 1,
    recording: null,
    durationMs: null,
    headline: { overallScore: null, sentimentScore: null },
    timings: { transcriptionMs: null, analysisMs: null },
    failure: null,
    createdAt: 1_000_000,
    startedAt: null,
    completedAt: null,
    ...changes,
  };
}
