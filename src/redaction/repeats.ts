import type { Heard, Track } from './speech.ts';

/** Every place at which one of these sequences of words is said. Each sequence counts once, however often it is given. */
export function findRepeats(words: Track, sequences: readonly (readonly string[])[]): Heard[][] {
  const distinct = new Map(sequences.map((sequence) => [sequence.join(' '), sequence]));
  const byFirst = Map.groupBy(distinct.values(), ([first = '']) => first);
  return words.flatMap((word, at) =>
    (byFirst.get(word.text) ?? [])
      .filter((sequence) => sequence.every((text, offset) => words[at + offset]?.text === text))
      .map((sequence) => words.slice(at, at + sequence.length)),
  );
}
