/**
 * One call of two turns in the forms that services publish: "Thank you for calling." from second 0 to 2, and "My invoice is
 * wrong." from 2.5 to 4.5. `roles`: the form says who is who. `times`: what of the times the form says.
 */
export interface Sample {
  readonly content: unknown;
  readonly roles?: true;
  readonly times?: 'none' | 'starts' | 'whole seconds';
  readonly words?: true;
}

export interface SpokenWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const FIRST: readonly SpokenWord[] = [
  { text: 'Thank', start: 0, end: 0.4 },
  { text: 'you', start: 0.4, end: 0.8 },
  { text: 'for', start: 0.8, end: 1.2 },
  { text: 'calling.', start: 1.2, end: 2 },
];
const SECOND: readonly SpokenWord[] = [
  { text: 'My', start: 2.5, end: 2.9 },
  { text: 'invoice', start: 2.9, end: 3.6 },
  { text: 'is', start: 3.6, end: 4 },
  { text: 'wrong.', start: 4, end: 4.5 },
];
const TURNS = [FIRST, SECOND];
const textOf = (words: readonly SpokenWord[]) => words.map(({ text }) => text).join(' ');
const startOf = (words: readonly SpokenWord[]) => words[0]?.start ?? 0;
const endOf = (words: readonly SpokenWord[]) => words.at(-1)?.end ?? 0;

/** One entry for each turn. */
export const turns = <Turn>(
  make: (turn: {
    text: string;
    start: number;
    end: number;
    at: number;
    words: readonly SpokenWord[];
  }) => Turn,
) =>
  TURNS.map((words, at) =>
    make({ text: textOf(words), start: startOf(words), end: endOf(words), at, words }),
  );
/** One entry for each word. */
export const words = <Word>(make: (word: SpokenWord, at: number) => Word) =>
  TURNS.flatMap((some, at) => some.map((word) => make(word, at)));

export const ms = (seconds: number) => Math.round(seconds * 1000);
export const clock = (seconds: number) => `00:00:0${seconds.toFixed(3)}`;
export const duration = (seconds: number) => `PT${seconds}S`;
export const since = Date.parse('2026-03-02T09:15:00Z');
export const side = (at: number, agent: string, customer: string) => (at === 0 ? agent : customer);
