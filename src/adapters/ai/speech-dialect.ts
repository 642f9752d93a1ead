/** What is known of a recording before it is heard. */
export interface SpeechHints {
  /** BCP 47 tag; `null`: the model finds out. */
  readonly language: string | null;
  /** Words to expect, the most important first. */
  readonly keyterms: readonly string[];
}

/** No fewer bytes than this make a token of a name, in any of the models' vocabularies of sub-words. */
const BYTES_PER_TOKEN = 2;
/** What stands between two terms. */
const SEPARATOR_TOKENS = 1;

/** The first of the terms, as many as surely fit into `maxTokens`: a model refuses, or forgets, what is more. */
export function keytermsWithin(terms: readonly string[], maxTokens: number): readonly string[] {
  const encoder = new TextEncoder();
  let tokens = 0;
  const end = terms.findIndex((term) => {
    tokens += Math.ceil(encoder.encode(term).byteLength / BYTES_PER_TOKEN) + SEPARATOR_TOKENS;
    return tokens > maxTokens;
  });
  return end === -1 ? terms : terms.slice(0, end);
}
