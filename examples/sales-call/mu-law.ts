const BIAS = 0x84;
const CLIP = 32_635;

/** G.711 mu-law byte of one 16-bit sample (ITU-T G.711, table 2a: sign, exponent and mantissa, inverted). */
export function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}
