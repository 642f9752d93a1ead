import type { RecognisedUtterance } from '../engine/cut-utterances.ts';
import { toSeconds } from '../engine/sample-rate.ts';

const MILLISECONDS = 1000;

/** Seconds of a sample position, to the millisecond. */
export const secondsAt = (samples: number): number =>
  Math.round(toSeconds(samples) * MILLISECONDS) / MILLISECONDS;

export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** A word without case and punctuation: `"Okay,"` → `okay`. Marks alone stay as they are. */
export const bareWord = (text: string): string =>
  text.toLowerCase().replaceAll(/^[^\p{L}\p{N}$]+|[^\p{L}\p{N}%]+$/gu, '') || text;

/** Text of an utterance, with or without case and punctuation. */
export const textOf = ({ words }: RecognisedUtterance, punctuated: boolean): string =>
  words.map(({ text }) => (punctuated ? text : bareWord(text))).join(' ');
