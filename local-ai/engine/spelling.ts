/** Spellings of a century ago that the model learned from old books. */
const OLD_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(to)-(day|night|morrow)\b/giu, '$1$2'],
  [/\b(any|every|some) (thing)\b/giu, '$1$2'],
];

/** Writes the model's old-fashioned spellings as they are written now: `to-day` → `today`, `any thing` → `anything`. */
export const tidySpelling = (text: string): string =>
  OLD_SPELLINGS.reduce((tidy, [old, now]) => tidy.replaceAll(old, now), text);
