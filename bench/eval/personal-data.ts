import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { RedactionKind } from '../../src/domain/submission.ts';
import type { Transcript } from '../../src/domain/transcript.ts';
import { findPersonalData } from '../../src/pii/redact.ts';
import { tokenise } from '../../src/text/tokens.ts';

const SENTENCES = path.join(import.meta.dirname, '../../test/fixtures/pii');

const Sentence = z.strictObject({
  id: z.string(),
  /** What was said before, last turn last; speakers take turns. */
  context: z.array(z.string()).default([]),
  text: z.string(),
  items: z.array(z.strictObject({ kind: z.string(), text: z.string() })),
});
export type Sentence = z.infer<typeof Sentence>;

export function readSentences(set: 'dev' | 'dev2' | 'test'): Sentence[] {
  const lines = readFileSync(path.join(SENTENCES, `${set}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => Sentence.parse(JSON.parse(line)));
}

export interface Outcome {
  readonly sentence: Sentence;
  /** The text with what is found replaced by its kind. */
  readonly redacted: string;
  readonly items: readonly { readonly kind: string; readonly text: string; readonly hidden: boolean }[];
  readonly words: number;
  readonly wordsHidden: number;
}

/** Words that tell nothing where the rest of an item is gone. */
const CONNECTING = /^(?:a|an|and|as|at|for|in|is|of|the|then|um|uh|er|erm)$/u;

/** What the detector hides of a sentence. An item is hidden where none of its telling words is left. */
export function tryOut(sentence: Sentence): Outcome {
  const call = callOf(sentence);
  const last = call.utterances.length - 1;
  const spans = findPersonalData(call, RedactionKind.options).filter(({ utterance }) => utterance === last);
  const covered = (start: number, end: number): boolean =>
    spans.some((span) => span.start <= start && span.end >= end);
  const words = tokenise(sentence.text);
  let from = 0;
  const items = sentence.items.map(({ kind, text }) => {
    const start = sentence.text.indexOf(text, from);
    const end = start + text.length;
    from = end;
    const own = words.filter((word) => word.start < end && word.end > start);
    return {
      kind,
      text,
      hidden: own.every((word) => CONNECTING.test(word.text) || covered(word.start, word.end)),
    };
  });
  const wordsHidden = words.filter((word) => covered(word.start, word.end)).length;
  return { sentence, redacted: replaced(sentence.text, spans), items, words: words.length, wordsHidden };
}

function callOf({ context, text }: Sentence): Transcript {
  const lines = [...context, text];
  const utterances = lines.map((line, index) => {
    const customer = (lines.length - 1 - index) % 2 === 0;
    return {
      index,
      speaker: customer ? 'customer' : 'agent',
      role: customer ? ('customer' as const) : ('agent' as const),
      channel: null,
      startMs: index * 5000,
      endMs: index * 5000 + 4000,
      text: line,
      confidence: null,
      words: [],
    };
  });
  const durationMs = lines.length * 5000;
  return { language: 'en', durationMs, engine: 'submitted', wordTimes: 'none', utterances };
}

function replaced(text: string, spans: ReturnType<typeof findPersonalData>): string {
  return spans.reduceRight(
    (rest, { start, end, kind }) => `${rest.slice(0, start)}[${kind.toUpperCase()}]${rest.slice(end)}`,
    text,
  );
}

export interface Totals {
  readonly items: number;
  readonly hidden: number;
  readonly byKind: ReadonlyMap<string, { readonly items: number; readonly hidden: number }>;
  readonly cleanSentences: number;
  readonly cleanWords: number;
  readonly cleanWordsHidden: number;
}

export function totalsOf(outcomes: readonly Outcome[]): Totals {
  const items = outcomes.flatMap((outcome) => outcome.items);
  const clean = outcomes.filter(({ sentence }) => sentence.items.length === 0);
  const byKind = Map.groupBy(items, ({ kind }) => kind);
  const count = (some: typeof items) => ({
    items: some.length,
    hidden: some.filter(({ hidden }) => hidden).length,
  });
  return {
    ...count(items),
    byKind: new Map(
      [...byKind].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, some]) => [kind, count(some)]),
    ),
    cleanSentences: clean.length,
    cleanWords: clean.reduce((sum, { words }) => sum + words, 0),
    cleanWordsHidden: clean.reduce((sum, { wordsHidden }) => sum + wordsHidden, 0),
  };
}
