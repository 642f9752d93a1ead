import path from 'node:path';
import { expect, it } from 'vitest';
import { fixtureTranscript, readFixtureCalls } from '../../../bench/eval/fixture-calls.ts';
import type { Transcript } from '../../../src/domain/transcript.ts';
import { report, transcript } from './call.ts';

const UTTERANCES = readFixtureCalls(path.join(import.meta.dirname, '../../fixtures/calls')).flatMap(
  ({ call }) => fixtureTranscript(call).utterances,
);

/** The fixtures' utterances over and over, each round worded a little differently, up to a number of words. */
function callOf(words: number): Transcript {
  const lines = [];
  let atMs = 0;
  for (let said = 0, at = 0; said < words; at += 1) {
    const { role, startMs, endMs, text } = UTTERANCES[at % UTTERANCES.length] ?? {
      role: 'agent',
      startMs: 0,
      endMs: 1,
      text: '',
    };
    lines.push({
      speaker: role,
      role,
      startMs: atMs,
      endMs: atMs + endMs - startMs,
      text: `${text} Item ${at}.`,
    });
    atMs += endMs - startMs + 600;
    said += text.split(' ').length + 2;
  }
  return transcript(lines);
}

/** Least CPU time per word of several runs, in microseconds: other work on the machine only ever adds. */
function cpuPerWord(call: Transcript, runs: number): number {
  const costs = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    const { conversation } = report(call);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / conversation.wordCount;
  });
  return Math.min(...costs);
}

it('time grows in proportion to words: per word at 20,000 at most 1.3 times that at 1,000', () => {
  const [short, long] = [callOf(1000), callOf(20_000)];
  cpuPerWord(short, 8);
  expect(cpuPerWord(long, 3) / cpuPerWord(short, 8)).toBeLessThanOrEqual(1.3);
}, 120_000);
