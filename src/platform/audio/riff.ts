export interface RiffAudio {
  /** Registered WAVE format number: 1 PCM, 3 float, 6 A-law, 7 mu-law, 17 IMA ADPCM, … */
  readonly formatTag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bytesPerSecond: number;
  readonly dataBytes: number;
}

/**
 * Reads the `fmt ` and `data` chunk headers of a WAVE file from its first bytes.
 * Returns `null` where they are not a RIFF/WAVE header or the two chunks are not within `bytes`.
 * Source: Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991.
 */
export function readRiff(bytes: Uint8Array): RiffAudio | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return null;
  let format: Omit<RiffAudio, 'dataBytes'> | null = null;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const name = tag(view, at);
    if (name === 'data') return format && { ...format, dataBytes: size };
    if (name === 'fmt ' && at + 20 <= view.byteLength) {
      format = {
        formatTag: view.getUint16(at + 8, true),
        channels: view.getUint16(at + 10, true),
        sampleRateHz: view.getUint32(at + 12, true),
        bytesPerSecond: view.getUint32(at + 16, true),
      };
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

function tag(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return '';
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}
