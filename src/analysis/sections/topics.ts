import { z } from 'zod';
import type { TaxonomyTopic } from '../../domain/analysis-config.ts';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { contentStems, coverage, joinWordSets, type WordSet } from '../../text/content-words.ts';
import { Evidence, evidenceList } from '../../text/evidence.ts';
import type { ParsedTranscript } from '../../text/parsed-transcript.ts';
import { literalPhrase, type Sentence } from '../../text/sentences.ts';
import { wordsOf } from '../../text/tokens.ts';
import { findNeeds, findPurposes, type Need } from '../../understanding/needs.ts';
import { defineSection } from '../section.ts';

const Topics = z.strictObject({
  engine: Engine,
  /** The most fitting first: topics of the account's taxonomy, then phrases the call itself keeps coming back to. */
  topics: z.array(
    z.strictObject({
      name: z.string(),
      confidence: z.number().min(0).max(1),
      source: computed(z.enum(['taxonomy', 'phrase']), 'phrase'),
      evidence: z.array(Evidence),
    }),
  ),
});
type Topics = z.infer<typeof Topics>;

const MOST_TAXONOMY_TOPICS = 3;
const MOST_PHRASES = 5;
const PHRASE_CEILING = 0.9;

export const topics = defineSection({
  name: 'topics',
  schema: Topics,
  prompt: {
    version: 1,
    group: 'content',
    text: 'Name what the call is about: first the fitting topics of the given taxonomy, if there is one, then up to five phrases of two or three words the call itself uses, each with a confidence from 0 to 1 and a verbatim quote.',
    given: ({ taxonomy }) => (taxonomy.length === 0 ? null : taxonomy),
  },
  settle: (answer, { config }): Topics => ({
    ...answer,
    topics: answer.topics
      .filter(({ evidence }) => evidence.length > 0)
      .map((topic) => ({
        ...topic,
        source: config.taxonomy.some(({ name }) => name === topic.name) ? 'taxonomy' : 'phrase',
      })),
  }),
  offline: ({ facts, trusted, config }): Topics => {
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, topics: [] };
    const needs = [...findNeeds(trusted), ...findPurposes(trusted)];
    const named = rankTaxonomy(trusted, needs, config.taxonomy).slice(0, MOST_TAXONOMY_TOPICS);
    const heaviest = facts.phrases[0]?.weight ?? 1;
    return {
      engine: 'offline',
      topics: [
        ...named.map(({ topic, confidence, sentences }) => ({
          name: topic.name,
          confidence,
          source: 'taxonomy' as const,
          evidence: evidenceList(sentences, 3),
        })),
        ...facts.phrases.slice(0, MOST_PHRASES).map(({ phrase, weight, sentences }) => ({
          name: phrase,
          confidence: Math.round(PHRASE_CEILING * Math.sqrt(weight / heaviest) * 100) / 100,
          source: 'phrase' as const,
          evidence: evidenceList(sentences, 3),
        })),
      ],
    };
  },
});

interface RankedTopic {
  readonly topic: TaxonomyTopic;
  /** 0 to 1, two decimals. */
  readonly confidence: number;
  /** The sentences that say most of it, the best first. */
  readonly sentences: readonly Sentence[];
}

const SHARES = { reason: 0.6, customer: 0.25, call: 0.15 };
const SMALLEST_CONFIDENCE = 0.35;
const PHRASE_CONFIDENCE = 0.95;
/** Where no need is stated, the customer's first sentences stand for it. */
const OPENING_SENTENCES = 4;

/**
 * Topics of the taxonomy by how much of their wording the call covers: 60 % in the reason for the call, 25 % in what
 * the customer says, 15 % in the whole call; words that few topics share weigh more (inverse document frequency,
 * Spärck Jones, 1972). A configured phrase said literally gives at least 0.95.
 */
function rankTaxonomy(
  trusted: ParsedTranscript,
  needs: readonly Need[],
  taxonomy: readonly TaxonomyTopic[],
): RankedTopic[] {
  if (taxonomy.length === 0) return [];
  const customer = trusted.sentences.filter(({ role }) => role === 'customer');
  const reason =
    needs.length > 0 ? needs.map(({ sentence }) => sentence) : customer.slice(0, OPENING_SENTENCES);
  const wording = { reason: words(reason), customer: words(customer), call: words(trusted.sentences) };
  const weightOf = rarity(taxonomy);
  return taxonomy
    .map((topic, position) => ({ ...rank(topic, wording, weightOf, trusted.sentences), position }))
    .filter(({ confidence }) => confidence >= SMALLEST_CONFIDENCE)
    .toSorted((a, b) => b.confidence - a.confidence || a.position - b.position)
    .map(({ topic, confidence, sentences }) => ({ topic, confidence, sentences }));
}

function rank(
  topic: TaxonomyTopic,
  wording: { reason: WordSet; customer: WordSet; call: WordSet },
  weightOf: (stem: string) => number,
  sentences: readonly Sentence[],
): RankedTopic {
  const stems = contentStems(wordsOf(topic.name));
  const part = (set: WordSet): number => coverage(stems, set, weightOf);
  const named =
    part(wording.reason) * SHARES.reason +
    part(wording.customer) * SHARES.customer +
    part(wording.call) * SHARES.call;
  const patterns = topic.phrases.flatMap((phrase) => literalPhrase(phrase) ?? []);
  const literal = sentences.filter(({ norm }) => patterns.some((pattern) => norm.search(pattern) >= 0));
  const confidence = literal.length > 0 ? Math.max(named, PHRASE_CONFIDENCE) : named;
  const closest = sentences
    .map((sentence) => ({ sentence, share: coverage(stems, sentence.content, weightOf) }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share)
    .map(({ sentence }) => sentence);
  const shown = [...literal, ...closest].slice(0, 3);
  return { topic, confidence: Math.round(confidence * 100) / 100, sentences: [...new Set(shown)] };
}

function words(sentences: readonly Sentence[]): WordSet {
  return joinWordSets(sentences.map(({ content }) => content));
}

function rarity(taxonomy: readonly TaxonomyTopic[]): (stem: string) => number {
  const counts = new Map<string, number>();
  for (const { name } of taxonomy) {
    for (const stem of new Set(contentStems(wordsOf(name)))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return (stem) => Math.log(1 + taxonomy.length / (counts.get(stem) ?? 1));
}
