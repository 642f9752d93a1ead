/** A stretch of decoded audio: one array per channel, equally long, values in -1..1. */
export interface SoundPiece {
  sampleRate: number;
  channels: Float32Array[];
}

/** A recording that is being decoded from its start. */
export interface Sound {
  /** Channels the file declares, null where only the decoder knows. */
  channelCount: number | null;
  /** Length the file states for itself, null where it states none. */
  promisedSeconds: number | null;
  pieces: AsyncIterable<SoundPiece>;
}

const PIECE_BYTES = 1 << 20;

/** Views of at most 1 MiB over `bytes`, in order, without copying. */
export async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
