import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/domain/errors.ts';
import { faultOfIssues, renderFault } from '../../src/formats/api-v1-analysis/format.ts';
import {
  BillingUsageWire,
  renderAnalysis,
  renderBillingUsage,
} from '../../src/formats/api-v1-analysis/render.ts';
import { AnalysisWire } from '../../src/formats/api-v1-analysis/schema.ts';
import { ListQuery } from '../../src/http/api-v1-analysis/analysis.ts';
import { anAnalysis } from '../support/analyses.ts';
import { canonicalDocuments, fullDocument } from './documents.ts';
import { pathsOf } from './paths.ts';

const audioUrl = 'https://debrief.test/v1/analyses/x/audio';

describe('an entry of GET /api/v1/analysis/', () => {
  it.each(canonicalDocuments)('renders an analysis that is %s within its schema', (_name, document) => {
    expect(() => AnalysisWire.parse(renderAnalysis(document, audioUrl))).not.toThrow();
  });

  it('has exactly the names of the published example', () => {
    const entry = renderAnalysis(fullDocument, audioUrl);
    expect(Object.keys(entry)).toEqual([
      'id',
      'object',
      'created',
      'status',
      'livemode',
      'call',
      'audio',
      'transcript',
      'results',
      'metadata',
    ]);
    expect(Object.keys(entry.call)).toEqual(['agent_id', 'contact_id', 'duration_ms', 'duration_seconds']);
    expect(Object.keys(entry.audio)).toEqual(['url', 'size_bytes', 'format', 'duration_seconds']);
    expect(Object.keys(entry.transcript ?? {})).toEqual(['text', 'segments', 'language']);
    expect(Object.keys(entry.results ?? {})).toEqual(['compliance', 'quality', 'coaching']);
    expect(Object.keys(entry.metadata)).toEqual([
      'webhook_url',
      'completed_at',
      'processing_time_ms',
      'error_message',
    ]);
  });

  it('has the parts that published clients read', () => {
    const results = renderAnalysis(fullDocument, audioUrl).results;
    expect(results?.coaching.customer_effort_score).toBeTypeOf('number');
    expect(results?.quality.greeting.present).toBe(true);
    expect(results?.compliance.identity_verification.flagged).toBeTypeOf('boolean');
  });

  it('is processing, with its length but no results, until it has ended', () => {
    const processing = anAnalysis({ status: 'processing', stage: 'transcribing', durationMs: 98_200 });
    const entry = renderAnalysis(
      { analysis: processing, transcript: fullDocument.transcript, report: null },
      audioUrl,
    );
    expect(entry).toMatchObject({
      status: 'processing',
      transcript: null,
      results: null,
      call: { duration_ms: 98_200, duration_seconds: 98.2 },
    });
  });

  it('says why it failed in metadata.error_message', () => {
    const failure = { code: 'audio_empty', message: 'No samples.', details: {} };
    const entry = renderAnalysis(
      { analysis: anAnalysis({ status: 'failed', failure }), transcript: null, report: null },
      audioUrl,
    );
    expect(entry).toMatchObject({ status: 'failed', metadata: { error_message: 'No samples.' } });
  });

  it('counts created in seconds and writes completed_at with milliseconds', () => {
    const entry = renderAnalysis(fullDocument, audioUrl);
    expect(entry.created).toBe(1000);
    expect(entry.metadata).toMatchObject({
      completed_at: '1970-01-01T00:16:42.500Z',
      processing_time_ms: 1500,
    });
  });
});

describe('an error of GET /api/v1/analysis/', () => {
  function queryFault(query: object) {
    const parsed = ListQuery.safeParse(query, { reportInput: true });
    if (parsed.success) throw new Error('valid');
    return renderFault(faultOfIssues(parsed.error, 'query'));
  }

  it('is one sentence for credentials that are not valid', () => {
    expect(renderFault(new Fault('invalid_api_key'))).toEqual({
      status: 401,
      body: { detail: 'Invalid authentication credentials' },
    });
  });

  it.each([
    [
      { limit: '1001' },
      {
        loc: ['query', 'limit'],
        msg: 'ensure this value is less than or equal to 1000',
        type: 'value_error.number.not_le',
      },
    ],
    [
      { limit: '0' },
      {
        loc: ['query', 'limit'],
        msg: 'ensure this value is greater than or equal to 1',
        type: 'value_error.number.not_ge',
      },
    ],
    [
      { offset: 'x' },
      { loc: ['query', 'offset'], msg: 'value is not a valid integer', type: 'type_error.integer' },
    ],
    [
      { status_filter: 'done' },
      {
        loc: ['query', 'status_filter'],
        msg: "value is not a valid enumeration member; permitted: 'processing', 'completed', 'failed'",
        type: 'type_error.enum',
      },
    ],
  ])('lists what is not valid: %j', (query, detail) => {
    expect(queryFault(query)).toEqual({ status: 422, body: { detail: [detail] } });
  });
});

describe('GET /api/v1/billing/usage', () => {
  const month = {
    month: '2026-12',
    analyses: 2,
    audioMinutes: 12.5,
    costUsdCents: 250,
    speechCostUsdCents: 200,
  };

  it('has exactly the names of the published example', () => {
    const metrics = ['minutes_analyzed', 'api_requests', 'storage_gb'].map((name) => `metrics.${name}`);
    const limits = ['minutes', 'requests'].map((name) => `limits.${name}_limit`);
    const costs = ['minutes_cost', 'api_cost', 'storage_cost', 'total', 'currency'];
    const usage = BillingUsageWire.parse(renderBillingUsage('2026-12', month));
    expect(pathsOf(usage)).toEqual(
      [
        ...['start', 'end', 'billing_cycle'].map((name) => `period.${name}`),
        ...metrics,
        ...limits,
        'limits.storage_limit_gb',
        ...costs.map((name) => `costs.${name}`),
      ].toSorted(),
    );
  });

  it('covers the month to the start of the next, in dollars', () => {
    expect(renderBillingUsage('2026-12', month)).toMatchObject({
      period: { start: '2026-12-01T00:00:00Z', end: '2027-01-01T00:00:00Z' },
      metrics: { minutes_analyzed: 12.5 },
      costs: { minutes_cost: 2.5, total: 2.5 },
    });
    expect(renderBillingUsage('2026-11', null).costs.total).toBe(0);
  });
});
