import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/domain/errors.ts';
import { ErrorWire, renderFault } from '../../src/formats/v1-analysis/format.ts';
import { renderAnalysis } from '../../src/formats/v1-analysis/render.ts';
import { AnalysisWire } from '../../src/formats/v1-analysis/schema.ts';
import { anAnalysis } from '../support/analyses.ts';
import { canonicalDocuments, fullDocument } from './documents.ts';
import { pathsOf } from './paths.ts';

const published = [
  'id',
  'object',
  'session_id',
  'status',
  'created_at',
  'completed_at',
  ...['overall', 'label', 'trend', 'segments[].id', 'segments[].score', 'segments[].label'].map(
    (name) => `results.sentiment.${name}`,
  ),
  ...['segment_id', 'type', 'description'].map((name) => `results.sentiment.key_moments[].${name}`),
  ...['brief', 'key_points[]', 'outcome'].map((name) => `results.summary.${name}`),
  ...['description', 'assignee', 'due_date', 'priority'].map((name) => `results.action_items[].${name}`),
  ...[
    'score',
    'talk_ratio.agent',
    'talk_ratio.customer',
    'interruptions',
    'average_response_time',
    'hold_time',
    'dead_air_instances',
  ].map((name) => `results.quality.${name}`),
  ...['name', 'confidence'].map((name) => `results.topics[].${name}`),
];

describe('GET /v1/analysis/{id}', () => {
  it.each(canonicalDocuments)('renders an analysis that is %s within its schema', (_name, document) => {
    expect(() => AnalysisWire.parse(renderAnalysis(document))).not.toThrow();
  });

  it('has exactly the names of the published example when it is complete', () => {
    expect(pathsOf(renderAnalysis(fullDocument))).toEqual(published.toSorted());
    expect(renderAnalysis(fullDocument).status).toBe('complete');
  });

  it('has no results before it is complete', () => {
    const {
      status,
      results,
      completed_at: completedAt,
    } = renderAnalysis({ analysis: anAnalysis(), transcript: null, report: null });
    expect({ status, results, completedAt }).toEqual({ status: 'queued', results: null, completedAt: null });
  });

  it('says why in error.message when it failed, as pollers read it', () => {
    const failure = { code: 'audio_empty', message: 'No samples.', details: {} };
    const failed = { analysis: anAnalysis({ status: 'failed', failure }), transcript: null, report: null };
    expect(renderAnalysis(failed)).toMatchObject({ status: 'failed', error: { message: 'No samples.' } });
  });

  it.each(canonicalDocuments)(
    'gives whole percents that add up to 100 where somebody spoke: %s',
    (_name, document) => {
      const ratio = renderAnalysis(document).results?.quality.talk_ratio;
      if (!ratio) return;
      expect([0, 100]).toContain(ratio.agent + ratio.customer);
    },
  );

  it('refers to segments that are there', () => {
    const sentiment = renderAnalysis(fullDocument).results?.sentiment;
    const ids = sentiment?.segments.map(({ id }) => id);
    expect(ids?.[0]).toBe('seg_001');
    for (const { segment_id: id } of sentiment?.key_moments ?? []) expect(ids).toContain(id);
  });

  it('has times in whole seconds, UTC', () => {
    expect(renderAnalysis(fullDocument).created_at).toBe('1970-01-01T00:16:40Z');
  });

  it('words a failed request with type, code, message and param', () => {
    const fault = new Fault('missing_field', 'Field "analyses" is required.', { field: 'analyses' });
    expect(ErrorWire.parse(renderFault(fault, 'req_1').body).error).toMatchObject({
      type: 'validation_error',
      param: 'analyses',
    });
  });
});
