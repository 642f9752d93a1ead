/** Transcripts of invented calls in the forms that other services publish. */
export const deepgramByChannel = {
  metadata: { request_id: 'r1', duration: 3.2, channels: 2 },
  results: {
    channels: [
      {
        detected_language: 'en-GB',
        alternatives: [{ transcript: 'Hello, this is Alice.', confidence: 0.98, words: [] }],
      },
      { alternatives: [{ transcript: 'Hi Alice.', confidence: 0.9, words: [] }] },
    ],
    utterances: [
      {
        start: 2.1,
        end: 3,
        confidence: 0.9,
        channel: 1,
        transcript: 'Hi Alice.',
        words: [
          { word: 'hi', punctuated_word: 'Hi', start: 2.1, end: 2.4, confidence: 0.9 },
          { word: 'alice', punctuated_word: 'Alice.', start: 2.5, end: 3, confidence: 0.9 },
        ],
        id: 'u2',
      },
      {
        start: 0.5,
        end: 1.9,
        confidence: 0.98,
        channel: 0,
        transcript: 'Hello, this is Alice.',
        words: [],
        id: 'u1',
      },
    ],
  },
};

const word = (text: string, start: number, end: number, speaker: number) => ({
  word: text.toLowerCase(),
  punctuated_word: text,
  start,
  end,
  confidence: 0.9,
  speaker,
});

export const deepgramWords = {
  metadata: { duration: 3 },
  results: {
    channels: [
      {
        alternatives: [
          {
            transcript: 'Good morning. Hello? Morning.',
            confidence: 0.9,
            words: [
              word('Good', 0, 0.4, 0),
              word('morning.', 0.4, 0.9, 0),
              word('Hello?', 2, 2.4, 0),
              word('Morning.', 2.5, 2.9, 1),
            ],
          },
        ],
      },
    ],
  },
};

export const assemblyAi = {
  id: '9ea68fd3',
  status: 'completed',
  audio_url: 'https://files.example.com/call.mp3',
  language_code: 'en_us',
  text: 'Thanks for calling. Hi there.',
  confidence: 0.95,
  audio_duration: 3,
  words: [],
  utterances: [
    {
      speaker: 'A',
      text: 'Thanks for calling.',
      start: 250,
      end: 1400,
      confidence: 0.96,
      words: [{ text: 'Thanks', start: 250, end: 600, confidence: 0.99, speaker: 'A' }],
    },
    { speaker: 'B', text: 'Hi there.', start: 1600, end: 2200, confidence: 0.94, words: [] },
  ],
};

export const assemblyAiChannel = {
  ...assemblyAi,
  utterances: [{ speaker: '2', channel: '2', text: 'Hi.', start: 0, end: 100, confidence: 0.9, words: [] }],
};

const item = (content: string, start: string, end: string) => ({
  type: 'pronunciation',
  start_time: start,
  end_time: end,
  alternatives: [{ confidence: '0.99', content }],
});
const mark = (content: string) => ({ type: 'punctuation', alternatives: [{ confidence: '0.0', content }] });

export const awsSpeakers = {
  jobName: 'call-1',
  accountId: '111122223333',
  status: 'COMPLETED',
  results: {
    language_code: 'en-US',
    transcripts: [{ transcript: "I've been waiting. Sorry!" }],
    speaker_labels: {
      speakers: 2,
      segments: [
        {
          start_time: '4.87',
          end_time: '6.88',
          speaker_label: 'spk_0',
          items: [
            { start_time: '4.87', end_time: '5.1', speaker_label: 'spk_0' },
            { start_time: '5.1', end_time: '5.5', speaker_label: 'spk_0' },
            { start_time: '5.6', end_time: '6.88', speaker_label: 'spk_0' },
          ],
        },
        {
          start_time: '8.49',
          end_time: '9.24',
          speaker_label: 'spk_1',
          items: [{ start_time: '8.49', end_time: '9.24', speaker_label: 'spk_1' }],
        },
      ],
    },
    items: [
      item("I've", '4.87', '5.1'),
      item('been', '5.1', '5.5'),
      item('waiting', '5.6', '6.88'),
      mark('.'),
      item('Sorry', '8.49', '9.24'),
      mark('!'),
    ],
  },
};

export const awsChannels = {
  jobName: 'call-2',
  results: {
    transcripts: [{ transcript: 'Hello. Hi.' }],
    channel_labels: {
      number_of_channels: 2,
      channels: [
        { channel_label: 'ch_0', items: [item('Hello', '1.0', '1.5'), mark('.')] },
        { channel_label: 'ch_1', items: [item('Hi', '1.2', '1.9'), mark('.')] },
      ],
    },
    items: [item('Hello', '1.0', '1.5'), mark('.'), item('Hi', '1.2', '1.9'), mark('.')],
  },
};

export const whisper = {
  task: 'transcribe',
  language: 'english',
  duration: 12.5,
  text: ' Good morning and welcome. Anybody there?',
  segments: [
    {
      id: 0,
      seek: 0,
      start: 0,
      end: 2,
      text: ' Good morning',
      tokens: [1],
      temperature: 0,
      avg_logprob: -0.2,
    },
    {
      id: 1,
      seek: 0,
      start: 2,
      end: 4,
      text: ' and welcome.',
      tokens: [2],
      temperature: 0,
      avg_logprob: -0.2,
    },
    {
      id: 2,
      seek: 0,
      start: 9,
      end: 10,
      text: ' Anybody there?',
      tokens: [3],
      temperature: 0,
      avg_logprob: -0.2,
    },
  ],
};

export const whisperX = {
  language: 'en',
  segments: [
    {
      start: 0.1,
      end: 0.9,
      text: ' Hello.',
      speaker: 'SPEAKER_00',
      words: [{ word: 'Hello.', start: 0.1, end: 0.9, score: 0.8 }],
    },
    {
      start: 1.2,
      end: 1.6,
      text: ' Hi.',
      speaker: 'SPEAKER_01',
      words: [{ word: 'Hi.', start: 1.2, end: 1.6, score: 0.7 }],
    },
  ],
};
