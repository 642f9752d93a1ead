import type { AudioMask } from '../../../domain/submission.ts';
import type { TimeSpan } from '../../../domain/transcript.ts';
import type { ByteSource } from '../byte-source.ts';
import { readWavLayout, wavHeader, type WavLayout } from '../cut/wav.ts';

const READ_BYTES = 2 * 1024 * 1024;

/**
 * A WAVE file with what sounds within `spans` masked on every channel, and without any chunk but the format and the samples: others
 * may hold text. `null` where the samples cannot be found.
 */
export async function redactWav(
  source: ByteSource,
  spans: readonly TimeSpan[],
  mask: AudioMask,
): Promise<AsyncGenerator<Uint8Array> | null> {
  const layout = await readWavLayout(source);
  return layout && maskedFile(source, layout, spans, mask);
}

async function* maskedFile(
  source: ByteSource,
  layout: WavLayout,
  spans: readonly TimeSpan[],
  mask: AudioMask,
): AsyncGenerator<Uint8Array> {
  const { dataStart, dataEnd, blockBytes, blockSamples, sampleRateHz } = layout;
  const blocksAt = (ms: number) => ((ms / 1000) * sampleRateHz) / blockSamples;
  const masked = spans.map(({ startMs, endMs }) => ({
    from: Math.floor(blocksAt(startMs)) * blockBytes,
    to: Math.ceil(blocksAt(endMs)) * blockBytes,
  }));
  const pattern = patternOf(layout, mask);
  yield wavHeader(layout.format, dataEnd - dataStart);
  for (let at = dataStart; at < dataEnd; at += READ_BYTES) {
    const bytes = await source.read(at, Math.min(dataEnd, at + READ_BYTES));
    const offset = at - dataStart;
    for (const { from, to } of masked) {
      if (to > offset && from < offset + bytes.byteLength)
        overwrite(bytes, { from: from - offset, to: to - offset }, pattern, offset);
    }
    yield bytes;
  }
  if ((dataEnd - dataStart) % 2 === 1) yield new Uint8Array(1);
}

/** Repeats `pattern`, which begins anew at every multiple of its length from the first sample on. */
function overwrite(
  bytes: Uint8Array,
  { from, to }: { from: number; to: number },
  pattern: Uint8Array,
  offset: number,
): void {
  const end = Math.min(to, bytes.byteLength);
  for (let at = Math.max(0, from); at < end;) {
    const phase = (offset + at) % pattern.byteLength;
    const piece = pattern.subarray(phase, phase + end - at);
    bytes.set(piece, at);
    at += piece.byteLength;
  }
}

const MS_ADPCM = 2;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const IMA_ADPCM = 17;
const BEEP_HZ = 1000;
/** Of full scale: a beep that is as loud as speech. */
const BEEP_AMPLITUDE = 0.1;

/** A longer pattern is not kept: recordings of so many channels get silence. */
const LONGEST_PATTERN_BYTES = 4 * 1024 * 1024;

/** Whole blocks that sound like the mask: one of silence, or a second of a tone. Of coded blocks there is only silence. */
function patternOf(layout: WavLayout, mask: AudioMask): Uint8Array {
  const { formatTag, blockBytes, channels, sampleRateHz } = layout;
  if (formatTag === MS_ADPCM || formatTag === IMA_ADPCM) return silentAdpcmBlock(layout);
  const width = blockBytes / channels;
  if (!Number.isInteger(width)) return new Uint8Array(blockBytes);
  const beeps = mask === 'beep' && sampleRateHz * blockBytes <= LONGEST_PATTERN_BYTES;
  const blocks = beeps ? sampleRateHz : 1;
  const pattern = new Uint8Array(blocks * blockBytes);
  const view = new DataView(pattern.buffer);
  for (let block = 0; block < blocks; block += 1) {
    const value = beeps ? BEEP_AMPLITUDE * Math.sin((2 * Math.PI * BEEP_HZ * block) / sampleRateHz) : 0;
    for (let channel = 0; channel < channels; channel += 1)
      writeSample(view, block * blockBytes + channel * width, { formatTag, width, value });
  }
  return pattern;
}

/** One that decodes to zeros. Microsoft's has its smallest step size, 16, after the predictors; of IMA's every byte is zero. */
function silentAdpcmBlock({ formatTag, blockBytes, channels }: WavLayout): Uint8Array {
  const block = new Uint8Array(blockBytes);
  if (formatTag !== MS_ADPCM) return block;
  for (let channel = 0; channel < channels; channel += 1) block[channels + 2 * channel] = 16;
  return block;
}

interface Sample {
  readonly formatTag: number;
  /** Bytes. */
  readonly width: number;
  /** From -1 to 1. */
  readonly value: number;
}

/** Integers of one byte are unsigned, all wider ones signed. */
function writeSample(view: DataView, at: number, { formatTag, width, value }: Sample): void {
  if (formatTag === A_LAW) view.setUint8(at, aLaw(value));
  else if (formatTag === MU_LAW) view.setUint8(at, muLaw(value));
  else if (formatTag === FLOAT && width === 8) view.setFloat64(at, value, true);
  else if (formatTag === FLOAT && width === 4) view.setFloat32(at, value, true);
  else if (width === 1) view.setUint8(at, 128 + Math.round(value * 127));
  else view.setInt16(at + width - 2, Math.round(value * 32_767), true);
}

/** Source: ITU-T G.711, tables 1 and 2. */
function aLaw(value: number): number {
  const size = Math.min(4095, Math.round(Math.abs(value) * 4096));
  const exponent = Math.max(0, Math.floor(Math.log2(size)) - 4);
  const code = (exponent << 4) | ((size >> Math.max(1, exponent)) & 15);
  return (code | (value < 0 ? 0 : 0x80)) ^ 0x55;
}

/** The same. */
function muLaw(value: number): number {
  const size = Math.min(32_635, Math.round(Math.abs(value) * 32_768)) + 132;
  const exponent = Math.floor(Math.log2(size)) - 7;
  const code = (exponent << 4) | ((size >> (exponent + 3)) & 15);
  return ~(code | (value < 0 ? 0x80 : 0)) & 0xff;
}
