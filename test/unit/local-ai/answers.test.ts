import { describe, expect, it } from 'vitest';
import { readNova3Options } from '../../../local-ai/answers/nova-3-options.ts';
import { nova3Answer } from '../../../local-ai/answers/nova-3.ts';
import { readWhisperInput, webVtt, whisperAnswer } from '../../../local-ai/answers/whisper.ts';
import type { RecognisedUtterance } from '../../../local-ai/engine/cut-utterances.ts';
import type { Transcription } from '../../../local-ai/engine/transcribe.ts';

const context = { modelName: 'moonshine-tiny', createdAt: new Date('2026-01-02T03:04:05Z') };

function utterance(
  channel: number,
  fromSeconds: number,
  speaker: number | null,
  ...texts: string[]
): RecognisedUtterance {
  const words = texts.map((text, index) => ({
    text,
    from: (fromSeconds + index * 0.5) * 16_000,
    to: (fromSeconds + index * 0.5 + 0.5) * 16_000,
  }));
  return {
    channel,
    from: fromSeconds * 16_000,
    to: (fromSeconds + texts.length * 0.5) * 16_000,
    label: speaker === null ? null : { speaker, confidence: 0.9 },
    confidence: 0.8,
    words,
  };
}

const options = (query: string) => readNova3Options(new URLSearchParams(query));

const stereo: Transcription = {
  durationSeconds: 10,
  channelCount: 2,
  utterances: [
    utterance(0, 1, null, 'Hello,', 'Mary.'),
    utterance(0, 5, null, 'Bye.'),
    utterance(1, 3, null, "It's", '$134.'),
  ],
};

describe('nova3Answer', () => {
  it('gives every channel its transcript and words, and utterances of all channels in order', () => {
    const { metadata, results } = nova3Answer(
      stereo,
      options('multichannel=true&utterances=true&punctuate=true'),
      context,
    );
    expect(metadata).toMatchObject({
      duration: 10,
      channels: 2,
      models: ['moonshine-tiny'],
      created: '2026-01-02T03:04:05.000Z',
      word_times: 'estimated',
    });
    expect(results.channels.map(({ alternatives }) => alternatives[0]?.transcript)).toEqual([
      'Hello, Mary. Bye.',
      "It's $134.",
    ]);
    expect(results.channels[1]?.alternatives[0]?.words).toEqual([
      { word: "it's", punctuated_word: "It's", start: 3, end: 3.5, confidence: 0.8 },
      { word: '$134', punctuated_word: '$134.', start: 3.5, end: 4, confidence: 0.8 },
    ]);
    expect(
      results.utterances?.map(({ start, end, channel, transcript }) => ({ start, end, channel, transcript })),
    ).toEqual([
      { start: 1, end: 2, channel: 0, transcript: 'Hello, Mary.' },
      { start: 3, end: 4, channel: 1, transcript: "It's $134." },
      { start: 5, end: 5.5, channel: 0, transcript: 'Bye.' },
    ]);
    expect(new Set(results.utterances?.map(({ id }) => id)).size).toBe(3);
  });

  it('leaves out what was not asked for', () => {
    const { results } = nova3Answer(stereo, options(''), context);
    expect(results).not.toHaveProperty('utterances');
    expect(results.channels[0]).not.toHaveProperty('detected_language');
    expect(results.channels[0]?.alternatives[0]?.transcript).toBe('hello mary bye');
    expect(results.channels[0]?.alternatives[0]?.words[0]).toEqual({
      word: 'hello',
      start: 1,
      end: 1.5,
      confidence: 0.8,
    });
  });

  it('names speakers where the call is diarized, and the language where that is asked', () => {
    const mono: Transcription = {
      durationSeconds: 4,
      channelCount: 1,
      utterances: [utterance(0, 1, 0, 'Hi.'), utterance(0, 2, 1, 'Yes?')],
    };
    const { results } = nova3Answer(
      mono,
      options('diarize=true&utterances=true&detect_language=true'),
      context,
    );
    expect(results.channels[0]?.detected_language).toBe('en');
    expect(results.utterances?.map(({ speaker }) => speaker)).toEqual([0, 1]);
    expect(
      results.channels[0]?.alternatives[0]?.words.map(({ speaker, speaker_confidence }) => [
        speaker,
        speaker_confidence,
      ]),
    ).toEqual([
      [0, 0.9],
      [1, 0.9],
    ]);
  });

  it('takes terms, and ignores them', () => {
    expect(options('keyterm=Zendra&keyterm=Ivo&diarize=true')).toEqual(options('diarize=true'));
  });

  it('answers silence with an empty transcript', () => {
    const { results } = nova3Answer(
      { durationSeconds: 4, channelCount: 1, utterances: [] },
      options('utterances=true'),
      context,
    );
    expect(results).toEqual({
      channels: [{ alternatives: [{ transcript: '', confidence: 0, words: [] }] }],
      utterances: [],
    });
  });
});

describe('readNova3Options', () => {
  it('takes any English and names the language it does not know', () => {
    for (const language of ['en', 'en-US', 'EN_gb'])
      expect(options(`language=${language}`).language).toBe('en');
    for (const language of ['de', 'es-419', 'multi', ''])
      expect(() => options(`language=${language}`)).toThrow(
        `unsupported_language: The language "${language}" is not known to this speech model; known: en.`,
      );
  });

  it.each(['diarize=maybe', 'multichannel=1', 'utt_split=-1', 'utt_split=soon'])('refuses %s', (query) => {
    expect(() => options(query)).toThrow(/^The options are malformed/);
  });

  it('ignores options it does not have, and takes the last word on pauses', () => {
    expect(options('filler_words=true&utt_split=1.5').utteranceSplitSeconds).toBe(1.5);
  });
});

const asBytes = (text: string) => new TextEncoder().encode(text);

describe('readWhisperInput', () => {
  it('decodes the audio, with or without line breaks', () => {
    expect([
      ...readWhisperInput(asBytes('{"audio":"AQID\\nBA==","initial_prompt":"Zendra."}')).audio,
    ]).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['not json', 5006],
    ['{"text":"no audio"}', 5006],
    ['{"audio":[1,2]}', 5006],
    ['{"audio":"AQI"}', 5004],
    ['{"audio":"$$$$"}', 5004],
    ['{"audio":"AQID","language":"fr"}', 5006],
  ])('refuses %s with code %d', (body, code) => {
    expect(() => readWhisperInput(asBytes(body))).toThrow(expect.objectContaining({ code, status: 400 }));
  });
});

describe('whisperAnswer', () => {
  it('gives text, segments with words, and captions', () => {
    const mono: Transcription = {
      durationSeconds: 65,
      channelCount: 1,
      utterances: [utterance(0, 1, null, 'Hi', 'there.'), utterance(0, 62, null, 'A', '<b>.')],
    };
    const answer = whisperAnswer(mono, 'en');
    expect(answer).toMatchObject({
      text: 'Hi there. A <b>.',
      word_count: 4,
      transcription_info: { language: 'en', duration: 65, duration_after_vad: 2 },
    });
    expect(answer.segments[0]).toEqual({
      start: 1,
      end: 2,
      text: 'Hi there.',
      words: [
        { word: 'Hi', start: 1, end: 1.5 },
        { word: 'there.', start: 1.5, end: 2 },
      ],
    });
    expect(answer.vtt).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHi there.\n\n00:01:02.000 --> 00:01:03.000\nA &lt;b&gt;.\n',
    );
  });

  it('writes times of an hour and more, and no cue for silence', () => {
    expect(webVtt([{ start: 3725.0004, end: 3726.9996, text: 'x' }])).toContain(
      '01:02:05.000 --> 01:02:07.000',
    );
    expect(webVtt([])).toBe('WEBVTT\n');
  });
});
