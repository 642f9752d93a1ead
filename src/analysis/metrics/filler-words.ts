import type { ParsedUtterance } from '../../text/parsed-transcript.ts';

interface FillerCount {
  readonly word: string;
  readonly count: number;
}

/** Words before and after which a filler word is ordinary speech. */
const ORDINARY: ReadonlyMap<string, { before?: RegExp; after?: RegExp }> = new Map(
  Object.entries({
    'you know': {
      before: /^(?:do|did|if|as|let|would|that|when|how|don't|didn't|should|could|may|might|to|will)$/u,
      after: /^(?:what|that|how|when|where|why|who|if|whether|about|the|your|my|which|someone|anyone)$/u,
    },
    'i mean': { before: /^(?:what|that's|know)$/u, after: /^(?:by|to|it)$/u },
    'sort of': { before: /^(?:what|a|this|that|some|any|same|the|which|every)$/u },
    'kind of': { before: /^(?:what|a|this|that|some|any|same|the|which|every|one)$/u },
    hmm: { after: /^mm$/u },
  }),
);
/** "like" is a filler only between commas, after a conjunction or another filler, or before a quote ("I was like"). */
const LIKE_BEFORE =
  /^(?:and|but|so|or|because|just|um|umm|uh|uhm|know|was|i'm|it's|were|he's|she's|they're)$/u;
const LIKE_AFTER_ORDINARY = /^(?:to|that|this|it|a|an|the|your|my|our|what|how|us|you|me)$/u;

/**
 * Filler words of the utterances, counted by word in the order of the list. A word that doubles as ordinary speech
 * ("like", "you know", "kind of") counts only where its neighbours show that it carries no meaning.
 */
export function countFillers(
  utterances: readonly ParsedUtterance[],
  fillerWords: readonly string[],
): FillerCount[] {
  const counts = new Map<string, number>();
  const byFirstWord = new Map<string, { word: string; rest: string[] }[]>();
  for (const word of new Set(fillerWords.map((word) => word.toLowerCase()))) {
    const [first = '', ...rest] = word.split(/\s+/u);
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { word, rest }]);
    counts.set(word, 0);
  }
  for (const utterance of utterances) {
    const words = utterance.tokens.map((token) => token.text);
    for (const [at, first] of words.entries()) {
      for (const { word, rest } of byFirstWord.get(first) ?? []) {
        const matches = rest.every((part, offset) => words[at + 1 + offset] === part);
        if (matches && isFiller(word, utterance, at, rest.length + 1))
          counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
  }
  return [...counts].filter(([, count]) => count > 0).map(([word, count]) => ({ word, count }));
}

function isFiller(word: string, parsed: ParsedUtterance, at: number, length: number): boolean {
  const before = parsed.tokens[at - 1]?.text ?? '';
  const after = parsed.tokens[at + length]?.text ?? '';
  if (word === 'like') return isLikeFiller(parsed, at, before, after);
  const ordinary = ORDINARY.get(word);
  if (ordinary === undefined) return true;
  return !(ordinary.before?.test(before) ?? false) && !(ordinary.after?.test(after) ?? false);
}

function isLikeFiller(parsed: ParsedUtterance, at: number, before: string, after: string): boolean {
  const { tokens, utterance } = parsed;
  const commaBefore = utterance.text.slice(tokens[at - 1]?.end ?? 0, tokens[at]?.start).includes(',');
  const commaAfter = utterance.text.slice(tokens[at]?.end, tokens[at + 1]?.start).includes(',');
  if (commaBefore && commaAfter) return true;
  if (!LIKE_BEFORE.test(before)) return at === 0 && /^(?:i|you|we|they|he|she)$/u.test(after);
  return !LIKE_AFTER_ORDINARY.test(after) && after !== '';
}
