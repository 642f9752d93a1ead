import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { analyse } from '../../src/analysis/analyse.ts';
import { AnalysisConfig, type AnalysisConfigInput } from '../../src/domain/analysis-config.ts';
import type { Analysis } from '../../src/domain/analysis.ts';
import { TranscriptInput } from '../../src/domain/transcript.ts';
import { readTranscript } from '../../src/formats/imports/read-transcript.ts';
import type { CanonicalDocument, CompletedDocument } from '../../src/formats/published-format.ts';
import { decideRoles } from '../../src/understanding/roles.ts';
import { anAnalysis } from '../support/analyses.ts';
import { salesCall } from '../support/transcripts.ts';

const recording = {
  format: 'wav',
  codec: 'pcm',
  contentType: 'audio/wav',
  sizeBytes: 1_048_576,
  durationMs: 125_500,
  channels: 2,
  sampleRateHz: 8000,
};
const failure = { code: 'audio_empty', message: 'The recording holds no audio samples.', details: {} };

/** A completed analysis of a submitted transcript. */
export function completedDocument(
  input: TranscriptInput,
  config: AnalysisConfigInput = {},
): CompletedDocument {
  const transcript = decideRoles(readTranscript(input, undefined));
  const report = analyse(transcript, {
    recordedAt: '2026-03-26T11:10:00Z',
    config: AnalysisConfig.parse(config),
  });
  const done = { status: 'completed', percent: 100, startedAt: 1_001_000, completedAt: 1_002_500 } as const;
  const analysis = anAnalysis({ ...done, recording, durationMs: transcript.durationMs });
  return { analysis, transcript, report };
}

export const fullDocument = completedDocument(salesCall);

function without(documents: Partial<CanonicalDocument>, changes: Partial<Analysis>): CanonicalDocument {
  return { analysis: anAnalysis(changes), transcript: null, report: null, ...documents };
}

const Fixture = z.looseObject({ transcript: TranscriptInput });
const fixtures = path.join(import.meta.dirname, '../fixtures/calls');
const calls = readdirSync(fixtures).map((name): [string, CanonicalDocument] => {
  const { transcript } = Fixture.parse(JSON.parse(readFileSync(path.join(fixtures, name), 'utf8')));
  return [name, completedDocument(transcript)];
});

const germanLine = { speaker: 'agent', start: 0, end: 2, text: 'Guten Tag, was kann ich für Sie tun?' };
const oneWord = { speaker: 'Zoë 🙂', start: 0, end: 0, text: 'hm' };

/** An analysis in every state that a format must be able to show. */
export const canonicalDocuments: [string, CanonicalDocument][] = [
  ['queued', without({}, {})],
  [
    'being transcribed',
    without({}, { status: 'processing', stage: 'transcribing', recording, durationMs: 125_500 }),
  ],
  [
    'being analysed',
    without({ transcript: fullDocument.transcript }, { status: 'processing', stage: 'analysing' }),
  ],
  ['failed', without({}, { status: 'failed', failure, completedAt: 1_002_500 })],
  ['cancelled', without({}, { status: 'cancelled', completedAt: 1_002_500 })],
  ['completed', fullDocument],
  ['completed without a word', completedDocument({ utterances: [] })],
  ['completed with one word', completedDocument({ utterances: [oneWord] })],
  [
    'completed in a language that is not analysed',
    completedDocument({ language: 'de', utterances: [germanLine] }),
  ],
  ...calls,
];
