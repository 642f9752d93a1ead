import { AppendOnlyStreamTarget, EncodedAudioPacketSource, type EncodedPacket, Output } from 'mediabunny';
import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import { Fault } from '../../../domain/errors.ts';
import { nullIfDamaged, type StreamedSource } from '../byte-source.ts';
import { flacHead, readFlacStream } from './flac.ts';
import { readInfoFrame, readMpegFrame, shortenedInfo } from './mp3.ts';
import { openPacketTrack, type PacketTrack } from './packets.ts';
import { readWavLayout, wavHeader } from './wav.ts';

/**
 * Opens a planned chunk as an audio file of its own, reading only its part of the recording. Throws `audio_undecodable` where the
 * chunk was not planned for this recording, and what `source` throws.
 */
export async function openChunk(
  source: StreamedSource,
  facts: RecordingFacts,
  chunk: AudioChunk,
): Promise<ChunkBody> {
  if (chunk.endByte > source.sizeBytes || chunk.startByte >= chunk.endByte)
    throw new Fault('audio_undecodable');
  switch (facts.format) {
    case 'wav':
      return openWavChunk(source, chunk);
    case 'mp3':
      return openMp3Chunk(source, facts, chunk);
    case 'adts':
      return bodyWithHeader(source, NO_HEADER, chunk, 'audio/aac');
    case 'flac':
      return openFlacChunk(source, chunk);
    default:
      return openPackets(source, chunk);
  }
}

async function openWavChunk(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const layout = await readWavLayout(source);
  if (layout === null) throw new Fault('audio_undecodable');
  return bodyWithHeader(
    source,
    wavHeader(layout.format, chunk.endByte - chunk.startByte),
    chunk,
    'audio/wav',
  );
}

async function openFlacChunk(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const stream = await readFlacStream(source);
  if (stream === null) throw new Fault('audio_undecodable');
  return bodyWithHeader(source, flacHead(stream), chunk, 'audio/flac');
}

async function openPackets(source: StreamedSource, chunk: AudioChunk): Promise<ChunkBody> {
  const opened = await nullIfDamaged(source, async (watched) => {
    const track = await openPacketTrack(watched);
    return track && remux(track, chunk);
  });
  if (opened === null) throw new Fault('audio_undecodable');
  return opened;
}

const CONTENT_TYPE = 'audio/mpeg';
const LONGEST_FRAME_BYTES = 2048;
const NO_HEADER = new Uint8Array(0);

/** The frames of a chunk. The first chunk keeps the frame with the encoder's delay, which gets the length of the chunk. */
async function openMp3Chunk(
  source: StreamedSource,
  { sampleRateHz }: RecordingFacts,
  chunk: AudioChunk,
): Promise<ChunkBody> {
  const { index, startByte, endByte, endMs } = chunk;
  if (index > 0) return bodyWithHeader(source, NO_HEADER, chunk, CONTENT_TYPE);
  const bytes = await source.read(startByte, Math.min(endByte, startByte + LONGEST_FRAME_BYTES));
  const info = readInfoFrame(bytes);
  const header = readMpegFrame(bytes, 0);
  if (info === null || header === null) return bodyWithHeader(source, NO_HEADER, chunk, CONTENT_TYPE);
  const frames = Math.round(((endMs / 1000) * sampleRateHz + info.leadSamples) / header.samples);
  const audio = { startByte: startByte + info.sizeBytes, endByte };
  const head = shortenedInfo(bytes, info, frames, audio.endByte - audio.startByte);
  return bodyWithHeader(source, head, audio, CONTENT_TYPE);
}

/** A chunk of a recording as an audio file of its own. */
interface ChunkBody {
  readonly body: ReadableStream<Uint8Array>;
  readonly contentType: string;
  /** `null` where it is not known before the end. */
  readonly sizeBytes: number | null;
}

/** `head`, followed by `rest`. */
function withHeader(head: Uint8Array, rest: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = rest.getReader();
  let begun = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!begun) {
        begun = true;
        controller.enqueue(head);
        return;
      }
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** The bytes of a chunk as they are in the recording, behind `head`. */
async function bodyWithHeader(
  source: StreamedSource,
  head: Uint8Array,
  { startByte, endByte }: Pick<AudioChunk, 'startByte' | 'endByte'>,
  contentType: string,
): Promise<ChunkBody> {
  const rest = await source.stream(startByte, endByte);
  const body = head.byteLength === 0 ? rest : withHeader(head, rest);
  return { body, contentType, sizeBytes: head.byteLength + endByte - startByte };
}

/** Written ahead of what was read. */
const AHEAD_BYTES = 64 * 1024;
/** Times of chunks are rounded to milliseconds; half of one, and a little more, finds the packet that was meant. */
const ROUNDING_SECONDS = 0.0006;
/** Offset of the pre-skip, the samples that decoders drop at the start, in the header of an Opus stream. Source: RFC 7845, section 5.1. */
const PRE_SKIP_AT = 10;

/** The packets of a chunk, not encoded anew, in a new container that is written while it is read. Throws `audio_undecodable`. */
async function remux(opened: PacketTrack, chunk: AudioChunk): Promise<ChunkBody> {
  const first = await firstPacket(opened, chunk);
  if (first === null) throw new Fault('audio_undecodable');
  const decoderConfig = configOf(opened, chunk);
  const endSeconds = chunk.endMs / 1000 - ROUNDING_SECONDS;
  const body = writeContainer({ opened, decoderConfig, first, endSeconds });
  return { body, contentType: opened.container.contentType, sizeBytes: null };
}

async function firstPacket(
  { packets, container }: PacketTrack,
  { index, startMs }: AudioChunk,
): Promise<EncodedPacket | null> {
  const sought = await packets.getPacket(startMs / 1000 + ROUNDING_SECONDS);
  if (sought === null) return packets.getFirstPacket();
  if (index === 0 || container.silentPackets === 0) return sought;
  return (await packets.getPacket(sought.timestamp - ROUNDING_SECONDS)) ?? sought;
}

function configOf({ codec, config }: PacketTrack, { index }: AudioChunk): AudioDecoderConfig {
  const { description } = config;
  if (codec !== 'opus' || index === 0 || !(description instanceof Uint8Array)) return config;
  // Decoders drop samples at the start of the recording only, and this chunk begins later.
  return { ...config, description: description.with(PRE_SKIP_AT, 0).with(PRE_SKIP_AT + 1, 0) };
}

interface ContainerContent {
  readonly opened: PacketTrack;
  readonly decoderConfig: AudioDecoderConfig;
  readonly first: EncodedPacket;
  readonly endSeconds: number;
  /** What is written in place of a packet; absent: the packet. */
  readonly replace?: (packet: EncodedPacket) => EncodedPacket;
}

/** Writes as much as is read, and a little ahead; closes the track in the end. */
export function writeContainer({
  opened,
  decoderConfig,
  first,
  endSeconds,
  replace = (packet) => packet,
}: ContainerContent): ReadableStream<Uint8Array> {
  const source = new EncodedAudioPacketSource(opened.codec);
  let output: Output | null = null;
  let packet: EncodedPacket | null = first;
  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const writable = new WritableStream<Uint8Array>({ write: (bytes) => controller.enqueue(bytes) });
        output = new Output({
          format: opened.container.format(),
          target: new AppendOnlyStreamTarget(writable),
        });
        output.addAudioTrack(source);
        await output.start();
      },
      async pull(controller) {
        while (packet !== null && (controller.desiredSize ?? 0) > 0) {
          const timestamp = packet.timestamp - first.timestamp;
          await written(source.add(replace(packet).clone({ timestamp }), { decoderConfig }));
          const next = await opened.packets.getNextPacket(packet);
          packet = next && next.timestamp < endSeconds ? next : null;
        }
        if (packet !== null) return;
        if (output) await written(output.finalize());
        opened.close();
        controller.close();
      },
      async cancel() {
        await output?.cancel();
        opened.close();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: AHEAD_BYTES }),
  );
}

/** What the muxer refuses is damage that only shows when it is written. */
function written(work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => {
    throw new Fault('audio_undecodable', undefined, {}, error);
  });
}
