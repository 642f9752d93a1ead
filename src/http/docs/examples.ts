import { linksTo } from '../../formats/links.ts';
import * as list from '../../formats/api-v1-analysis/render.ts';
import * as recordings from '../../formats/api-v1-public-recordings/render.ts';
import type { CompletedDocument } from '../../formats/document.ts';
import { renderJson } from '../../formats/transcripts/json.ts';
import * as analyses from '../../formats/v1-analyses/render.ts';
import * as session from '../../formats/v1-analysis/render.ts';
import { accountExamples } from './account-examples.ts';
import { exampleDocument, exampleSubmission, exampleUpload } from './example-call.ts';

export interface Example {
  readonly request?: unknown;
  /** Body of the answer where all goes well. */
  readonly answer?: unknown;
}

export type Examples = Readonly<Record<string, Example>>;

const NUMBER = 1;

/** Bodies of requests and answers by `operationId`, all of them about one call and rendered as they would be. */
export function examples(): Examples {
  const document = exampleDocument();
  return {
    ...analysesExamples(document),
    ...formatExamples(document),
    ...recordingsExamples(document),
    ...accountExamples,
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
  return {
    submitAnalysis: {
      request: exampleSubmission,
      answer: { id, status: 'queued', created_at: rendered.created_at, links: linksTo(id) },
    },
    listAnalyses: { answer: { object: 'list', data: [item], ...page } },
    readAnalysis: { answer: rendered },
    readProgress: { answer: { id, status, stage, percent } },
    readReport: { answer: document },
    readTranscript: { answer: renderJson(id, transcript) },
  };
}

function formatExamples(document: CompletedDocument): Examples {
  const entry = list.renderAnalysis(document, '');
  return {
    readSessionAnalysis: { answer: session.renderAnalysis(document) },
    listAnalysisEntries: { answer: { object: 'list', data: [entry], has_more: false, total: 1 } },
    readAnalysisEntry: { answer: entry },
    submitAudio: {
      answer: list.renderAnalysis(exampleUpload(), 'https://debrief.example/v1/analyses/…/audio'),
    },
  };
}

function recordingsExamples(document: CompletedDocument): Examples {
  const meta = { current_page: 1, total_pages: 1, total_count: 1, per_page: 20 };
  return {
    readRecordingResults: { answer: recordings.renderResults(document, NUMBER) },
    readRecordingTranscription: { answer: recordings.renderTranscription(document, NUMBER) },
    readRecordingSummary: { answer: recordings.renderSummary(document, NUMBER) },
    readRecording: { answer: recordings.renderRecording(document, NUMBER) },
    listRecordings: { answer: { data: [recordings.renderListed(document, NUMBER)], meta } },
    uploadRecording: { answer: recordings.renderUploaded(exampleUpload().analysis, NUMBER) },
  };
}
