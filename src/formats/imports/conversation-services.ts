import type { Fields } from './fields.ts';
import { numbered, timedWord } from './speech-services.ts';
import { type DraftUtterance, jsonFormat } from './transcript-format.ts';
import { sideOf } from './voice-agents.ts';

/** Amazon Transcribe Call Analytics and Amazon Connect Contact Lens: turns of agent and customer. In milliseconds. */
export const callAnalytics = jsonFormat({
  name: 'AWS Call Analytics or Contact Lens JSON',
  marks: ['Transcript[].Content', 'Transcript[].ParticipantRole|ParticipantId'],
  read(value) {
    const roles = new Map(
      value
        .list('Participants')
        .map((one) => [one.label('ParticipantId'), one.label('ParticipantRole')] as const),
    );
    return {
      language: value.label('LanguageCode'),
      utterances: value.list('Transcript').map((turn): DraftUtterance => {
        const id = turn.label('ParticipantId');
        return {
          ...sideOf(turn.label('ParticipantRole') ?? roles.get(id) ?? id),
          startMs: turn.milliseconds('BeginOffsetMillis', 'AbsoluteTime'),
          endMs: turn.milliseconds('EndOffsetMillis'),
          text: turn.text('Content'),
          words: turn
            .list('Items')
            .filter((item) => item.text('Type') !== 'punctuation')
            .map((item) => ({
              text: item.text('Content'),
              startMs: item.milliseconds('BeginOffsetMillis'),
              endMs: item.milliseconds('EndOffsetMillis'),
              confidence: item.number('Confidence'),
            })),
        };
      }),
    };
  },
});

/** Contact Lens while the call is under way: segments, of which some are transcripts. */
export const contactLensLive = jsonFormat({
  name: 'Contact Lens real-time JSON',
  marks: ['Segments[].Transcript.Content'],
  read: (value) => ({
    language: null,
    utterances: value.list('Segments').flatMap((segment): DraftUtterance[] => {
      const turn = segment.object('Transcript');
      if (!turn.has('Content')) return [];
      return [
        {
          ...sideOf(turn.label('ParticipantRole', 'ParticipantId')),
          startMs: turn.milliseconds('BeginOffsetMillis'),
          endMs: turn.milliseconds('EndOffsetMillis'),
          text: turn.text('Content'),
        },
      ];
    }),
  }),
});

/** The sentences of Twilio Voice Intelligence, by channel from 1. In seconds. */
export const twilio = jsonFormat({
  name: 'Twilio Voice Intelligence JSON',
  marks: ['sentences[].transcript', 'sentences[].media_channel'],
  read: (value) => ({
    language: value.label('language_code'),
    utterances: value.list('sentences').map((sentence): DraftUtterance => {
      const channel = (sentence.number('media_channel') ?? 1) - 1;
      return {
        speaker: numbered('channel', channel),
        channel: channel >= 0 && channel < 8 ? channel : null,
        startMs: sentence.seconds('start_time'),
        endMs: sentence.seconds('end_time'),
        text: sentence.text('transcript'),
        confidence: sentence.number('confidence'),
        words: sentence.list('words').map((word) => timedWord(word, ['word'])),
      };
    }),
  }),
});

/** Gong: the transcript of one call. In milliseconds. */
export const gong = jsonFormat({
  name: 'Gong JSON',
  marks: ['callTranscripts[].transcript[].sentences'],
  read: (value) => ({
    language: null,
    utterances: (value.list('callTranscripts')[0]?.list('transcript') ?? []).flatMap((turn) =>
      turn.list('sentences').map((sentence): DraftUtterance => ({
        speaker: turn.label('speakerId'),
        startMs: sentence.milliseconds('start'),
        endMs: sentence.milliseconds('end'),
        text: sentence.text('text'),
      })),
    ),
  }),
});

/** Fireflies: sentences with the names of their speakers. In seconds. */
export const fireflies = jsonFormat({
  name: 'Fireflies JSON',
  marks: ['sentences[].text|raw_text', 'sentences[].speaker_name|speaker_id'],
  read: (value) => ({
    language: null,
    utterances: value.list('sentences').map((sentence): DraftUtterance => ({
      speaker: sentence.label('speaker_name') ?? numbered('speaker', sentence.number('speaker_id')),
      startMs: sentence.seconds('start_time'),
      endMs: sentence.seconds('end_time'),
      text: sentence.text('text', 'raw_text'),
    })),
  }),
});

/** Genesys Cloud: phrases of the two sides. Times since 1970, in milliseconds. */
export const genesys = jsonFormat({
  name: 'Genesys Cloud JSON',
  marks: ['transcripts[].phrases[].text'],
  read: (value) => ({
    language: value.label('transcripts.0.language'),
    utterances: value.list('transcripts').flatMap((transcript) =>
      transcript.list('phrases').map((phrase): DraftUtterance => ({
        ...sideOf(phrase.label('participantPurpose')),
        ...genesysTimes(phrase),
        text: phrase.text('decoratedText', 'text'),
        confidence: phrase.number('confidence'),
        words: phrase.list('words').map((word) => ({
          text: word.text('word'),
          ...genesysTimes(word),
          confidence: word.number('confidence'),
        })),
      })),
    ),
  }),
});

function genesysTimes(part: Fields): { startMs: number | null; endMs: number | null } {
  const startMs = part.milliseconds('startTimeMs');
  const forMs = part.milliseconds('duration.milliseconds');
  return { startMs, endMs: startMs === null || forMs === null ? null : startMs + forMs };
}
