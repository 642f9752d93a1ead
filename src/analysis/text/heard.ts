import type { Reading } from './reading.ts';
import type { Tone } from './tone.ts';

/** What is said and how it sounds: all that facts are found from. */
export interface Heard {
  readonly reading: Reading;
  readonly tone: Tone;
}
