/**
 * One expression for a list of wordings, to be tested against a normalised sentence (`Sentence.norm`: lower-case
 * words parted by single spaces). Each wording matches whole words only and may itself be an expression.
 */
export function phrases(...wordings: readonly string[]): RegExp {
  return new RegExp(`(?<![^ ])(?:${wordings.join('|')})(?![^ ])`, 'u');
}

/** The wording of a caller as an expression that matches it literally, whole words only; null where it has no word. */
export function literalPhrase(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  return new RegExp(`(?<![^ ])${words.map(escapeRegExp).join(' ')}(?![^ ])`, 'gu');
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
