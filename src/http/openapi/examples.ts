import { renderBillingUsage } from '../../formats/api-v1-analysis/billing.ts';
import * as list from '../../formats/api-v1-analysis/render.ts';
import * as recordings from '../../formats/api-v1-public-recordings/render.ts';
import type { CompletedDocument } from '../../formats/document.ts';
import { renderJson } from '../../formats/exports/transcript-json.ts';
import { FORMATS, linksTo } from '../../formats/registry.ts';
import * as analyses from '../../formats/v1-analyses/render.ts';
import * as sessions from '../../formats/v1-sessions/render.ts';
import { accountExamples } from './account-examples.ts';
import { batchExamples } from './batch-examples.ts';
import { configurationExamples } from './configuration-examples.ts';
import { exampleDocument, exampleSubmission, exampleUpload } from './example-call.ts';

export interface Example {
  readonly request?: unknown;
  /** Body of the answer where all goes well. */
  readonly answer?: unknown;
}

type Examples = Readonly<Record<string, Example>>;

const NUMBER = 1;
const PARTS = ['sentiment', 'topics', 'summary', 'action_items', 'quality'] as const;

/** Bodies of requests and answers by `operationId`, all of them about one call and rendered as they would be. */
export function examples(): Examples {
  const document = exampleDocument();
  return {
    ...analysesExamples(document),
    ...formatExamples(document),
    ...siblingExamples(document),
    ...recordingsExamples(document),
    ...accountExamples,
    ...configurationExamples,
    ...batchExamples,
  };
}

function analysesExamples(document: CompletedDocument): Examples {
  const { analysis, transcript } = document;
  const { id, status, stage, percent } = analysis;
  const rendered = analyses.renderAnalysis(document);
  const { transcript: _transcript, analysis: _analysis, ...row } = rendered;
  const item = {
    ...row,
    agent_id: 'alice',
    contact_id: 'bob-miller',
    overall_score: rendered.analysis?.overall_score,
  };
  const page = { has_more: false, next_cursor: null, total: 1, total_is_exact: true };
  const accepted = { id, created_at: rendered.created_at, links: linksTo(id) };
  return {
    submitAnalysis: {
      request: exampleSubmission,
      answer: { ...accepted, status: 'queued' },
    },
    listAnalyses: { answer: { object: 'list', data: [item], ...page } },
    readProgress: { answer: { id, status, stage, percent, waiting: null } },
    readReport: { answer: document },
    listReports: {
      answer: {
        object: 'list',
        data: [{ version: 1, created_at: rendered.completed_at, is_current: true }],
        rescore: null,
      },
    },
    cancelAnalysis: { answer: { id, status: 'cancelled', stage: null, percent: 15, waiting: null } },
    retryAnalysis: { answer: { ...accepted, status: 'queued' } },
    rescoreAnalysis: { answer: { ...accepted, status: 'completed' } },
    readTranscript: { answer: renderJson(id, transcript) },
  };
}

/** What reads one analysis in each of the published formats. */
function formatExamples(document: CompletedDocument): Examples {
  return Object.fromEntries(
    Object.values(FORMATS).map(({ operationId, render }) => [
      operationId,
      { answer: render(document, { audioUrl: '', number: NUMBER }) },
    ]),
  );
}

function siblingExamples(document: CompletedDocument): Examples {
  const entry = list.renderAnalysis(document, '');
  return {
    requestSessionAnalysis: {
      request: { analyses: PARTS, language: 'en' },
      answer: sessions.renderRequested(document.analysis, PARTS, 'en', 0),
    },
    readSessionTranscript: { answer: sessions.renderTranscript(document.analysis, document.transcript) },
    readBillingUsage: {
      answer: renderBillingUsage('2026-03', {
        month: '2026-03',
        analyses: 42,
        audioMinutes: 210.5,
        costUsdCents: 109.46,
        speechCostUsdCents: 109.46,
      }),
    },
    listAnalysisEntries: { answer: { object: 'list', data: [entry], has_more: false, total: 1 } },
    submitAudio: {
      answer: list.renderAnalysis(exampleUpload(), 'https://debrief.example/v1/analyses/…/audio'),
    },
  };
}

function recordingsExamples(document: CompletedDocument): Examples {
  const meta = { current_page: 1, total_pages: 1, total_count: 1, per_page: 20 };
  return {
    readRecordingTranscription: { answer: recordings.renderTranscription(document, NUMBER) },
    readRecordingSummary: { answer: recordings.renderSummary(document, NUMBER) },
    renameRecording: {
      request: { display_name: 'Call with Bob Miller' },
      answer: recordings.renderRecording(document, NUMBER),
    },
    readRecording: { answer: recordings.renderRecording(document, NUMBER) },
    listRecordings: { answer: { data: [recordings.renderListed(document, NUMBER)], meta } },
    uploadRecording: { answer: recordings.renderUploaded(exampleUpload().analysis, NUMBER) },
  };
}
