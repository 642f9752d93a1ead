/** Sample rate of all audio in the engine, in Hz. */
export const SAMPLE_RATE = 16_000;

export const toSamples = (seconds: number): number => Math.round(seconds * SAMPLE_RATE);

export const toSeconds = (samples: number): number => samples / SAMPLE_RATE;
