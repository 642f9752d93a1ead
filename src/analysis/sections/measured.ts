import { z } from 'zod';
import type { Keyword } from '../../domain/analysis-config.ts';
import { Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { EntityKind, Span } from '../../pii/entity.ts';
import { Evidence, evidenceList } from '../../text/evidence.ts';
import { literalPhrase, type Sentence } from '../../text/sentences.ts';
import { readTone } from '../../understanding/tone.ts';
import { Conversation } from '../metrics/conversation.ts';
import { defineSection, type SectionInput } from '../section.ts';
import { labelOf } from './sentiment.ts';

/** The measured timeline, in the report as it was handed to the other sections. Never asked of a model. */
export const conversation = defineSection({
  name: 'conversation',
  schema: Conversation,
  prompt: null,
  offline: ({ fullConversation: measured }) => measured,
});

const Keywords = z.strictObject({
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
type Keywords = z.infer<typeof Keywords>;

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

const Entities = z.strictObject({
  engine: Engine,
  /** In order of place. A number dictated over several utterances is one entity with several spans. */
  entities: z.array(
    z.strictObject({
      kind: EntityKind,
      /** In a standard form: digits only, `YYYY-MM-DD`, `147.5 USD`, a name with capitals. */
      value: z.string(),
      spans: z.array(Span),
      evidence: z.array(Evidence),
    }),
  ),
});
type Entities = z.infer<typeof Entities>;

/** Their places in the text are what redaction and masking rest on: never a matter of opinion. Not asked of a model. */
export const entities = defineSection({
  name: 'entities',
  schema: Entities,
  prompt: null,
  offline: ({ facts, entities }): Entities => {
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, entities: [] };
    return {
      engine: 'offline',
      entities: entities.map(({ kind, value, spans, evidence }) => ({
        kind,
        value,
        spans: [...spans],
        evidence: [...evidence],
      })),
    };
  },
});
