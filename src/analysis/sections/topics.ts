import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../engine.ts';
import { Evidence, evidenceList } from '../evidence.ts';
import { rankTaxonomy } from '../facts/taxonomy.ts';
import { findNeeds, findPurposes } from '../facts/needs.ts';
import { kept } from '../judged/kept.ts';
import { defineSection } from '../section.ts';

export const Topics = z.strictObject({
  engine: Engine,
  /** The most fitting first: topics of the account's taxonomy, then phrases the call itself keeps coming back to. */
  topics: z.array(
    z.strictObject({
      name: z.string(),
      confidence: z.number().min(0).max(1),
      source: kept(z.enum(['taxonomy', 'phrase']), 'phrase'),
      evidence: z.array(Evidence),
    }),
  ),
});
export type Topics = z.infer<typeof Topics>;

const MOST_TAXONOMY_TOPICS = 3;
const MOST_PHRASES = 5;
const PHRASE_CEILING = 0.9;

export const topics = defineSection({
  name: 'topics',
  schema: Topics,
  prompt: {
    version: 1,
    group: 'story',
    text: 'Name what the call is about: first the fitting topics of the given taxonomy, if there is one, then up to five phrases of two or three words the call itself uses, each with a confidence from 0 to 1 and a verbatim quote.',
    given: ({ taxonomy }) => (taxonomy.length === 0 ? null : taxonomy),
  },
  settle: (judged, { config }): Topics => ({
    ...judged,
    topics: judged.topics
      .filter(({ evidence }) => evidence.length > 0)
      .map((topic) => ({
        ...topic,
        source: config.taxonomy.some(({ name }) => name === topic.name) ? 'taxonomy' : 'phrase',
      })),
  }),
  offline: ({ story, reading, config }): Topics => {
    if (story === null) return { engine: UNSUPPORTED_LANGUAGE, topics: [] };
    const needs = [...findNeeds(reading), ...findPurposes(reading)];
    const named = rankTaxonomy(reading, needs, config.taxonomy).slice(0, MOST_TAXONOMY_TOPICS);
    const heaviest = story.phrases[0]?.weight ?? 1;
    return {
      engine: 'offline',
      topics: [
        ...named.map(({ topic, confidence, sentences }) => ({
          name: topic.name,
          confidence,
          source: 'taxonomy' as const,
          evidence: evidenceList(sentences, 3),
        })),
        ...story.phrases.slice(0, MOST_PHRASES).map(({ phrase, weight, sentences }) => ({
          name: phrase,
          confidence: Math.round(PHRASE_CEILING * Math.sqrt(weight / heaviest) * 100) / 100,
          source: 'phrase' as const,
          evidence: evidenceList(sentences, 3),
        })),
      ],
    };
  },
});
