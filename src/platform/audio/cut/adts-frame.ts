import type { FrameHeader } from './frame.ts';

const SAMPLE_RATES_HZ = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];
const SAMPLES_PER_BLOCK = 1024;
const SHORTEST_BYTES = 7;

/** The header of an AAC frame in ADTS at offset `at`, `null` where there is none. Source: ISO/IEC 13818-7, 6.2. */
export function readAdtsFrame(bytes: Uint8Array, at: number): FrameHeader | null {
  const [sync = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0, seventh = 0] = bytes.subarray(
    at,
    at + SHORTEST_BYTES,
  );
  if (sync !== 0xff || (second & 0xf6) !== 0xf0) return null;
  const sampleRateHz = SAMPLE_RATES_HZ[(third >> 2) & 15];
  const sizeBytes = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  if (sampleRateHz === undefined || sizeBytes <= SHORTEST_BYTES) return null;
  return { sizeBytes, samples: SAMPLES_PER_BLOCK * ((seventh & 3) + 1), sampleRateHz };
}
