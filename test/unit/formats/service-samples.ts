import { type Sample, duration, ms, turns, words, clock, side } from './sample-call.ts';

/** Of services that turn speech into text. */
export const SERVICES: Readonly<Record<string, Sample>> = {
  'Google Speech-to-Text v1 with speakers': {
    words: true,
    content: {
      results: [
        ...turns(({ text, end }) => ({
          alternatives: [{ transcript: text, confidence: 0.9 }],
          resultEndTime: `${end}s`,
          languageCode: 'en-us',
        })),
        {
          alternatives: [
            {
              words: words((word, at) => ({
                startTime: `${word.start}s`,
                endTime: `${word.end}s`,
                word: word.text,
                speakerTag: at + 1,
              })),
            },
          ],
        },
      ],
    },
  },
  'Google Speech-to-Text v2 by channel': {
    words: true,
    content: {
      results: turns(({ text, end, at, words: some }) => ({
        alternatives: [
          {
            transcript: text,
            words: some.map((word) => ({
              startOffset: `${word.start}s`,
              endOffset: `${word.end}s`,
              word: word.text,
            })),
          },
        ],
        channelTag: at + 1,
        resultEndOffset: `${end}s`,
        languageCode: 'en-US',
      })),
    },
  },
  'Azure batch transcription': {
    words: true,
    content: {
      source: 'https://files.example.com/call.wav',
      combinedRecognizedPhrases: [{ channel: 0, display: 'Thank you for calling.' }],
      recognizedPhrases: turns(({ text, start, end, at, words: some }) => ({
        recognitionStatus: 'Success',
        channel: 0,
        speaker: at + 1,
        offset: duration(start),
        duration: duration(end - start),
        offsetInTicks: start * 1e7,
        durationInTicks: (end - start) * 1e7,
        nBest: [
          {
            confidence: 0.9,
            lexical: text.toLowerCase(),
            display: text,
            displayWords: some.map((word) => ({
              displayText: word.text,
              offsetInTicks: word.start * 1e7,
              durationInTicks: (word.end - word.start) * 1e7,
            })),
          },
        ],
      })),
    },
  },
  'Azure fast transcription': {
    words: true,
    content: {
      durationMilliseconds: 4500,
      combinedPhrases: [{ text: 'Thank you for calling. My invoice is wrong.' }],
      phrases: turns(({ text, start, end, at, words: some }) => ({
        speaker: at,
        offsetMilliseconds: ms(start),
        durationMilliseconds: ms(end - start),
        text,
        locale: 'en-US',
        confidence: 0.9,
        words: some.map((word) => ({
          text: word.text,
          offsetMilliseconds: ms(word.start),
          durationMilliseconds: ms(word.end - word.start),
        })),
      })),
    },
  },
  'ElevenLabs Scribe': {
    words: true,
    content: {
      language_code: 'eng',
      language_probability: 0.9,
      text: 'Thank you for calling. My invoice is wrong.',
      words: words((word, at) => [
        { ...word, type: 'word', speaker_id: `speaker_${at}` },
        { text: ' ', start: word.end, end: word.end, type: 'spacing', speaker_id: `speaker_${at}` },
      ]).flat(),
    },
  },
  Speechmatics: {
    words: true,
    content: {
      format: '2.9',
      metadata: { transcription_config: { language: 'en' } },
      results: words((word, at) => {
        const speaker = `S${at + 1}`;
        const end = word.text.endsWith('.');
        return [
          {
            type: 'word',
            start_time: word.start,
            end_time: word.end,
            alternatives: [{ content: word.text.replace('.', ''), confidence: 0.9, speaker }],
          },
          ...(end
            ? [
                {
                  type: 'punctuation',
                  start_time: word.end,
                  end_time: word.end,
                  alternatives: [{ content: '.', speaker }],
                },
              ]
            : []),
        ];
      }).flat(),
    },
  },
  'Rev.ai': {
    words: true,
    content: {
      monologues: turns(({ at, words: some }) => ({
        speaker: at,
        elements: some.flatMap((word) => [
          {
            type: 'text',
            value: word.text.replace('.', ''),
            ts: word.start,
            end_ts: word.end,
            confidence: 0.9,
          },
          { type: 'punct', value: word.text.endsWith('.') ? '.' : ' ' },
        ]),
      })),
    },
  },
  Gladia: {
    words: true,
    content: {
      id: 'g1',
      status: 'done',
      result: {
        transcription: {
          languages: ['en'],
          full_transcript: 'Thank you for calling. My invoice is wrong.',
          utterances: turns(({ text, start, end, at, words: some }) => ({
            text,
            start,
            end,
            speaker: at,
            channel: 0,
            confidence: 0.9,
            words: some.map((word) => ({ word: ` ${word.text}`, start: word.start, end: word.end })),
          })),
        },
      },
    },
  },
  Soniox: {
    words: true,
    content: {
      text: 'Thank you for calling. My invoice is wrong.',
      tokens: words((word, at) => [
        {
          text: ` ${word.text.slice(0, 2)}`,
          start_ms: ms(word.start),
          end_ms: ms(word.start) + 50,
          speaker: `${at + 1}`,
          language: 'en',
        },
        {
          text: word.text.slice(2),
          start_ms: ms(word.start) + 50,
          end_ms: ms(word.end),
          speaker: `${at + 1}`,
          language: 'en',
        },
      ]).flat(),
    },
  },
  'whisper.cpp': {
    content: {
      systeminfo: 'AVX = 1',
      result: { language: 'en' },
      transcription: turns(({ text, start, end, at }) => ({
        timestamps: { from: clock(start).replace('.', ','), to: clock(end).replace('.', ',') },
        offsets: { from: ms(start), to: ms(end) },
        text: ` ${text}`,
        speaker: String(at),
      })),
    },
  },
  'faster-whisper': {
    content: {
      language: 'en',
      segments: turns(({ text, start, end, at }) => ({
        id: at,
        start,
        end,
        text: ` ${text}`,
        words: null,
        speaker: `SPEAKER_0${at}`,
      })),
    },
  },
  'whisper-timestamped': {
    words: true,
    content: {
      language: 'en',
      segments: turns(({ text, start, end, at, words: some }) => ({
        id: at,
        start,
        end,
        text: ` ${text}`,
        speaker: `SPEAKER_0${at}`,
        words: some.map((word) => ({ ...word, confidence: 0.9 })),
      })),
    },
  },
  'WhisperX, speakers word by word': {
    words: true,
    content: {
      language: 'en',
      segments: [
        {
          start: 0,
          end: 4.5,
          text: ' Thank you for calling. My invoice is wrong.',
          words: words(({ text: word, start, end }, at) => ({
            word,
            start,
            end,
            score: 0.9,
            speaker: `SPEAKER_0${at}`,
          })),
        },
      ],
    },
  },
  'OpenAI with speakers': {
    content: {
      text: 'Thank you for calling. My invoice is wrong.',
      segments: turns(({ text, start, end, at }) => ({
        type: 'transcript.text.segment',
        id: `seg_${at}`,
        start,
        end,
        text,
        speaker: side(at, 'A', 'B'),
      })),
    },
  },
  'Hugging Face chunks': {
    content: {
      text: ' Thank you for calling. My invoice is wrong.',
      chunks: turns(({ text, start, end, at }) => ({
        timestamp: [start, end],
        text: ` ${text}`,
        speaker: `SPEAKER_0${at}`,
      })),
    },
  },
};
