import { z } from 'zod';
import { jsonFormat, Label, MAX_UTTERANCES, MAX_WORDS, Seconds, Text, toWord } from './transcript-format.ts';
import { groupWords, type SpokenWord } from './utterances.ts';

/** Numbers come as text. */
const Time = z.coerce.number().pipe(Seconds);
const Alternative = z.looseObject({
  content: Text,
  confidence: z.coerce.number().min(0).max(1).optional(),
});
const Item = z.looseObject({
  type: z.enum(['pronunciation', 'punctuation']),
  start_time: Time.optional(),
  end_time: Time.optional(),
  alternatives: z.array(Alternative).min(1),
  speaker_label: Label.optional(),
});
type Item = z.infer<typeof Item>;

const SpeakerItem = z.looseObject({ start_time: Time, speaker_label: Label.optional() });
const SpeakerSegment = z.looseObject({
  speaker_label: Label,
  items: z.array(SpeakerItem).max(MAX_WORDS).default([]),
});
const Channel = z.looseObject({
  channel_label: z.string().regex(/^ch_[0-7]$/),
  items: z.array(Item).max(MAX_WORDS),
});

const TranscribeOutput = z.looseObject({
  results: z.looseObject({
    language_code: z.string().max(35).optional(),
    items: z.array(Item).max(MAX_WORDS),
    speaker_labels: z
      .looseObject({ segments: z.array(SpeakerSegment).max(MAX_UTTERANCES).default([]) })
      .optional(),
    channel_labels: z.looseObject({ channels: z.array(Channel).max(8) }).optional(),
  }),
});
type Results = z.infer<typeof TranscribeOutput>['results'];

/** The output file of an Amazon Transcribe job: by channel, else by speaker, else one speaker. */
export const awsTranscribe = jsonFormat({
  name: 'AWS Transcribe JSON',
  mark: z.looseObject({
    results: z.looseObject({ transcripts: z.array(z.unknown()), items: z.array(z.unknown()) }),
  }),
  schema: TranscribeOutput,
  read: ({ results }) => ({
    language: results.language_code ?? null,
    utterances: groupWords(results.channel_labels ? byChannel(results.channel_labels) : bySpeaker(results)),
  }),
});

function byChannel({ channels }: NonNullable<Results['channel_labels']>): SpokenWord[] {
  return channels.flatMap(({ channel_label: label, items }) => {
    const channel = Number(label.slice('ch_'.length));
    return toWords(items, () => ({ speaker: `channel_${channel}`, channel }));
  });
}

function bySpeaker({ items, speaker_labels: labels }: Results): SpokenWord[] {
  const speakers = new Map(
    labels?.segments.flatMap((segment) =>
      segment.items.map((item) => [item.start_time, item.speaker_label ?? segment.speaker_label] as const),
    ),
  );
  return toWords(items, (item) => ({
    speaker: item.speaker_label ?? speakers.get(item.start_time ?? -1) ?? 'spk_0',
    channel: null,
  }));
}

/** Punctuation has no time of its own: it belongs to the word before. */
function toWords(
  items: readonly Item[],
  source: (item: Item) => Pick<SpokenWord, 'speaker' | 'channel'>,
): SpokenWord[] {
  const words: SpokenWord[] = [];
  for (const item of items) {
    const { content = '', confidence = null } = item.alternatives[0] ?? {};
    const before = words.at(-1);
    if (item.type === 'punctuation' && before)
      words[words.length - 1] = { ...before, text: before.text + content };
    else if (item.start_time !== undefined)
      words.push({
        ...toWord(content, item.start_time, item.end_time ?? item.start_time, confidence),
        ...source(item),
      });
  }
  return words;
}
