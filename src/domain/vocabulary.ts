import { z } from 'zod';

export const MAX_KEYTERMS = 100;
const KEYTERM_MAX_CHARACTERS = 50;

/** Words that speech models would not expect: names of products, people and places, terms of a trade. */
export const Keyterms = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(KEYTERM_MAX_CHARACTERS)
      .refine((term) => !/\p{Cc}/u.test(term), 'must not have control characters'),
  )
  .max(MAX_KEYTERMS);

/** The terms of an account, heard in all of its calls. */
export const VocabularyContent = z.strictObject({ terms: Keyterms.default([]) });
export type VocabularyContent = z.infer<typeof VocabularyContent>;

/** At most 100 terms, each once whatever its case: those of the call, then those of the account. */
export function mergedKeyterms(ofCall: readonly string[], ofAccount: readonly string[]): readonly string[] {
  const bySpelling = new Map<string, string>();
  for (const term of [...ofCall, ...ofAccount]) {
    const spelling = term.toLowerCase();
    if (!bySpelling.has(spelling)) bySpelling.set(spelling, term);
  }
  return [...bySpelling.values()].slice(0, MAX_KEYTERMS);
}
