import type { Fields } from './fields.ts';
import { channelNumber, numbered, withMarks } from './speech-services.ts';
import { type DraftUtterance, type DraftWord, jsonFormat } from './transcript-format.ts';
import { groupWords, type SpokenWord } from './utterances.ts';

/** The output file of an Amazon Transcribe job: by channel, else by speaker, else one speaker. Numbers come as text. */
export const awsTranscribe = jsonFormat({
  name: 'AWS Transcribe JSON',
  marks: ['results.transcripts', 'results.items|results.channel_labels.channels|results.audio_segments'],
  read(value) {
    const channels = value.list('results.channel_labels.channels');
    const words =
      channels.length > 0
        ? channels.flatMap((channel) => awsWords(channel.list('items'), channel.label('channel_label')))
        : awsWords(value.list('results.items'), null, awsSpeakers(value));
    const text = value
      .list('results.transcripts')
      .map((one) => one.text('transcript'))
      .join(' ');
    return {
      language: value.label('results.language_code'),
      utterances:
        words.length > 0 ? groupWords(words) : [{ speaker: null, startMs: null, endMs: null, text }],
    };
  },
});

/** Who spoke at each time that a word starts at. */
function awsSpeakers(value: Fields): ReadonlyMap<number, string> {
  return new Map(
    value.list('results.speaker_labels.segments').flatMap((segment) =>
      segment.list('items').flatMap((item) => {
        const [start, speaker] = [
          item.seconds('start_time'),
          item.label('speaker_label') ?? segment.label('speaker_label'),
        ];
        return start === null || speaker === null ? [] : [[start, speaker] as const];
      }),
    ),
  );
}

function awsWords(
  items: readonly Fields[],
  channelLabel: string | null,
  speakers: ReadonlyMap<number, string> = new Map(),
): SpokenWord[] {
  const channel = channelNumber(channelLabel);
  const words = items.map((item) => {
    const [best] = item.list('alternatives');
    const startMs = item.seconds('start_time');
    const speaker = item.label('speaker_label') ?? speakers.get(startMs ?? -1) ?? null;
    return {
      text: best?.text('content') ?? '',
      startMs,
      endMs: item.seconds('end_time'),
      confidence: best?.number('confidence') ?? null,
      speaker: channelLabel === null ? speaker : (numbered('channel', channel) ?? channelLabel),
      channel,
      mark: item.text('type') === 'punctuation',
    };
  });
  return withMarks(words);
}

/** Google Cloud Speech-to-Text v1 and v2. With speakers, the last result of v1 has all words again. */
export const googleSpeech = jsonFormat({
  name: 'Google Speech-to-Text JSON',
  marks: ['results[].alternatives[].transcript', '!results[].type'],
  read(value) {
    const results = value.list('results');
    const last = results.findLast((result) => googleWords(result).length > 0);
    const isDiarized = (result: Fields) => googleWords(result).some(({ speaker }) => speaker);
    const diarized =
      last !== undefined &&
      isDiarized(last) &&
      !results.some((result) => result !== last && isDiarized(result));
    return {
      language: results[0]?.label('languageCode', 'language_code') ?? null,
      utterances: diarized ? groupWords(googleWords(last)) : results.flatMap(googleUtterances),
    };
  },
});

function googleWords(result: Fields): SpokenWord[] {
  const [best] = result.list('alternatives');
  const channel = googleChannel(result);
  return (best?.list('words') ?? []).map((word) => {
    const tag = word.number('speakerTag', 'speaker_tag');
    return {
      text: word.text('word'),
      startMs: word.seconds('startTime', 'startOffset', 'start_time', 'start_offset') ?? 0,
      endMs: word.seconds('endTime', 'endOffset', 'end_time', 'end_offset'),
      confidence: word.number('confidence') || null,
      speaker:
        numbered('channel', channel) ??
        numbered('speaker', tag === 0 ? null : tag) ??
        numbered('speaker', word.number('speakerLabel', 'speaker_label')),
      channel,
    };
  });
}

function googleUtterances(result: Fields): DraftUtterance[] {
  const words = googleWords(result);
  if (words.length > 0) return groupWords(words);
  const [best] = result.list('alternatives');
  const endMs = result.seconds('resultEndTime', 'resultEndOffset', 'result_end_time', 'result_end_offset');
  const channel = googleChannel(result);
  return [
    {
      speaker: numbered('channel', channel),
      channel,
      startMs: null,
      endMs,
      text: best?.text('transcript') ?? '',
    },
  ];
}

/** Counted from 1 where the recording has several. */
function googleChannel(result: Fields): number | null {
  const tag = result.number('channelTag', 'channel_tag');
  return tag === null || tag < 1 || tag > 8 ? null : tag - 1;
}

/** Azure Speech: the files of a batch transcription, with times as durations or in steps of 100 nanoseconds. */
export const azureBatch = jsonFormat({
  name: 'Azure batch transcription JSON',
  marks: ['recognizedPhrases[].nBest'],
  read: (value) => ({
    language: value.label('recognizedPhrases.0.locale', 'locale'),
    utterances: value.list('recognizedPhrases').map((phrase): DraftUtterance => {
      const [best] = phrase.list('nBest');
      return {
        ...azureSource(phrase, value.list('combinedRecognizedPhrases').length > 1),
        ...azureTimes(phrase),
        text: best?.text('display', 'lexical') ?? '',
        confidence: best?.number('confidence') ?? null,
        words: (best?.list('displayWords', 'words') ?? []).map(azureWord),
      };
    }),
  }),
});

/** Azure Speech: the answer of a fast transcription. In milliseconds. */
export const azureFast = jsonFormat({
  name: 'Azure fast transcription JSON',
  marks: ['phrases[].text', 'phrases[].offsetMilliseconds|offset'],
  read: (value) => ({
    language: value.label('phrases.0.locale'),
    utterances: value.list('phrases').map((phrase): DraftUtterance => ({
      ...azureSource(phrase, value.list('combinedPhrases').length > 1),
      ...azureTimes(phrase),
      text: phrase.text('text'),
      confidence: phrase.number('confidence'),
      words: phrase.list('words').map(azureWord),
    })),
  }),
});

function azureSource(phrase: Fields, perChannel: boolean): Pick<DraftUtterance, 'speaker' | 'channel'> {
  const channel = perChannel ? phrase.number('channel') : null;
  return { speaker: numbered('speaker', phrase.number('speaker')) ?? numbered('channel', channel), channel };
}

function azureTimes(part: Fields): { startMs: number | null; endMs: number | null } {
  const startMs = part.milliseconds('offsetMilliseconds') ?? part.ticks('offsetInTicks', 'offset');
  const forMs = part.milliseconds('durationMilliseconds') ?? part.ticks('durationInTicks', 'duration');
  return { startMs, endMs: startMs === null || forMs === null ? null : startMs + forMs };
}

function azureWord(word: Fields): DraftWord {
  return {
    text: word.text('displayText', 'word', 'text'),
    ...azureTimes(word),
    confidence: word.number('confidence'),
  };
}
