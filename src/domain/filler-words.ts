/**
 * Words that fill time without carrying meaning. Backchannels ("mm-hmm", "uh-huh") are not fillers: they
 * answer the other speaker. The last group counts only where the context shows a filler (`metrics/fillers.ts`).
 */
export const DEFAULT_FILLER_WORDS: readonly string[] = [
  'um',
  'umm',
  'uhm',
  'uh',
  'uhh',
  'er',
  'erm',
  'hmm',
  'ah',
  'eh',
  'basically',
  'literally',
  'like',
  'you know',
  'i mean',
  'sort of',
  'kind of',
];
