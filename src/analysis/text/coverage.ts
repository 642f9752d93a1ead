import { groupOf, groupsOf } from './related-words.ts';
import { contentStems } from './stems.ts';

/** The words of a text prepared for comparison. */
export interface WordSet {
  readonly stems: ReadonlySet<string>;
  readonly groups: ReadonlySet<number>;
}

export const NO_WORDS: WordSet = { stems: new Set(), groups: new Set() };

/** What a word of the same matter counts where the word itself is missing. */
const RELATED_VALUE = 0.7;

/** The content of several texts together. */
export function joinWordSets(sets: readonly WordSet[]): WordSet {
  return {
    stems: new Set(sets.flatMap(({ stems }) => [...stems])),
    groups: new Set(sets.flatMap(({ groups }) => [...groups])),
  };
}

export function wordSet(words: readonly string[]): WordSet {
  const stems = new Set(contentStems(words));
  return { stems, groups: groupsOf(stems) };
}

/**
 * Share of `wanted` stems found in `said`, 0 to 1, each weighted by `weightOf`; a word of the same matter counts
 * 0.7. 0 where nothing is wanted.
 */
export function coverage(
  wanted: Iterable<string>,
  said: WordSet,
  weightOf: (stem: string) => number = () => 1,
): number {
  let found = 0;
  let all = 0;
  for (const stem of wanted) {
    const weight = weightOf(stem);
    all += weight;
    const group = groupOf(stem);
    if (said.stems.has(stem)) found += weight;
    else if (group !== undefined && said.groups.has(group)) found += weight * RELATED_VALUE;
  }
  return all === 0 ? 0 : found / all;
}
