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

/** Views of at most `pieceBytes` over `bytes`, in order, without copying. */
export async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
