import { describe, expect, it } from 'vitest';
import {
  renderProfile,
  renderProfileRequested,
  renderRequested,
  renderTranscript,
} from '../../src/formats/v1-analysis/render.ts';
import {
  ProfileRequestedWire,
  ProfileWire,
  RequestedWire,
  SessionTranscriptWire,
} from '../../src/formats/v1-analysis/schema.ts';
import { anAnalysis } from '../support/analyses.ts';
import { canonicalDocuments, completedDocument, fullDocument } from './documents.ts';
import { pathsOf } from './paths.ts';

describe('POST /v1/sessions/{id}/analysis', () => {
  it.each(canonicalDocuments)('answers within its two schemas while the call is %s', (_name, document) => {
    const requested = renderRequested(document.analysis, ['sentiment', 'compliance'], 'en', 1_003_000);
    expect(() => RequestedWire.parse(requested)).not.toThrow();
    expect(() => ProfileRequestedWire.parse(renderProfileRequested(document.analysis))).not.toThrow();
  });

  it('has exactly the names of the published example of `analyses`', () => {
    expect(renderRequested(anAnalysis(), ['sentiment', 'topics'], 'en', 1_003_000)).toEqual({
      id: 'ana_01K6N00000E008000000000001',
      object: 'analysis',
      session_id: 'sess_01K6N00000E008000000000001',
      status: 'queued',
      analyses: ['sentiment', 'topics'],
      language: 'en',
      created_at: '1970-01-01T00:16:40Z',
      estimated_completion: '1970-01-01T00:17:13Z',
    });
  });

  it('has exactly the names of the published example of `profile`', () => {
    expect(renderProfileRequested(anAnalysis())).toEqual({
      id: 'anl_01K6N00000E008000000000001',
      object: 'analysis',
      session_id: 'sess_01K6N00000E008000000000001',
      status: 'processing',
    });
  });

  it('says of a final call when it was completed', () => {
    const { estimated_completion } = renderRequested(fullDocument.analysis, ['summary'], 'en', 9_000_000);
    expect(estimated_completion).toBe('1970-01-01T00:16:42Z');
  });
});

describe('GET /v1/analyses/anl_…', () => {
  const published = [
    'id',
    'object',
    'session_id',
    'call_id',
    'profile',
    'status',
    'summary',
    'sentiment.customer',
    'sentiment.agent',
    'compliance.status',
    'compliance.flags',
    'performance.score',
    'error',
    'created_at',
    'completed_at',
  ];

  it.each(canonicalDocuments)('renders an analysis that is %s within its schema', (_name, document) => {
    expect(() => ProfileWire.parse(renderProfile(document))).not.toThrow();
  });

  it('has exactly the names of the published example when it is completed', () => {
    const rendered = renderProfile(fullDocument);
    const paths = pathsOf(rendered).map((path) => path.replace(/\[\]$/, ''));
    expect(paths).toEqual(published.toSorted());
    expect(rendered).toMatchObject({ status: 'completed', profile: 'default', error: null });
  });

  it('names each rule that the call broke, and none where all were kept', () => {
    const quiet = completedDocument({ utterances: [] });
    const { compliance } = quiet.report;
    const kept = {
      ...compliance,
      identityVerification: { ...compliance.identityVerification, flagged: false },
      mandatoryDisclosures: { ...compliance.mandatoryDisclosures, missing: [] },
      purposeDeclaration: { ...compliance.purposeDeclaration, flagged: false },
    };
    const rendered = (parts: Partial<typeof kept>) =>
      renderProfile({ ...quiet, report: { ...quiet.report, compliance: { ...kept, ...parts } } }).compliance;
    expect(rendered({})).toEqual({ status: 'ok', flags: [] });
    expect(rendered({ prohibitedPhrases: { used: true, instances: [] } })).toEqual({
      status: 'flagged',
      flags: ['prohibited_phrases'],
    });
  });

  it('says why in error, a sentence by itself, when it failed', () => {
    const failure = { code: 'audio_empty', message: 'No samples.', details: {} };
    const failed = { analysis: anAnalysis({ status: 'failed', failure }), transcript: null, report: null };
    expect(renderProfile(failed)).toMatchObject({ status: 'failed', error: 'No samples.', summary: null });
  });
});

describe('GET /v1/sessions/{id}/transcript', () => {
  const { analysis, transcript } = fullDocument;
  const segment = [
    'id',
    'speaker',
    'language',
    'text',
    'translation',
    'start_time',
    'end_time',
    'confidence',
  ];

  it.each(canonicalDocuments.filter(([, document]) => document.transcript !== null))(
    'renders the transcript of a call that is %s within its schema',
    (_name, document) => {
      if (!document.transcript) throw new Error('the document has no transcript');
      const rendered = renderTranscript(document.analysis, document.transcript);
      expect(() => SessionTranscriptWire.parse(rendered)).not.toThrow();
    },
  );

  it('has exactly the names of the published example', () => {
    expect(pathsOf(renderTranscript(analysis, transcript))).toEqual(
      [
        'object',
        'session_id',
        'status',
        'language.source',
        'language.target',
        ...segment.map((name) => `segments[].${name}`),
        'duration',
        'word_count',
      ].toSorted(),
    );
  });

  it('has times in seconds and the segments of the analysis', () => {
    const { segments, duration } = renderTranscript(analysis, transcript);
    expect(segments[1]).toMatchObject({ id: 'seg_002', speaker: 'customer', start_time: 4.6, end_time: 9 });
    expect(duration).toBe(35);
  });
});
