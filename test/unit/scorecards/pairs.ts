import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Transcript } from '../../../src/domain/transcript.ts';
import { dialogue } from '../analysis/call.ts';

const FOLDER = path.join(import.meta.dirname, '../../../corpus/pairs');

/** Two calls with the same need, one handled well and one poorly. */
export interface Pair {
  readonly id: string;
  readonly kind: 'sales' | 'service';
  readonly good: Transcript;
  readonly poor: Transcript;
  readonly poorLines: readonly string[];
}

/** Calls that were written for measuring alone: nothing is trained on them. */
export function readPairs(kind: Pair['kind']): Pair[] {
  const [, ...blocks] = readFileSync(path.join(FOLDER, `${kind}.txt`), 'utf8').split(/^# /mu);
  return blocks.map((block) => {
    const [head = '', ...calls] = block.split(/^== .*\n/mu);
    const [good = [], poor = []] = calls.map(linesOf);
    return {
      id: head.split(' ')[0] ?? '',
      kind,
      good: dialogue(...good),
      poor: dialogue(...poor),
      poorLines: poor,
    };
  });
}

function linesOf(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.replace(/^A: /u, 'agent: ').replace(/^C: /u, 'customer: '));
}
