import { AppendOnlyStreamTarget, EncodedAudioPacketSource, type EncodedPacket, Output } from 'mediabunny';
import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import { Fault } from '../../../domain/errors.ts';
import type { StreamedSource } from '../byte-source.ts';
import type { PacketTrack } from './packets.ts';

/** A chunk of a recording as an audio file of its own. */
export interface ChunkBody {
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
export async function bodyWithHeader(
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
export async function remux(opened: PacketTrack, chunk: AudioChunk): Promise<ChunkBody> {
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
}

/** Writes as much as is read, and a little ahead; closes the track in the end. */
function writeContainer({
  opened,
  decoderConfig,
  first,
  endSeconds,
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
          await source.add(packet.clone({ timestamp }), { decoderConfig });
          const next = await opened.packets.getNextPacket(packet);
          packet = next && next.timestamp < endSeconds ? next : null;
        }
        if (packet !== null) return;
        await output?.finalize();
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
