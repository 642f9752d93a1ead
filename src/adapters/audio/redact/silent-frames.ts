import type { TimeSpan } from '../../../domain/transcript.ts';

const AAC_MONO = Uint8Array.of(0, 0, 0, 0x07);
const AAC_PAIR = Uint8Array.of(0x21, 0, 0, 0, 0, 0x1c);

/**
 * An AAC packet for one channel or two that decodes to silence: an element without a single band, and the end. `null`: other numbers
 * of channels. Source: ISO/IEC 14496-3, 4.4.2.
 */
export function silentAac(channels: number): Uint8Array | null {
  if (channels === 1) return AAC_MONO;
  return channels === 2 ? AAC_PAIR : null;
}

const LAST_SILK = 11;
const LAST_HYBRID = 15;
/** Durations of frames by the lowest bits of a configuration, in samples at 48 kHz. */
const SILK_SAMPLES = [480, 960, 1920, 2880];
const HYBRID_SAMPLES = [480, 960];
const CELT_SAMPLES = [120, 240, 480, 960];
/** The first configuration of the codec for music with all frequencies; three more follow, in the order of `CELT_SAMPLES`. */
const CELT = 28;
const LONGEST_CELT_SAMPLES = 960;
const STEREO = 4;
const MANY_FRAMES = 3;
/** The flag that a frame is silent, coded as the rarest of its symbols. */
const SILENCE = [0xff, 0xfe];

/** An Opus packet that lasts as long as `packet` and decodes to silence. Source: RFC 6716, 3.1, 3.2 and 4.3. */
export function silentOpus(packet: Uint8Array): Uint8Array {
  const [toc = 0, second = 0] = packet;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === MANY_FRAMES ? second & 63 : 2;
  const frameSamples = opusFrameSamples(toc >> 3);
  const split = Math.max(1, frameSamples / LONGEST_CELT_SAMPLES);
  const config = CELT + CELT_SAMPLES.indexOf(frameSamples / split);
  const count = frames * split;
  const content = Array.from({ length: count }, () => SILENCE).flat();
  return Uint8Array.of((config << 3) | (toc & STEREO) | MANY_FRAMES, count, ...content);
}

function opusFrameSamples(config: number): number {
  if (config <= LAST_SILK) return SILK_SAMPLES[config & 3] ?? 0;
  if (config <= LAST_HYBRID) return HYBRID_SAMPLES[config & 1] ?? 0;
  return CELT_SAMPLES[config & 3] ?? 0;
}

const BITS_PER_SAMPLE: Readonly<Record<number, number>> = { 1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32 };
const FIRST_DIFFERENCE = 8;
const SUBFRAME_HEADER_BITS = 8;

/**
 * The FLAC frame that begins with `frame` as one of zeros: a constant for each channel, whose bits are all 0, behind the same header.
 * Source: RFC 9639, 9.1 to 9.3.
 */
export function silentFlac(frame: Uint8Array, headerBytes: number, streamBitsPerSample: number): Uint8Array {
  const fourth = frame[3] ?? 0;
  const assignment = fourth >> 4;
  const isDifference = assignment >= FIRST_DIFFERENCE;
  const bitsPerSample = BITS_PER_SAMPLE[(fourth >> 1) & 7] ?? streamBitsPerSample;
  const channels = isDifference ? 2 : assignment + 1;
  // The difference of two channels takes a bit more than either.
  const bits = channels * (SUBFRAME_HEADER_BITS + bitsPerSample) + (isDifference ? 1 : 0);
  const silent = new Uint8Array(headerBytes + Math.ceil(bits / 8) + 2);
  silent.set(frame.subarray(0, headerBytes));
  new DataView(silent.buffer).setUint16(silent.byteLength - 2, crc16(silent.subarray(0, -2), 0));
  return silent;
}

/** Answers whether a stretch touches one of `spans`, which are in order. No stretch may begin before the one asked about last. */
export function touchesSpan(spans: readonly TimeSpan[]): (startMs: number, endMs: number) => boolean {
  let at = 0;
  return (startMs, endMs) => {
    while ((spans[at]?.endMs ?? Infinity) <= startMs) at += 1;
    return (spans[at]?.startMs ?? Infinity) < endMs;
  };
}

/** The checksum of mp3 and FLAC frames: 16 bits, x^16 + x^15 + x^2 + 1. */
export function crc16(bytes: Uint8Array, initial: number): number {
  let crc = initial;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
