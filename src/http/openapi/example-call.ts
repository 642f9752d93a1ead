import { analyse } from '../../analysis/analyse.ts';
import { AnalysisConfig } from '../../domain/analysis-config.ts';
import { type Analysis, NO_HEADLINE } from '../../domain/analysis.ts';
import { toSubmission } from '../../domain/submission.ts';
import { readTranscript } from '../../formats/imports/read-transcript.ts';
import type { CanonicalDocument, CompletedDocument } from '../../formats/published-format.ts';
import { decideRoles } from '../../understanding/roles.ts';

const RECORDED_AT = '2026-03-26T11:10:00Z';

/** The submission that the examples of the API reference begin with. */
export const exampleSubmission = {
  transcript: {
    language: 'en',
    utterances: [
      {
        speaker: 'agent',
        start: 0,
        end: 3.4,
        text: 'Northwind Software, this is Alice. How can I help you?',
      },
      {
        speaker: 'customer',
        start: 4,
        end: 8.2,
        text: 'Hi, I am Bob Miller. Our support team loses track of its calls.',
      },
      { speaker: 'agent', start: 8.8, end: 11.6, text: 'I understand. How many agents do you have?' },
      {
        speaker: 'customer',
        start: 12.1,
        end: 15.9,
        text: 'About twenty. But your price seems a bit expensive to us.',
      },
      {
        speaker: 'agent',
        start: 16.4,
        end: 22,
        text: 'Most teams of your size save two hours a day, so it pays for itself in a month.',
      },
      { speaker: 'customer', start: 23.1, end: 25, text: 'Okay, that sounds good to me.' },
      {
        speaker: 'agent',
        start: 25.4,
        end: 29,
        text: 'I will send you the proposal by Friday. Thank you, Bob!',
      },
    ],
  },
  agent_id: 'alice',
  contact_id: 'bob-miller',
  recorded_at: RECORDED_AT,
  metadata: { deal: 4711 },
};

/** The completed analysis of that submission, computed as any other is. */
export function exampleDocument(): CompletedDocument {
  const { transcript: input, ...fields } = exampleSubmission;
  const transcript = decideRoles(readTranscript(input, undefined));
  const report = analyse(transcript, { recordedAt: RECORDED_AT, config: AnalysisConfig.parse({}) });
  const createdAt = Date.parse('2026-03-26T12:00:00Z');
  const analysis: Analysis = {
    id: '019d2a5b-7c00-7000-8000-0123456789ab',
    accountId: 'acc_northwind',
    livemode: false,
    submission: toSubmission(fields, { kind: 'transcript' }),
    status: 'completed',
    stage: null,
    percent: 100,
    version: 4,
    recording: null,
    durationMs: transcript.durationMs,
    headline: {
      ...NO_HEADLINE,
      overallScore: report.sales.overall,
      sentimentScore: report.sentiment.overall,
    },
    timings: { transcriptionMs: null, analysisMs: 42 },
    costUsdCents: 0,
    speechCostUsdCents: 0,
    chargedAt: createdAt + 180,
    failure: null,
    waiting: null,
    reportVersion: 1,
    rescore: null,
    createdAt,
    startedAt: createdAt + 120,
    completedAt: createdAt + 180,
  };
  return { analysis, transcript, report };
}

/** The same call as a recording, the moment it was accepted. */
export function exampleUpload(): CanonicalDocument {
  const { analysis } = exampleDocument();
  const source = {
    kind: 'upload',
    fileName: 'call.wav',
    contentType: 'audio/wav',
    sizeBytes: 464_044,
  } as const;
  const queued: Analysis = {
    ...analysis,
    submission: { ...analysis.submission, source },
    status: 'queued',
    percent: 0,
    version: 1,
    durationMs: null,
    headline: NO_HEADLINE,
    timings: { transcriptionMs: null, analysisMs: null },
    costUsdCents: null,
    speechCostUsdCents: null,
    chargedAt: null,
    reportVersion: null,
    startedAt: null,
    completedAt: null,
  };
  return { analysis: queued, transcript: null, report: null };
}
