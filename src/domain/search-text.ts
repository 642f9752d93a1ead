/** Longer terms are found by this many characters and then compared whole. */
const SUFFIX_LENGTH = 12;

/** Makes two spellings equal that differ in case only. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Agent and contact, folded, one per line; `null` where there is neither. A search looks for its term in it. */
export function searchTextOf(agentId: string | null, contactId: string | null): string | null {
  const names = [agentId, contactId].filter((name) => name !== null);
  return names.length === 0 ? null : names.map(fold).join('\n');
}

/**
 * What follows from each position of a folded text on, twelve characters at most, each once. A term of up to twelve
 * characters is in the text exactly where one of these begins with it.
 */
export function suffixesOf(folded: string): string[] {
  const characters = Array.from(folded);
  return [...new Set(characters.map((_, at) => characters.slice(at, at + SUFFIX_LENGTH).join('')))];
}

/** What a suffix begins with where the folded term is in the text. */
export function suffixStart(folded: string): string {
  return Array.from(folded).slice(0, SUFFIX_LENGTH).join('');
}
