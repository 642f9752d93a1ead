import type { RecordingFacts } from '../../../domain/analysis.ts';
import { Fault } from '../../../domain/errors.ts';
import type { AudioMask } from '../../../domain/submission.ts';
import type { TimeSpan } from '../../../domain/transcript.ts';
import type { ByteSource } from '../byte-source.ts';
import { openPacketTrack } from '../cut/packets.ts';
import { redactAdts, redactFlac } from './frames.ts';
import { redactMp3 } from './mp3.ts';
import { redactPackets } from './packets.ts';
import { redactWav } from './wav.ts';

/** What a redacted recording is, once stored. */
type RedactedFormat = Pick<RecordingFacts, 'format' | 'contentType'>;

const SAME: Readonly<Record<string, RedactedFormat & { codecs: readonly string[] }>> = {
  wav: {
    format: 'wav',
    contentType: 'audio/wav',
    codecs: ['pcm', 'pcm-float', 'alaw', 'ulaw', 'adpcm-ms', 'adpcm-ima'],
  },
  mp3: { format: 'mp3', contentType: 'audio/mpeg', codecs: ['mp3'] },
  adts: { format: 'adts', contentType: 'audio/aac', codecs: ['aac'] },
  flac: { format: 'flac', contentType: 'audio/flac', codecs: ['flac'] },
};
/** The packets of other containers get the plainest container of their codec. */
const REPACKED: Readonly<Record<string, RedactedFormat>> = {
  aac: { format: 'adts', contentType: 'audio/aac' },
  opus: { format: 'ogg', contentType: 'audio/ogg' },
  flac: { format: 'flac', contentType: 'audio/flac' },
};
/** Silence of these codecs is known for one channel and two. */
const PAIRED: ReadonlySet<string> = new Set(['aac', 'opus']);

/** What a recording is once it is redacted. Throws `audio_redaction_format` where a recording of its codec cannot be. */
export function redactedFormat({
  format,
  codec,
  channels,
}: Omit<RecordingFacts, 'durationMs'>): RedactedFormat {
  const same = SAME[format];
  const redacted = same ? same.codecs.includes(codec) && same : REPACKED[codec];
  if (!redacted || (PAIRED.has(codec) && channels > 2))
    throw new Fault('audio_redaction_format', undefined, {
      field: 'options.keep_audio',
      format,
      codec,
      channels,
    });
  return { format: redacted.format, contentType: redacted.contentType };
}

/**
 * The recording with what is heard within `spans` masked on all channels: what one side says is often heard on the line of the other.
 * The same recording and spans give the same bytes, but for the serial number of an Ogg stream, which is random. Holds a few MiB at
 * a time. `null` where the recording is damaged; while it is read, throws what damage causes.
 */
export async function redactRecording(
  source: ByteSource,
  facts: RecordingFacts,
  { spans, mask }: { readonly spans: readonly TimeSpan[]; readonly mask: AudioMask },
): Promise<AsyncIterable<Uint8Array> | null> {
  switch (facts.format) {
    case 'wav':
      return redactWav(source, spans, mask);
    case 'mp3':
      return redactMp3(source, spans);
    case 'adts':
      return redactAdts(source, spans);
    case 'flac':
      return redactFlac(source, spans);
    default: {
      const track = await openPacketTrack(source);
      return track && redactPackets(track, spans);
    }
  }
}
