import type { Fields } from './fields.ts';
import { type DraftUtterance, type DraftWord, jsonFormat } from './transcript-format.ts';
import { groupWords, type SpokenWord } from './utterances.ts';

/** The answer of Deepgram to a pre-recorded file: its utterances where they were asked for, else made from the words. */
export const deepgram = jsonFormat({
  name: 'Deepgram JSON',
  marks: ['results.channels[].alternatives'],
  read(value) {
    const channels = value.list('results.channels');
    const perChannel = channels.length > 1;
    const label = (part: Fields, channel: number) =>
      perChannel ? `channel_${channel}` : numbered('speaker', part.number('speaker'));
    const spoken = (word: Fields): DraftWord => ({
      ...timedWord(word, ['punctuated_word', 'word']),
      speaker: perChannel ? null : numbered('speaker', word.number('speaker')),
    });
    const utterances = value.list('results.utterances').map((part): DraftUtterance => {
      const channel = part.number('channel') ?? 0;
      return {
        speaker: label(part, channel),
        channel: perChannel ? channel : null,
        startMs: part.seconds('start'),
        endMs: part.seconds('end'),
        text: part.text('transcript'),
        confidence: part.number('confidence'),
        words: part.list('words').map(spoken),
      };
    });
    const made = channels.flatMap((channel, at): DraftUtterance[] => {
      const [first] = channel.list('alternatives');
      const words = first?.list('words') ?? [];
      const source = { channel: perChannel ? at : null, speaker: perChannel ? `channel_${at}` : null };
      if (words.length > 0)
        return groupWords(words.map((word) => ({ ...spoken(word), channel: source.channel }))).map(
          (part) => ({
            ...part,
            speaker: source.speaker ?? part.speaker,
          }),
        );
      return [{ ...source, startMs: null, endMs: null, text: first?.text('transcript') ?? '' }];
    });
    return {
      language: channels[0]?.label('detected_language') ?? null,
      utterances: utterances.length > 0 ? utterances : made,
    };
  },
});

/** A transcript of AssemblyAI: its utterances where it was diarized or has channels, else made from the words. In milliseconds. */
export const assemblyAi = jsonFormat({
  name: 'AssemblyAI JSON',
  marks: ['utterances[].text or words[].text', '!segments', '!results', '!words[].type', '!transcription_id'],
  read(value) {
    const utterances = value.list('utterances').map((part): DraftUtterance => ({
      ...assemblyAiSource(part),
      startMs: part.milliseconds('start'),
      endMs: part.milliseconds('end'),
      text: part.text('text'),
      confidence: part.number('confidence'),
      words: part.list('words').map((word) => ({ ...assemblyAiWord(word), speaker: null })),
    }));
    const words = value.list('words').map(assemblyAiWord);
    return {
      language: value.label('language_code'),
      utterances: utterances.length > 0 ? utterances : groupWords(words),
    };
  },
});

function assemblyAiWord(word: Fields): SpokenWord {
  return {
    text: word.text('text'),
    startMs: word.milliseconds('start'),
    endMs: word.milliseconds('end'),
    confidence: word.number('confidence'),
    ...assemblyAiSource(word),
  };
}

/** Channels count from 1; where several speak on one, they are named within it: `1A`, `1B`. */
function assemblyAiSource(part: Fields): { speaker: string | null; channel: number | null } {
  const speaker = prefixed('speaker', part.label('speaker'));
  const channel = part.number('channel');
  if (channel === null || channel < 1 || channel > 8) return { speaker, channel: null };
  const isDiarized = /^\d+\D/u.test(part.text('speaker'));
  return { speaker: isDiarized ? speaker : `channel_${channel - 1}`, channel: channel - 1 };
}

/** ElevenLabs Scribe: words, spacing and sounds in one list. In seconds. */
export const elevenLabsScribe = jsonFormat({
  name: 'ElevenLabs Scribe JSON',
  marks: ['words[].type', 'words[].text', '!segments'],
  read(value) {
    const words = value.list('words').filter((word) => word.text('type') === 'word');
    return {
      language: value.label('language_code'),
      utterances: groupWords(
        words.map((word) => ({
          ...timedWord(word, ['text']),
          speaker: word.label('speaker_id'),
          ...channelOf(word, 'channel_index'),
        })),
      ),
    };
  },
});

/** Speechmatics `json-v2`: words and marks, each with its alternatives. In seconds. */
export const speechmatics = jsonFormat({
  name: 'Speechmatics JSON',
  marks: ['results[].alternatives', 'results[].type'],
  read(value) {
    const words = value.list('results').flatMap((item): MarkedWord[] => {
      const [best] = item.list('alternatives');
      if (!best) return [];
      return [
        {
          text: best.text('content'),
          startMs: item.seconds('start_time'),
          endMs: item.seconds('end_time'),
          confidence: best.number('confidence'),
          speaker: best.label('speaker'),
          channel: channelNumber(item.label('channel')),
          mark: item.text('type') === 'punctuation',
        },
      ];
    });
    return {
      language: value.label('metadata.transcription_config.language'),
      utterances: groupWords(withMarks(words)),
    };
  },
});

/** Rev.ai: monologues of text and marks. In seconds. */
export const revAi = jsonFormat({
  name: 'Rev.ai JSON',
  marks: ['monologues[].elements'],
  read: (value) => ({
    language: value.label('language'),
    utterances: value.list('monologues').map((part): DraftUtterance => {
      const elements = part.list('elements');
      const words = elements.flatMap((element): DraftWord[] =>
        element.text('type') === 'text'
          ? [
              {
                text: element.text('value'),
                startMs: element.seconds('ts'),
                endMs: element.seconds('end_ts'),
                confidence: element.number('confidence'),
              },
            ]
          : [],
      );
      return {
        speaker: numbered('speaker', part.number('speaker')) ?? part.label('speaker_info.display_name'),
        startMs: words.find(({ startMs }) => startMs !== null)?.startMs ?? null,
        endMs: words.findLast(({ endMs }) => endMs !== null)?.endMs ?? null,
        text: elements
          .map((element) => element.text('value'))
          .join('')
          .replaceAll(/\s+/gu, ' '),
        words,
      };
    }),
  }),
});

/** Gladia: `result.transcription` with utterances. In seconds. */
export const gladia = jsonFormat({
  name: 'Gladia JSON',
  marks: ['result.transcription.utterances or utterances[].words[].word'],
  read: (value) => ({
    language: value.label('result.transcription.languages.0'),
    utterances: value.list('result.transcription.utterances', 'utterances').map((part): DraftUtterance => ({
      speaker: numbered('speaker', part.number('speaker')),
      ...channelOf(part, 'channel'),
      startMs: part.seconds('start'),
      endMs: part.seconds('end'),
      text: part.text('text'),
      confidence: part.number('confidence'),
      words: part.list('words').map((word) => timedWord(word, ['word'])),
    })),
  }),
});

/** Soniox: tokens that are parts of words; a new word begins with its space. In milliseconds. */
export const soniox = jsonFormat({
  name: 'Soniox JSON',
  marks: ['tokens[].text', 'tokens[].start_ms'],
  read(value) {
    const words: SpokenWord[] = [];
    for (const token of value.list('tokens')) {
      const [text, last] = [token.text('text'), words.at(-1)];
      const speaker = prefixed('speaker', token.label('speaker'));
      const endMs = token.milliseconds('end_ms');
      if (last && !/^\s/u.test(text) && last.speaker === speaker)
        words[words.length - 1] = { ...last, text: last.text + text, endMs: endMs ?? last.endMs };
      else
        words.push({
          text: text.trimStart(),
          startMs: token.milliseconds('start_ms'),
          endMs,
          confidence: token.number('confidence'),
          speaker,
        });
    }
    return { language: value.label('tokens.0.language'), utterances: groupWords(words) };
  },
});

/** A word with times in seconds, its text under the first of the names. */
export function timedWord(word: Fields, names: readonly string[]): DraftWord {
  return {
    text: word.text(...names).trim(),
    startMs: word.seconds('start', 'start_time'),
    endMs: word.seconds('end', 'end_time'),
    confidence: word.number('confidence', 'probability', 'score'),
  };
}

/** Marks of punctuation have no time of their own: they belong to the word before. */
export function withMarks(words: readonly MarkedWord[]): SpokenWord[] {
  const joined: SpokenWord[] = [];
  for (const { mark, ...word } of words) {
    const last = joined.at(-1);
    if (mark && last) joined[joined.length - 1] = { ...last, text: last.text + word.text };
    else joined.push(word);
  }
  return joined;
}

interface MarkedWord extends SpokenWord {
  readonly mark: boolean;
}

/** `speaker_1`; `null` where there is no number. */
export function numbered(prefix: string, number: number | null): string | null {
  return number === null ? null : `${prefix}_${number}`;
}

function prefixed(prefix: string, label: string | null): string | null {
  return label === null ? null : `${prefix}_${label}`;
}

function channelOf(part: Fields, name: string): { channel: number | null } {
  return { channel: channelNumber(part.label(name)) };
}

/** `0`, `ch_1`, `channel_2`: at most eight channels are known. */
export function channelNumber(label: string | null): number | null {
  const digits = /^(?:ch|channel)?[_ ]?([0-7])$/iu.exec(label ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
