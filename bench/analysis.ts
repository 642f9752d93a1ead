// What the analysis of a transcript costs: `npm run bench:analysis`. CPU time per word at 1,000 and at 20,000 words, and
// their ratio; it grows in proportion to the words as long as the ratio is about 1.
import path from 'node:path';
import type { Transcript } from '../src/domain/transcript.ts';
import { report, transcript } from '../test/unit/analysis/call.ts';
import { fixtureTranscript, readFixtureCalls } from './eval/fixture-calls.ts';

const UTTERANCES = readFixtureCalls(path.join(import.meta.dirname, '../test/fixtures/calls')).flatMap(
  ({ call }) => fixtureTranscript(call).utterances,
);

/** The fixtures' utterances over and over, each round worded a little differently, up to a number of words. */
function callOf(words: number): Transcript {
  const lines = [];
  let atMs = 0;
  for (let done = 0, at = 0; done < words; at += 1) {
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
    done += text.split(' ').length + 2;
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

const [short, long] = [callOf(1000), callOf(20_000)];
cpuPerWord(short, 8);
const [shortCost, longCost] = [cpuPerWord(short, 8), cpuPerWord(long, 3)];
console.log(`1,000 words: ${shortCost.toFixed(1)} µs per word`);
console.log(
  `20,000 words: ${longCost.toFixed(1)} µs per word, ${(longCost / shortCost).toFixed(2)} times as much`,
);
