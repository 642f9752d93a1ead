import { z } from 'zod';
import type { Keyword } from '../../domain/analysis-config.ts';
import { Engine } from '../../domain/engine.ts';
import { Evidence, evidenceList } from '../../text/evidence.ts';
import { literalPhrase } from '../../text/phrases.ts';
import type { Sentence } from '../../text/sentences.ts';
import { readTone } from '../../understanding/tone.ts';
import { defineSection, type SectionInput } from '../section.ts';
import { labelOf } from './sentiment.ts';

export const Keywords = z.strictObject({
  engine: Engine,
  /** Every configured keyword, in the order of the configuration, also those that were not said. */
  keywords: z.array(
    z.strictObject({
      number: z.int().positive(),
      name: z.string(),
      count: z.int().nonnegative(),
      timesMs: z.array(z.int().nonnegative()),
      /** Tone of the sentences that say it; null where none does, and in a language whose tone is not measured. */
      sentiment: z.enum(['positive', 'neutral', 'negative']).nullable(),
      evidence: z.array(Evidence),
    }),
  ),
});
export type Keywords = z.infer<typeof Keywords>;

/** Counting works in every language; only the tone of the sentences needs English. */
export const keywords = defineSection({
  name: 'keywords',
  schema: Keywords,
  prompt: null,
  offline: ({ full, trusted, tone, config }): Keywords => {
    const counted = { trusted: full, tone: full === trusted ? tone : readTone(full) };
    return {
      engine: 'measured',
      keywords: config.keywords.map((keyword, position) => countKeyword(counted, keyword, position + 1)),
    };
  },
});

function countKeyword(
  { trusted, tone }: Pick<SectionInput, 'trusted' | 'tone'>,
  keyword: Keyword,
  position: number,
): Keywords['keywords'][number] {
  const patterns = [keyword.name, ...keyword.phrases].flatMap((phrase) => literalPhrase(phrase) ?? []);
  const hits = trusted.sentences.flatMap((sentence) => hitsIn(sentence, patterns).map(() => sentence));
  const scores = hits.map((sentence) => tone.ofSentence(sentence));
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  return {
    number: keyword.number ?? position,
    name: keyword.name,
    count: hits.length,
    timesMs: hits.map(({ startMs }) => startMs),
    sentiment: hits.length === 0 || !trusted.english ? null : labelOf(mean),
    evidence: evidenceList([...new Set(hits)], 10),
  };
}

/** Where the sentence says one of the wordings; places two wordings share count once. */
function hitsIn(sentence: Sentence, patterns: readonly RegExp[]): number[] {
  const places = patterns.flatMap((pattern) =>
    [...sentence.norm.matchAll(pattern)].map(({ index }) => index),
  );
  return [...new Set(places)].toSorted((a, b) => a - b);
}
