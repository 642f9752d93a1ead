/** One way to write samples into a WAV file. */
export interface WavEncoding {
  name: string;
  formatTag: number;
  bitsPerSample: number;
  /** Writes one sample of -1..1 at a byte offset. */
  write(view: DataView, at: number, value: number): void;
  /** Largest error the encoding itself makes, as a share of full scale. */
  tolerance: number;
}

/** G.711 µ-law of a 14-bit sample (ITU-T G.711 table 2). */
function muLaw(value: number): number {
  const magnitude = Math.min(8158, Math.abs(Math.round(value * 8159))) + 33;
  const segment = Math.floor(Math.log2(magnitude)) - 5;
  const step = (magnitude >> (segment + 1)) & 0xf;
  return ~((value < 0 ? 0x80 : 0) | (segment << 4) | step) & 0xff;
}

/** G.711 A-law of a 13-bit sample (ITU-T G.711 table 1). */
function aLaw(value: number): number {
  const magnitude = Math.min(4095, Math.abs(Math.round(value * 4096)));
  const segment = magnitude < 32 ? 0 : Math.floor(Math.log2(magnitude)) - 4;
  const step = segment === 0 ? magnitude >> 1 : (magnitude >> segment) & 0xf;
  return (((value < 0 ? 0 : 0x80) | (segment << 4) | step) ^ 0x55) & 0xff;
}

const integer = (bits: number, value: number): number => Math.round(value * (2 ** (bits - 1) - 1));

export const ENCODINGS: readonly WavEncoding[] = [
  {
    name: 'PCM 8 bit',
    formatTag: 1,
    bitsPerSample: 8,
    write: (view, at, value) => view.setUint8(at, 128 + integer(8, value)),
    tolerance: 0.01,
  },
  {
    name: 'PCM 16 bit',
    formatTag: 1,
    bitsPerSample: 16,
    write: (view, at, value) => view.setInt16(at, integer(16, value), true),
    tolerance: 1e-4,
  },
  {
    name: 'PCM 24 bit',
    formatTag: 1,
    bitsPerSample: 24,
    write: (view, at, value) => {
      view.setUint8(at, integer(24, value) & 0xff);
      view.setInt16(at + 1, integer(24, value) >> 8, true);
    },
    tolerance: 1e-6,
  },
  {
    name: 'PCM 32 bit',
    formatTag: 1,
    bitsPerSample: 32,
    write: (view, at, value) => view.setInt32(at, integer(32, value), true),
    tolerance: 1e-6,
  },
  {
    name: 'float 32 bit',
    formatTag: 3,
    bitsPerSample: 32,
    write: (view, at, value) => view.setFloat32(at, value, true),
    tolerance: 1e-6,
  },
  {
    name: 'float 64 bit',
    formatTag: 3,
    bitsPerSample: 64,
    write: (view, at, value) => view.setFloat64(at, value, true),
    tolerance: 1e-6,
  },
  {
    name: 'A-law',
    formatTag: 6,
    bitsPerSample: 8,
    write: (view, at, value) => view.setUint8(at, aLaw(value)),
    tolerance: 0.02,
  },
  {
    name: 'mu-law',
    formatTag: 7,
    bitsPerSample: 8,
    write: (view, at, value) => view.setUint8(at, muLaw(value)),
    tolerance: 0.02,
  },
];

const PCM_16: WavEncoding = ENCODINGS[1] ?? fail();

function fail(): never {
  throw new Error('the encodings are listed above');
}

/** Chunks a writer may put before the data, which a reader has to step over. */
export type ExtraChunk = { id: string; body: Uint8Array };

/** A WAV file of equally long channels. */
export function encodeWav(
  channels: readonly (readonly number[])[],
  sampleRate: number,
  encoding: WavEncoding = PCM_16,
  extra: readonly ExtraChunk[] = [],
): Uint8Array<ArrayBuffer> {
  const sampleBytes = encoding.bitsPerSample / 8;
  const frames = channels[0]?.length ?? 0;
  const dataBytes = frames * channels.length * sampleBytes;
  const extraBytes = extra.reduce((sum, { body }) => sum + 8 + body.length + (body.length % 2), 0);
  const bytes = new Uint8Array(44 + extraBytes + dataBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, encoding.formatTag, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels.length * sampleBytes, true);
  view.setUint16(32, channels.length * sampleBytes, true);
  view.setUint16(34, encoding.bitsPerSample, true);
  let at = 36;
  for (const { id, body } of extra) {
    text(at, id);
    view.setUint32(at + 4, body.length, true);
    bytes.set(body, at + 8);
    at += 8 + body.length + (body.length % 2);
  }
  text(at, 'data');
  view.setUint32(at + 4, dataBytes, true);
  at += 8;
  for (let frame = 0; frame < frames; frame += 1)
    for (const channel of channels) {
      encoding.write(view, at, channel[frame] ?? 0);
      at += sampleBytes;
    }
  return bytes;
}

/** A sine of 0.8 of full scale. */
export const sine = (hz: number, sampleRate: number, seconds: number): number[] =>
  Array.from(
    { length: Math.round(sampleRate * seconds) },
    (_, index) => 0.8 * Math.sin((2 * Math.PI * hz * index) / sampleRate),
  );
