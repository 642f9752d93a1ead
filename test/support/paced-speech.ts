import { readRiff } from '../../src/adapters/audio/cut/wav.ts';
import { nova3Result, type SpokenText } from './workers-ai-answers.ts';
import type { Behaviour } from './workers-ai-contract.ts';

const SECONDS_PER_UTTERANCE = 5;
const TURNS = [
  'Thank you for calling, how may I help you today?',
  'I would like to know where my parcel is, please.',
];

export interface PacedSpeech {
  readonly behaviour: Behaviour;
  /** How long it took over each recording it was asked for, milliseconds. */
  readonly delaysMs: readonly number[];
}

/** nova-3, as slow as its recording is long: it answers after `rate` × the length of the wav that it is sent. */
export function pacedSpeech(rate: number): PacedSpeech {
  const delaysMs: number[] = [];
  const behaviour: Behaviour = ({ bytes }) => {
    const seconds = lengthSeconds(bytes);
    const delayMs = rate * seconds * 1000;
    delaysMs.push(delayMs);
    return { kind: 'slow', delayMs, answer: { kind: 'result', result: nova3Result(utterancesIn(seconds)) } };
  };
  return { behaviour, delaysMs };
}

function utterancesIn(seconds: number): SpokenText[] {
  return Array.from({ length: Math.floor(seconds / SECONDS_PER_UTTERANCE) }, (_, turn) => ({
    start: turn * SECONDS_PER_UTTERANCE,
    end: turn * SECONDS_PER_UTTERANCE + 4,
    text: TURNS[turn % 2] ?? '',
    speaker: turn % 2,
  }));
}

function lengthSeconds(bytes: Uint8Array): number {
  const riff = readRiff(bytes);
  if (!riff) throw new Error('not a wav');
  return bytes.length / riff.bytesPerSecond;
}
