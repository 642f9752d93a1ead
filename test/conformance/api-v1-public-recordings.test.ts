import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/domain/errors.ts';
import { renderFault } from '../../src/formats/api-v1-public-recordings/format.ts';
import * as render from '../../src/formats/api-v1-public-recordings/render.ts';
import * as wire from '../../src/formats/api-v1-public-recordings/schema.ts';
import type { CanonicalDocument, CompletedDocument } from '../../src/formats/published-format.ts';
import { canonicalDocuments, completedDocument } from './documents.ts';
import { pathsOf } from './paths.ts';

const pausing = {
  utterances: [
    {
      speaker: 'agent',
      start: 0,
      end: 3,
      text: 'Good morning, this is Alice from Northwind. May I have your email address?',
    },
    { speaker: 'customer', start: 6.5, end: 9, text: 'It is bob at example dot com.' },
    { speaker: 'agent', start: 16, end: 18, text: 'Thank you, goodbye.' },
  ],
};
const goals = [
  { name: 'Greeting', examples: ['good morning, this is'] },
  { name: 'Offer follow-up', examples: ['I will call you back'] },
];
const document = completedDocument(pausing, { goals });

function isCompleted(candidate: CanonicalDocument): candidate is CompletedDocument {
  return candidate.report !== null;
}
const completed = canonicalDocuments.flatMap(([name, candidate]): [string, CompletedDocument][] =>
  isCompleted(candidate) ? [[name, candidate]] : [],
);

describe('GET /api/v1/public/recordings/{id}/results', () => {
  it.each(completed)('renders an analysis that is %s within its schema', (_name, candidate) => {
    expect(() => wire.ResultsWire.parse(render.renderResults(candidate, 7))).not.toThrow();
  });

  it('has exactly the names of the published example', () => {
    expect(pathsOf(render.renderResults(document, 123))).toEqual(
      [
        'data.recording_id',
        ...['goal_id', 'goal_name', 'met', 'score', 'explanation'].map((name) => `data.goals[].${name}`),
        ...['start_ms', 'end_ms', 'duration_ms', 'compliant', 'after_dialogue_id'].map(
          (name) => `data.pauses[].${name}`,
        ),
      ].toSorted(),
    );
  });

  it('names the dialogue before a pause by its id in the transcription', () => {
    const { pauses } = render.renderResults(document, 123).data;
    const { dialogues } = render.renderTranscription(document, 123).data;
    expect(pauses).toMatchObject([
      {
        start_ms: 3000,
        end_ms: 6500,
        duration_ms: 3500,
        compliant: true,
        after_dialogue_id: dialogues[0]?.id,
      },
      {
        start_ms: 9000,
        end_ms: 16_000,
        duration_ms: 7000,
        compliant: false,
        after_dialogue_id: dialogues[1]?.id,
      },
    ]);
  });

  it('numbers the goals and says of each whether it was met', () => {
    expect(render.renderResults(document, 123).data.goals).toMatchObject([
      { goal_id: 1, goal_name: 'Greeting', met: true },
      { goal_id: 2, goal_name: 'Offer follow-up', met: false },
    ]);
  });
});

describe('the other routes of a recording', () => {
  it.each(completed)(
    'render the transcription and the summary of an analysis that is %s',
    (_name, candidate) => {
      expect(() => wire.TranscriptionWire.parse(render.renderTranscription(candidate, 7))).not.toThrow();
      expect(() => wire.SummaryWire.parse(render.renderSummary(candidate, 7))).not.toThrow();
    },
  );

  it.each(canonicalDocuments)('render a recording, alone and in the list, that is %s', (_name, candidate) => {
    expect(() => wire.RecordingWire.parse(render.renderRecording(candidate, 7))).not.toThrow();
    expect(() =>
      wire.RecordingListWire.shape.data.element.parse(render.renderListed(candidate, 7)),
    ).not.toThrow();
  });

  it('give the share of the goals that were met in percent', () => {
    expect(render.renderSummary(document, 7).data.goal_achievement).toBe(50);
  });
});

describe('an error of the recordings routes', () => {
  it.each([
    [new Fault('analysis_not_found'), { error: 'Resource not found' }],
    [new Fault('invalid_api_key'), { error: 'Invalid or expired API key' }],
    [new Fault('scope_required', undefined, { scope: 'read' }), { error: 'Read permission required' }],
    [new Fault('unprocessable', 'Name is too long'), { errors: ['Name is too long'] }],
  ])('is worded as published: %s', (fault, body) => expect(renderFault(fault).body).toEqual(body));
});
