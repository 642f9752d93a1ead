import type { AudioCodec, EncodedPacket } from 'mediabunny';
import { aacLoudness } from './aac-loudness.ts';
import { mpegLoudness } from './mpeg-loudness.ts';
import type { PacketTrack } from './packet-track.ts';
import type { Slot, Timeline } from './timeline.ts';

/** Of codecs whose encoders keep to a bit rate; the packets of others are larger where it is louder. */
const LOUDNESS: Partial<Record<AudioCodec, (packet: EncodedPacket) => number>> = {
  aac: ({ data, byteLength }) => aacLoudness(data, byteLength),
  mp3: ({ data }) => mpegLoudness(data, 0),
};

/** The packets of a track. */
export async function packetTimeline(
  { track, codec, packets }: PacketTrack,
  sizeBytes: number,
): Promise<Timeline> {
  const loudness = LOUDNESS[codec];
  const options = { metadataOnly: loudness === undefined };
  return {
    durationMs: (await track.computeDuration()) * 1000,
    startByte: 0,
    endByte: sizeBytes,
    async slots(fromMs, toMs) {
      const slots: Slot[] = [];
      let packet = await packets.getPacket(fromMs / 1000, options);
      while (packet !== null && packet.timestamp * 1000 < toMs) {
        if (packet.duration > 0) slots.push(toSlot(packet, sizeBytes, (loudness ?? bytesPerSecond)(packet)));
        packet = await packets.getNextPacket(packet, options);
      }
      return slots;
    },
  };
}

function bytesPerSecond({ byteLength, duration }: EncodedPacket): number {
  return byteLength / duration;
}

function toSlot({ timestamp, duration }: EncodedPacket, endByte: number, loudness: number): Slot {
  const startMs = timestamp * 1000;
  return { startMs, endMs: startMs + duration * 1000, startByte: 0, endByte, loudness };
}
