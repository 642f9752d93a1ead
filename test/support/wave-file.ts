export interface WaveFile {
  readonly formatTag?: number;
  readonly channels?: number;
  readonly sampleRateHz?: number;
  readonly bitsPerSample?: number;
  /** Bytes the data chunk really holds. */
  readonly dataBytes: number;
  /** Bytes its header states, where that is not the same. */
  readonly statedBytes?: number;
}

/** A WAVE file of silence with the given header. */
export function waveFile(wave: WaveFile): Uint8Array<ArrayBuffer> {
  const { formatTag = 1, channels = 1, sampleRateHz = 8000, bitsPerSample = 16, dataBytes } = wave;
  const bytes = new Uint8Array(44 + dataBytes);
  const view = new DataView(bytes.buffer);
  const blockBytes = (channels * bitsPerSample) / 8;
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, 36 + dataBytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, formatTag, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * blockBytes, true);
  view.setUint16(32, blockBytes, true);
  view.setUint16(34, bitsPerSample, true);
  text(36, 'data');
  view.setUint32(40, wave.statedBytes ?? dataBytes, true);
  return bytes;
}
