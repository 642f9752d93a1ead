import type { TaxonomyTopic } from '../config.ts';
import { coverage, joinWordSets, type WordSet } from '../text/coverage.ts';
import { literalPhrase } from '../text/phrases.ts';
import type { Reading } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';
import { contentStems } from '../text/stems.ts';
import { tokenise } from '../text/tokens.ts';
import type { Need } from './needs.ts';

export interface RankedTopic {
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
export function rankTaxonomy(
  reading: Reading,
  needs: readonly Need[],
  taxonomy: readonly TaxonomyTopic[],
): RankedTopic[] {
  if (taxonomy.length === 0) return [];
  const customer = reading.sentences.filter(({ role }) => role === 'customer');
  const reason =
    needs.length > 0 ? needs.map(({ sentence }) => sentence) : customer.slice(0, OPENING_SENTENCES);
  const said = { reason: words(reason), customer: words(customer), call: words(reading.sentences) };
  const weightOf = rarity(taxonomy);
  return taxonomy
    .map((topic, position) => ({ ...rank(topic, said, weightOf, reading.sentences), position }))
    .filter(({ confidence }) => confidence >= SMALLEST_CONFIDENCE)
    .toSorted((a, b) => b.confidence - a.confidence || a.position - b.position)
    .map(({ topic, confidence, sentences }) => ({ topic, confidence, sentences }));
}

function rank(
  topic: TaxonomyTopic,
  said: { reason: WordSet; customer: WordSet; call: WordSet },
  weightOf: (stem: string) => number,
  sentences: readonly Sentence[],
): RankedTopic {
  const stems = contentStems(wordsOf(topic.name));
  const part = (set: WordSet): number => coverage(stems, set, weightOf);
  const named =
    part(said.reason) * SHARES.reason + part(said.customer) * SHARES.customer + part(said.call) * SHARES.call;
  const patterns = topic.phrases.flatMap((phrase) => literalPhrase(wordsOf(phrase)) ?? []);
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

function wordsOf(text: string): string[] {
  return tokenise(text).map(({ text }) => text);
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
