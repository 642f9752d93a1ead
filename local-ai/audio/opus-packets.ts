import { createOpusDecoder } from '@audio/decode-opus/core';
import { EncodedPacketSink, type InputAudioTrack } from 'mediabunny';

import type { SoundPiece } from './sound.ts';

const OPUS_SAMPLE_RATE = 48_000;
const PACKETS_PER_PIECE = 500;
/** Position of the pre-skip field in an OpusHead (RFC 7845 §5.1). */
const PRE_SKIP_OFFSET = 10;

function preSkip(description: ArrayBufferView | ArrayBuffer | SharedArrayBuffer | undefined): number {
  if (description === undefined) return 0;
  const bytes = ArrayBuffer.isView(description)
    ? new DataView(description.buffer, description.byteOffset, description.byteLength)
    : new DataView(description);
  return bytes.byteLength < PRE_SKIP_OFFSET + 2 ? 0 : bytes.getUint16(PRE_SKIP_OFFSET, true);
}

/** Decodes the Opus packets of a track whose container the sample decoder does not read well (WebM, Matroska). */
export async function* decodeOpusTrack(track: InputAudioTrack): AsyncGenerator<SoundPiece> {
  const config = await track.getDecoderConfig();
  const channels = track.numberOfChannels;
  const decoder = await createOpusDecoder();
  try {
    decoder.configure({ sampleRate: OPUS_SAMPLE_RATE, channels, preSkip: preSkip(config?.description) });
    let frames: Uint8Array[] = [];
    const flush = (): SoundPiece => {
      const { channelData } = decoder.decodeFrames(frames);
      frames = [];
      return { sampleRate: OPUS_SAMPLE_RATE, channels: channelData };
    };
    for await (const packet of new EncodedPacketSink(track).packets()) {
      frames.push(packet.data);
      if (frames.length === PACKETS_PER_PIECE) yield flush();
    }
    if (frames.length > 0) yield flush();
  } finally {
    decoder.free();
  }
}
