import { GoalContent, PromptsContent, RulesContent, TaxonomyContent } from '../../domain/configuration.ts';
import * as list from '../../formats/api-v1-analysis/render.ts';
import * as recordings from '../../formats/api-v1-public-recordings/render.ts';
import { renderJson } from '../../formats/exports/transcript-files.ts';
import type { CompletedDocument } from '../../formats/published-format.ts';
import { FORMATS, linksTo } from '../../formats/registry.ts';
import * as analyses from '../../formats/v1-analyses/render.ts';
import * as sessions from '../../formats/v1-analysis/render.ts';
import { renderBatch, renderItem } from '../../formats/v1-batches.ts';
import { accountExamples } from './account-examples.ts';
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
      answer: list.renderBillingUsage('2026-03', {
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

const state = {
  batch: {
    id: 'batch_019d2a5b-7c00-7000-8000-0123456789ab',
    accountId: 'acc_northwind',
    livemode: false,
    callbackUrl: 'https://northwind.example/hooks/debrief',
    metadata: { import: 'march' },
    createdAt: Date.parse('2026-03-26T12:00:00Z'),
    cancelledAt: null,
    completedAt: null,
  },
  counts: { waiting: 1, running: 0, completed: 0, failed: 0, cancelled: 0, rejected: 1 },
  costUsdCents: 0,
};

const error = { code: 'missing_field', message: 'Field "transcript.utterances[0].text" is required.' };
const details = { field: 'transcript.utterances[0].text' };
const accepted = renderBatch(state);
const halfway = renderBatch({ ...state, counts: { ...state.counts, waiting: 0, completed: 1 } });
const items = [
  { index: 0, status: 'completed' as const, analysisId: '019d2a5b-7c00-7000-8000-0123456789ab', error: null },
  { index: 1, status: 'rejected' as const, analysisId: null, error: { ...error, details } },
];

/** Examples by `operationId`. */
const batchExamples = {
  createBatch: {
    request: {
      items: [exampleSubmission, { transcript: { utterances: [{ speaker: 'agent', start: 0, end: 1 }] } }],
      callback_url: state.batch.callbackUrl,
      metadata: state.batch.metadata,
    },
    answer: { ...accepted, errors: [{ index: 1, ...error, details }] },
  },
  readBatch: { answer: halfway },
  listBatchItems: {
    answer: {
      object: 'list',
      data: items.map((item) =>
        renderItem({ ...item, costUsdCents: item.status === 'completed' ? 0 : null }),
      ),
      has_more: false,
      next_cursor: null,
    },
  },
  listRejectedSubmissions: {
    answer: {
      object: 'list',
      data: [
        {
          message_id: '9f86d081884c7d659a2feaa0c55ad015',
          source: 'queue',
          idempotency_key: 'call-4711',
          inbox_key: null,
          error: { ...error, details: { field: 'submission.transcript.utterances[0].text' } },
          rejected_at: '2026-03-26T12:00:00.000Z',
        },
      ],
      has_more: false,
      next_cursor: null,
    },
  },
  cancelBatch: { answer: { ...accepted, status: 'cancelling', cancelled_at: '2026-03-26T12:01:00.000Z' } },
};

const created = { version: 1, created_at: '2026-03-26T12:00:00.000Z' };
const updated = { version: 2, created_at: '2026-03-27T09:30:00.000Z' };

const goal = GoalContent.parse({
  name: 'Collect email address',
  description: 'The agent asks for the email address and reads it back.',
  examples: ['can I get your email address', 'let me read that back to you'],
});
const timedGoal = { ...goal, within_seconds: 120 };

const taxonomy = TaxonomyContent.parse({
  name: 'Reasons for calling',
  topics: [
    { name: 'order status', phrases: ['where is my order', 'has it shipped'] },
    { name: 'cancel subscription', phrases: ['I want to cancel'] },
  ],
});

const rulesRequest = {
  disclosures: [{ name: 'recording_notice', phrases: ['this call may be recorded'] }],
  prohibited_phrases: ['guaranteed returns'],
  keywords: [{ name: 'refund', phrases: ['money back'] }],
  max_pause_ms: 4_000,
};
const rules = RulesContent.parse(rulesRequest);

const prompts = PromptsContent.parse({
  master_prompt: { id: 'sales-review', version: '2026-03' },
  organization_prompt: 'Greet every customer by name. Never promise a delivery date.',
  playbook: 'Ask for the team size. Offer the yearly plan. Agree on a next step with a date.',
  custom_prompts: { summary: 'Name the product and the size of the team in the title.' },
});

const vocabulary = { terms: ['Northwind', 'Zendra Plus', 'Dr. Okonkwo'] };

function versions(...data: unknown[]) {
  return { answer: { object: 'list', data, has_more: false, next_cursor: null } };
}

const goalEntry = { id: 1, object: 'goal' };
const taxonomyEntry = { id: 1, object: 'taxonomy' };

/** Examples by `operationId` of what an account configures. */
const configurationExamples = {
  createGoal: { request: goal, answer: { ...goalEntry, ...created, ...goal } },
  listGoals: {
    answer: { object: 'list', data: [{ ...goalEntry, ...updated, ...timedGoal }], has_more: false },
  },
  readGoal: { answer: { ...goalEntry, ...updated, ...timedGoal } },
  replaceGoal: { request: timedGoal, answer: { ...goalEntry, ...updated, ...timedGoal } },
  listGoalVersions: versions({ ...updated, content: timedGoal }, { ...created, content: goal }),
  createTaxonomy: { request: taxonomy, answer: { ...taxonomyEntry, ...created, ...taxonomy } },
  listTaxonomies: {
    answer: { object: 'list', data: [{ ...taxonomyEntry, ...created, ...taxonomy }], has_more: false },
  },
  readTaxonomy: { answer: { ...taxonomyEntry, ...created, ...taxonomy } },
  replaceTaxonomy: { request: taxonomy, answer: { ...taxonomyEntry, ...updated, ...taxonomy } },
  listTaxonomyVersions: versions({ ...created, content: taxonomy }),
  readRules: { answer: { object: 'rules', ...created, ...rules } },
  putRules: { request: rulesRequest, answer: { object: 'rules', ...created, ...rules } },
  listRulesVersions: versions({ ...created, content: rules }),
  readPrompts: { answer: { object: 'prompts', ...created, ...prompts } },
  putPrompts: { request: prompts, answer: { object: 'prompts', ...created, ...prompts } },
  listPromptsVersions: versions({ ...created, content: prompts }),
  readVocabulary: { answer: { object: 'vocabulary', ...created, ...vocabulary } },
  putVocabulary: { request: vocabulary, answer: { object: 'vocabulary', ...created, ...vocabulary } },
  listVocabularyVersions: versions({ ...created, content: vocabulary }),
};
