import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTranscripts, settledCount } from '../../../src/domain/merge-transcripts.ts';
import {
  type Transcript,
  type Utterance,
  Transcript as TranscriptSchema,
} from '../../../src/domain/transcript.ts';
import { aTranscript } from '../../support/merge-parts.ts';
import { type CutCall, cutCalls, fiveWords, recognised } from './cut-transcripts.ts';

/** Words with their times, channel by channel. */
function wordsOf({ utterances }: Transcript) {
  const lanes = Map.groupBy(utterances, ({ channel }) => channel);
  return [...lanes]
    .toSorted(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([, lane]) => lane.flatMap(({ words }) => words.map(({ text, startMs }) => `${text}@${startMs}`)));
}

const merged = ({ transcript, parts }: CutCall) => mergeTranscripts(parts, transcript.durationMs);
const calls = fc.boolean().chain(cutCalls);

describe('a transcript of overlapping chunks', () => {
  it('has every word once, at its time, wherever the recording was cut', () => {
    fc.assert(
      fc.property(calls, (call) => {
        const whole = merged(call);
        expect(wordsOf(whole)).toEqual(wordsOf(call.transcript));
        expect(
          whole.utterances
            .map(({ text }) => text)
            .join(' ')
            .split(' ')
            .toSorted(),
        ).toEqual(call.transcript.utterances.flatMap(({ text }) => text.split(' ')).toSorted());
      }),
      { numRuns: 500 },
    );
  });

  it('is valid: in order, numbered, without roles', () => {
    fc.assert(
      fc.property(calls, (call) => {
        const { utterances } = TranscriptSchema.parse(merged(call));
        const inOrder = utterances.toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
        expect(utterances).toEqual(inOrder);
        expect(utterances.map(({ index }) => index)).toEqual([...utterances.keys()]);
        expect(utterances.every(({ role, startMs, endMs }) => role === 'unknown' && startMs <= endMs)).toBe(
          true,
        );
      }),
    );
  });

  it('never changes what is settled when later chunks come', () => {
    fc.assert(
      fc.property(calls, (call) => {
        const whole = merged(call).utterances;
        for (const [index, { chunk }] of call.parts.entries()) {
          if (index === 0) continue;
          const early = mergeTranscripts(call.parts.slice(0, index), call.transcript.durationMs).utterances;
          const settled = settledCount(early, chunk.startMs);
          expect(whole.slice(0, settled)).toEqual(early.slice(0, settled));
        }
      }),
    );
  });

  it('says a sentence that was cut as one utterance', () => {
    const { utterances } = aTranscript([
      [0, ['speaker_0', 3000, 'Where is my parcel, it was']],
      [4000, ['speaker_0', 0, 'my parcel, it was due on Monday.']],
    ]);
    expect(utterances.map(({ text }) => text)).toEqual(['Where is my parcel, it was due on Monday.']);
  });

  it('has shared words once where words have no times', () => {
    const { utterances, wordTimes } = aTranscript(
      [
        [0, ['speaker_0', 1500, 'Thank you for calling, how may I help']],
        [4000, ['speaker_0', 0, 'may I help you today?']],
      ],
      'none',
    );
    expect(wordTimes).toBe('none');
    expect(utterances.map(({ text }) => text).join(' ')).toBe(
      'Thank you for calling, how may I help you today?',
    );
  });

  it('cuts the text where its words are not all timed, and keeps the times that belong to what is left', () => {
    const parts = [0, 4000].map((startMs) => {
      const { transcript } = recognised(fiveWords, { startMs, endMs: startMs + 6000 }, false);
      const utterances = transcript.utterances.map((one) => ({ ...one, words: one.words.slice(0, 1) }));
      return { chunk: { startMs, endMs: startMs + 6000 }, transcript: { ...transcript, utterances } };
    });
    const [only, ...others] = mergeTranscripts(parts, 10_000).utterances;
    expect(others).toEqual([]);
    expect(only?.text).toBe('one two three four five');
    expect(only?.words.map(({ text }) => text)).toEqual(['one']);
  });

  it('has shared words once in a script without spaces', () => {
    const { utterances } = aTranscript(
      [
        [0, ['speaker_0', 0, '您好请问有什么可以帮您']],
        [4000, ['speaker_0', 0, '可以帮您的吗']],
      ],
      'none',
    );
    expect(utterances.map(({ text }) => text)).toEqual(['您好请问有什么可以帮您的吗']);
  });

  it('keeps what only one of the two has', () => {
    const silence = [5000, []] as const;
    const { utterances } = aTranscript([[0, ['speaker_0', 0, 'one two three four five six']], silence]);
    expect(utterances.map(({ text }) => text)).toEqual(['one two three four five six']);
  });

  it('is empty where nobody speaks, and has the language of most of the text', () => {
    expect(
      aTranscript([
        [0, []],
        [5000, []],
      ]).utterances,
    ).toEqual([]);
    const german = aTranscript(
      [
        [0, ['speaker_0', 0, 'ja']],
        [5000, ['speaker_0', 2000, 'nein danke schön']],
      ],
      'none',
      ['en', 'de'],
    );
    expect(german.language).toBe('de');
  });
});

describe('speakers of a mono recording', () => {
  const speakersOf = (utterances: readonly Utterance[]) => utterances.map(({ speaker }) => speaker);

  it('are linked by who is agent and who is customer', () => {
    const { utterances } = aTranscript([
      [0, ['speaker_0', 0, 'Thank you for calling.', 'agent'], ['speaker_1', 2000, 'Hi there.', 'customer']],
      [
        5000,
        ['speaker_0', 2000, 'My parcel is lost.', 'customer'],
        ['speaker_1', 4000, 'I will look.', 'agent'],
      ],
    ]);
    expect(speakersOf(utterances)).toEqual(['speaker_0', 'speaker_1', 'speaker_1', 'speaker_0']);
  });

  it('are linked by the words that both chunks have, whatever else is said', () => {
    const { utterances } = aTranscript([
      [
        0,
        ['speaker_0', 0, 'one two three four', 'agent'],
        ['speaker_1', 4000, 'five six seven eight', 'customer'],
      ],
      [
        5000,
        ['speaker_0', 0, 'seven eight nine ten', 'agent'],
        ['speaker_1', 3000, 'eleven twelve', 'customer'],
      ],
    ]);
    expect(speakersOf(utterances)).toEqual(['speaker_0', 'speaker_1', 'speaker_0']);
    expect(utterances[1]?.text).toBe('five six seven eight nine ten');
  });

  it('who speaks for the first time gets a label of his own', () => {
    const { utterances } = aTranscript([
      [0, ['speaker_0', 0, 'Please hold the line.', 'agent']],
      [
        5000,
        ['speaker_0', 2000, 'Is anybody there?', 'customer'],
        ['speaker_1', 4000, 'I am here.', 'agent'],
      ],
    ]);
    expect(speakersOf(utterances)).toEqual(['speaker_0', 'speaker_1', 'speaker_0']);
  });
});
