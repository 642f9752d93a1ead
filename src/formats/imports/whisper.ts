import type { Fields } from './fields.ts';
import { timedWord } from './speech-services.ts';
import { type DraftUtterance, type DraftWord, jsonFormat } from './transcript-format.ts';
import { groupWords, joinCues } from './utterances.ts';

/**
 * What Whisper writes as `json` or `verbose_json`, and its descendants (faster-whisper, whisper-timestamped, WhisperX, hosted
 * ones): segments, with the speakers and words that some of them add. In seconds.
 */
export const whisper = jsonFormat({
  name: 'Whisper JSON',
  marks: ['segments[].text', 'segments[].start|end'],
  read: (value) => ({
    language: value.label('language'),
    utterances: joinCues(
      value.list('segments').map((segment): DraftUtterance => ({
        speaker: segment.label('speaker'),
        startMs: segment.seconds('start'),
        endMs: segment.seconds('end'),
        text: segment.text('text'),
        words: segment.list('words').map(spokenWord),
      })),
    ),
  }),
});

/** `verbose_json` with `timestamp_granularities` of words alone. In seconds. */
export const whisperWords = jsonFormat({
  name: 'Whisper JSON of words',
  marks: ['words[].word', 'words[].start', '!segments[]'],
  read: (value) => ({
    language: value.label('language'),
    utterances: groupWords(value.list('words').map(spokenWord)),
  }),
});

/** whisper.cpp `--output-json`. In milliseconds. */
export const whisperCpp = jsonFormat({
  name: 'whisper.cpp JSON',
  marks: ['transcription[].text', 'transcription[].offsets|timestamps'],
  read: (value) => ({
    language: value.label('result.language', 'params.language'),
    utterances: joinCues(
      value.list('transcription').map((part): DraftUtterance => ({
        speaker: part.label('speaker'),
        startMs: part.milliseconds('offsets.from', 'timestamps.from'),
        endMs: part.milliseconds('offsets.to', 'timestamps.to'),
        text: part.text('text'),
      })),
    ),
  }),
});

/** A speech pipeline of Hugging Face: chunks with a pair of times, of sentences or of words. In seconds. */
export const huggingFace = jsonFormat({
  name: 'Hugging Face JSON',
  marks: ['chunks[].timestamp', 'chunks[].text'],
  read(value) {
    const chunks = value.list('chunks').map((chunk): DraftUtterance => ({
      speaker: chunk.label('speaker'),
      startMs: chunk.seconds('timestamp.0'),
      endMs: chunk.seconds('timestamp.1'),
      text: chunk.text('text').trim(),
    }));
    const areWords = chunks.every(({ text }) => !/\s/u.test(text));
    return {
      language: value.label('language'),
      utterances: areWords ? groupWords(chunks) : joinCues(chunks),
    };
  },
});

function spokenWord(word: Fields): DraftWord {
  return { ...timedWord(word, ['word', 'text']), speaker: word.label('speaker') };
}
