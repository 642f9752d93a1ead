import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Transcript } from '../../src/domain/transcript.ts';

const FILE = path.join(import.meta.dirname, '../fixtures/clean-talk.txt');

/** Calls in which nothing is to be taken out: `speaker: text` lines, parted by blank ones. */
export function cleanCalls(): Transcript[] {
  const text = readFileSync(FILE, 'utf8').replace(/^#.*\n/, '');
  return text.trim().split('\n\n').map(toCall);
}

function toCall(lines: string): Transcript {
  let atMs = 0;
  const utterances = lines.split('\n').map((line, index) => {
    const [speaker = '', ...rest] = line.split(': ');
    const text = rest.join(': ');
    const startMs = atMs;
    const endMs = startMs + text.split(' ').length * 400;
    atMs = endMs + 500;
    return {
      index,
      speaker,
      role: 'unknown' as const,
      channel: null,
      startMs,
      endMs,
      text,
      confidence: null,
      words: [],
    };
  });
  return { language: 'en', durationMs: atMs, engine: 'submitted', wordTimes: 'none', utterances };
}
