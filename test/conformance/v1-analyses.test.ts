import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/domain/errors.ts';
import { ErrorWire, renderFault } from '../../src/formats/v1-analyses/format.ts';
import { renderAnalysis } from '../../src/formats/v1-analyses/render.ts';
import { AnalysisWire } from '../../src/formats/v1-analyses/schema.ts';
import { anAnalysis } from '../support/analyses.ts';
import { canonicalDocuments, fullDocument } from './documents.ts';
import { pathsOf } from './paths.ts';

const pillars = ['clarity', 'influence', 'objection', 'discovery', 'delivery', 'close'];

/** Every name of the published example, and `status`, which only its field list has. */
const published = [
  'id',
  'status',
  'recording_url',
  'transcript_url',
  'callback_url',
  'options',
  'metadata',
  'duration_seconds',
  'cost_usd_cents',
  'created_at',
  'started_at',
  'completed_at',
  'partner_org_id',
  'partner_rep_id',
  'parent_session_id',
  'transcript.words[]',
  ...['text', 'word_count', 'duration_seconds', 'overall_sentiment', 'sentiment_score'].map(
    (name) => `transcript.${name}`,
  ),
  ...['start', 'end', 'speaker', 'transcript', 'text'].map((name) => `transcript.utterances[].${name}`),
  ...[
    'prospect_name',
    'recording_title',
    'double_down',
    'ai_summary',
    'ai_summary_v5',
    'questions_asked',
  ].map((name) => `analysis.${name}`),
  ...['filler_word_count', 'words_per_minute', 'overall_score'].map((name) => `analysis.${name}`),
  ...pillars.flatMap((name) => [
    `analysis.${name}_score`,
    `analysis.feedback_v5.${name}.positive`,
    `analysis.feedback_v5.${name}.negative`,
  ]),
  ...['double_down_implementation', 'general_communication_improvement', 'quoted_principle'].map(
    (name) => `analysis.action_plan_v5.${name}`,
  ),
  ...[
    'organization_prompt_summary',
    'organization_feedback',
    'master_prompt_id',
    'master_prompt_version',
  ].map((name) => `analysis.${name}`),
  ...['persona_snapshot', 'synthesis_snapshot'].map((name) => `analysis.${name}`),
];

describe('GET /v1/analyses/{id}', () => {
  it.each(canonicalDocuments)('renders an analysis that is %s within its schema', (_name, document) => {
    expect(() => AnalysisWire.parse(renderAnalysis(document))).not.toThrow();
  });

  it('has exactly the names of the published example', () => {
    const paths = pathsOf(renderAnalysis(fullDocument)).filter(
      (path) => !path.startsWith('transcript.words'),
    );
    expect(
      [...paths, 'transcript.words[]', 'error.code', 'error.message', 'error.details']
        .filter((path) => path !== 'error')
        .toSorted(),
    ).toEqual([...published, 'error.code', 'error.message', 'error.details'].toSorted());
  });

  it('names code, message and details of a failure, and nothing else when there is none', () => {
    const failure = { code: 'audio_empty', message: 'No samples.', details: { seconds: 0 } };
    const failed = { analysis: anAnalysis({ status: 'failed', failure }), transcript: null, report: null };
    expect(renderAnalysis(failed).error).toEqual(failure);
    expect(renderAnalysis(fullDocument).error).toBeNull();
  });

  it.each(canonicalDocuments)(
    'gives the overall score as the rounded mean of the six pillars: %s',
    (_name, document) => {
      const { analysis } = renderAnalysis(document);
      if (!analysis || analysis.overall_score === null) return;
      const scores = [
        analysis.clarity_score,
        analysis.influence_score,
        analysis.objection_score,
        analysis.discovery_score,
        analysis.delivery_score,
        analysis.close_score,
      ];
      const mean = scores.reduce<number>((sum, score) => sum + (score ?? Number.NaN), 0) / 6;
      expect(analysis.overall_score).toBe(Math.round(mean));
    },
  );

  it('words a failed request as { error: { code, message, request_id, doc_url, details } }', () => {
    const fault = new Fault('unknown_field', 'Unknown field "colour".', { field: 'colour' });
    expect(ErrorWire.parse(renderFault(fault, 'req_1').body).error).toMatchObject({
      code: 'unknown_field',
      request_id: 'req_1',
      details: { field: 'colour' },
    });
  });
});
