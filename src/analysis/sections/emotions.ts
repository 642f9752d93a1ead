import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import { averageEmotions, distributeEmotions } from '../../understanding/emotions.ts';
import { defineSection } from '../section.ts';

const Share = z.number().min(0).max(1);
const Distribution = z.strictObject({
  happy: Share,
  neutral: Share,
  calm: Share,
  sad: Share,
  angry: Share,
  fearful: Share,
  surprised: Share,
  disgust: Share,
});

export const Emotions = z.strictObject({
  engine: Engine,
  /** Shares that sum to 1 for every utterance with words. */
  utterances: z.array(z.strictObject({ utterance: z.int().nonnegative(), distribution: Distribution })),
  /** Of the whole call, each utterance weighted by its words; null where nothing was said in a known language. */
  overall: Distribution.nullable(),
  /** The utterances that are least neutral. */
  evidence: z.array(Evidence),
});
export type Emotions = z.infer<typeof Emotions>;

const MOST_EVIDENCE = 3;

/** Shares for every utterance: a long answer that a model adds little to. Not asked of a model. */
export const emotions = defineSection({
  name: 'emotions',
  schema: Emotions,
  prompt: null,
  offline: ({ trusted, tone }): Emotions => {
    if (!trusted.english)
      return { engine: UNSUPPORTED_LANGUAGE, utterances: [], overall: null, evidence: [] };
    const entries = trusted.utterances.map((utterance) => ({
      utterance,
      distribution: distributeEmotions(utterance, { trusted, tone }),
    }));
    const felt = entries.filter(({ distribution }) => distribution.neutral < 0.5);
    const strongest = felt
      .toSorted((a, b) => a.distribution.neutral - b.distribution.neutral)
      .slice(0, MOST_EVIDENCE);
    return {
      engine: 'offline',
      utterances: entries.map(({ utterance, distribution }) => ({
        utterance: utterance.index,
        distribution,
      })),
      overall: entries.length === 0 ? null : averageEmotions(entries),
      evidence: strongest.flatMap(({ utterance }) => utterance.sentences.slice(0, 1).map(evidenceFrom)),
    };
  },
});
