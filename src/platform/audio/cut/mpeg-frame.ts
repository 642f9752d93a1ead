import type { FrameHeader } from './frame.ts';

export interface MpegFrameHeader extends FrameHeader {
  readonly bitrateKbps: number;
  /** Whether it is of MPEG-1, not of its extensions to lower sample rates. */
  readonly mpeg1: boolean;
  readonly mono: boolean;
  readonly protected: boolean;
}

const KBPS_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBPS_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES_HZ = [44_100, 48_000, 32_000];
/** By the version bits: MPEG-2.5, reserved, MPEG-2, MPEG-1. */
const RATE_DIVISORS = [4, 0, 2, 1];
const LAYER_3 = 1;

/**
 * The header of an mp3 frame at offset `at`; `null` where there is none, or one of free bit rate.
 * Source: ISO/IEC 11172-3 and 13818-3, 2.4.1.3; MPEG-2.5 as its inventors extended it.
 */
export function readMpegFrame(bytes: Uint8Array, at: number): MpegFrameHeader | null {
  const [sync = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
  if (sync !== 0xff || (second & 0xe0) !== 0xe0 || ((second >> 1) & 3) !== LAYER_3) return null;
  const divisor = RATE_DIVISORS[(second >> 3) & 3] ?? 0;
  const rateHz = SAMPLE_RATES_HZ[(third >> 2) & 3];
  const mpeg1 = divisor === 1;
  const bitrateKbps = (mpeg1 ? KBPS_MPEG1 : KBPS_MPEG2)[third >> 4] ?? 0;
  if (divisor === 0 || rateHz === undefined || bitrateKbps === 0) return null;
  const sampleRateHz = rateHz / divisor;
  const samples = mpeg1 ? 1152 : 576;
  const padding = (third >> 1) & 1;
  return {
    sizeBytes: Math.floor((samples * 125 * bitrateKbps) / sampleRateHz) + padding,
    samples,
    sampleRateHz,
    bitrateKbps,
    mpeg1,
    mono: fourth >> 6 === 3,
    protected: (second & 1) === 0,
  };
}

/** Bytes of the side information, which follows the header and its checksum. */
export function sideInfoBytes({ mpeg1, mono }: Pick<MpegFrameHeader, 'mpeg1' | 'mono'>): number {
  if (mpeg1) return mono ? 17 : 32;
  return mono ? 9 : 17;
}
