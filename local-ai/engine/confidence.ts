/** Power below which nothing is audible in 16-bit audio, about one step; keeps digital silence from dividing by zero. */
const LEAST_POWER = 1e-9;

/** Ratio of speech power to background power in decibels. `speech` includes the background, which is taken out. */
export function signalToNoiseDb(speech: number, background: number): number {
  const clean = Math.max(speech - background, LEAST_POWER);
  return 10 * Math.log10(clean / Math.max(background, LEAST_POWER));
}

/** Word accuracy without noise, the ratio at which half of it is left, and how gently it falls. */
const CLEAR_ACCURACY = 0.875;
const HALF_DB = 9.4;
const GENTLENESS_DB = 3.7;

/**
 * Expected share of right words at a signal-to-noise ratio in dB, 0..1: a logistic fitted to the word accuracy of the
 * engine on clear calls with white noise added (`node bench/confidence-by-noise.ts` prints both).
 */
export const confidenceAt = (ratioDb: number): number =>
  CLEAR_ACCURACY / (1 + Math.exp((HALF_DB - ratioDb) / GENTLENESS_DB));
