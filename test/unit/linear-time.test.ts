import { describe, expect, it } from 'vitest';
import type { Transcript, Utterance } from '../../src/domain/transcript.ts';
import { RedactionKind } from '../../src/domain/submission.ts';
import { redactTranscript } from '../../src/pii/redact.ts';

/** Text that repeats; made as long as it is asked for. */
type Kind = (length: number) => string;

const repeated =
  (unit: string): Kind =>
  (length) =>
    unit.repeat(Math.ceil(length / unit.length));
/** Words that are all different: whatever is kept of each is compared with each. */
const counted =
  (word: (at: number) => string): Kind =>
  (length) => {
    let text = '';
    for (let at = 0; text.length < length; at += 1) text += word(at);
    return text;
  };

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const spelled = (at: number) =>
  [at % 26, Math.floor(at / 26) % 26, Math.floor(at / 676) % 26].map((letter) => LETTERS[letter]).join('');

const KINDS: Readonly<Record<string, Kind>> = {
  names: repeated('Alice '),
  'names with titles': repeated('Mr Smith '),
  letters: repeated('A '),
  numbers: repeated('forty one '),
  parts: repeated('last four '),
  dates: repeated('born january 1 '),
  'spoken mailboxes': repeated('a at a dot com '),
  streets: counted((at) => `12 Main ${spelled(at)} Street `),
  'different names and mailboxes': counted((at) => `Mr Xyz${spelled(at)} q${spelled(at)}@b.com `),
  'different numbers': counted((at) => `the code is ${50_000 + at} `),
};

/** An utterance of the text for each of two speakers, with its words timed. */
function callOf(text: string): Transcript {
  const words = text.split(' ').filter((word) => word !== '');
  const said = (index: number): Utterance => ({
    index,
    speaker: `speaker_${index}`,
    role: index === 0 ? 'agent' : 'customer',
    channel: null,
    startMs: index * 1000,
    endMs: index * 1000 + 900,
    text,
    confidence: null,
    words: words.map((word) => ({ text: word, startMs: index * 1000, endMs: index * 1000, confidence: 1 })),
  });
  return {
    language: 'en',
    durationMs: 2000,
    engine: 'submitted',
    wordTimes: 'measured',
    utterances: [said(0), said(1)],
  };
}

/** Everything that reads or writes what a caller sends. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  redaction: (text) => redactTranscript(callOf(text), { kinds: RedactionKind.options }),
};

const SHORT = 3_000;
const TIMES = 8;
/** Eight times the input costs eight times as much where the cost is linear, and 64 times where it is quadratic. */
const MOST_GROWTH = 20;
/** Costs below this are noise. */
const FLOOR_MS = 4;

function cpuMs(work: () => unknown): number {
  const { user, system } = process.threadCpuUsage();
  work();
  const after = process.threadCpuUsage();
  return (after.user + after.system - user - system) / 1000;
}

/** Least of some runs: other work only ever adds. Stops at the first that is small enough. */
function leastMs(work: () => unknown, enoughMs: number): number {
  let least = Infinity;
  for (let run = 0; run < 3 && least > enoughMs; run += 1) least = Math.min(least, cpuMs(work));
  return least;
}

describe.each(Object.entries(READERS))('the cost of %s', (_name, read) => {
  it.each(Object.entries(KINDS))('grows no faster than its input: %s', (_kind, textOf) => {
    const [short, long] = [textOf(SHORT), textOf(SHORT * TIMES)];
    read(short);
    const shortMs = leastMs(() => read(short), 0);
    const mostMs = MOST_GROWTH * Math.max(shortMs, FLOOR_MS);
    expect(leastMs(() => read(long), mostMs)).toBeLessThanOrEqual(mostMs);
  });
});
