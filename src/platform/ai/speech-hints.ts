/** What is known of a recording before it is heard. */
export interface SpeechHints {
  /** BCP 47 tag; `null`: the model finds out. */
  readonly language: string | null;
  /** Words to expect, the most important first. */
  readonly keyterms: readonly string[];
}
