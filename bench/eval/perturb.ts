import { fnv1a } from '../../src/understanding/features.ts';
import type { EvalCall, SpokenTurn } from './calls.ts';
import { CONFUSIONS, inOtherWords, soundOf } from './perturb-words.ts';
import { randomFrom } from './statistics.ts';

/** The same call, told a little differently. Same call, seed and vocabulary: same result. */
export type Perturbation = (call: EvalCall, vocabulary: Vocabulary, seed: number) => EvalCall;

/** Words that recognition errors are made of. */
export interface Vocabulary {
  /** In order of the calls, each as often as it is said. */
  readonly words: readonly string[];
  readonly bySound: ReadonlyMap<string, readonly string[]>;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’]*/gu;

export function vocabularyOf(calls: readonly EvalCall[]): Vocabulary {
  const words = calls.flatMap(({ turns }) =>
    turns.flatMap(({ text }) => text.toLowerCase().match(WORD) ?? []),
  );
  const bySound = Map.groupBy(new Set(words), soundOf);
  return { words, bySound };
}

const withTexts = (call: EvalCall, change: (turn: SpokenTurn) => string): EvalCall => ({
  ...call,
  turns: call.turns.map((turn) => ({ ...turn, text: change(turn) })),
});

/** As a recogniser without punctuation writes it; apostrophes, decimal points and times of day stay. */
const lowerCase: Perturbation = (call) =>
  withTexts(call, ({ text }) =>
    text
      .toLowerCase()
      .replaceAll(
        /(?<!\d)[.,:]|[.,:](?!\d)|[^\p{L}\p{N}\p{M}\s'’$€£%.,:@#&+<>[\]_-]|(?<![\p{L}\p{N}])-|-(?![\p{L}\p{N}])/gu,
        ' ',
      )
      .replaceAll(/\s+/gu, ' ')
      .trim(),
  );

/** Of 100 words so many are misheard, left out or added: 8 in all, in the proportions of telephone recognition. */
const ERRORS = { substituted: 0.05, deleted: 0.02, inserted: 0.01 };
/** Most misheard words become one that sounds alike, where there is one. */
const ALIKE = 0.8;

const misheard: Perturbation = (call, vocabulary, seed) => {
  const random = randomFrom(fnv1a(call.id) ^ seed);
  const any = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
  const alike = (word: string): string => {
    const known = CONFUSIONS.get(word);
    if (known !== undefined) return any(known);
    const others = (vocabulary.bySound.get(soundOf(word)) ?? []).filter((other) => other !== word);
    return others.length > 0 && random() < ALIKE ? any(others) : any(vocabulary.words);
  };
  return withTexts(call, ({ text }) =>
    text.replaceAll(WORD, (word) => {
      const drawn = random();
      if (drawn < ERRORS.substituted) return alike(word.toLowerCase());
      if (drawn < ERRORS.substituted + ERRORS.deleted) return '';
      return drawn > 1 - ERRORS.inserted ? `${word} ${any(vocabulary.words)}` : word;
    }),
  );
};

/** Other words for the same: each is replaced wherever it stands. */
const synonyms: Perturbation = (call) => withTexts(call, ({ text }) => inOtherWords(text));

const LONG_TURN_WORDS = 12;

/** Long turns come in two utterances, cut at a sentence near the middle or else between words. */
const split: Perturbation = (call) => ({
  ...call,
  turns: call.turns.flatMap((turn) => {
    const words = turn.text.split(/\s+/u);
    if (words.length < LONG_TURN_WORDS) return [turn];
    const middle = words.length / 2;
    const ends = words.flatMap((word, at) => (/[.?!]$/u.test(word) && at + 1 < words.length ? [at + 1] : []));
    const nearest = ends.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    const cut = nearest ?? Math.floor(middle);
    const cutMs = Math.round(turn.startMs + ((turn.endMs - turn.startMs) * cut) / words.length);
    return [
      { ...turn, text: words.slice(0, cut).join(' '), endMs: cutMs },
      { ...turn, text: words.slice(cut).join(' '), startMs: cutMs },
    ];
  }),
});

const SHORT_ANSWER_WORDS = 2;

/** What one speaker says before and after a word or two of another comes as one utterance, the short one after it. */
const merged: Perturbation = (call) => {
  const turns: SpokenTurn[] = [];
  for (let at = 0; at < call.turns.length; at += 1) {
    const [turn, between, next] = [call.turns[at], call.turns[at + 1], call.turns[at + 2]];
    if (turn === undefined) break;
    if (between !== undefined && between.speaker === turn.speaker) {
      turns.push({ ...turn, text: `${turn.text} ${between.text}`, endMs: between.endMs });
      at += 1;
    } else if (
      next?.speaker === turn.speaker &&
      between !== undefined &&
      between.text.split(/\s+/u).length <= SHORT_ANSWER_WORDS &&
      at % 2 === 0
    ) {
      turns.push(
        { ...turn, text: `${turn.text} ${next.text}`, endMs: next.endMs },
        { ...between, startMs: next.endMs, endMs: next.endMs },
      );
      at += 2;
    } else turns.push(turn);
  }
  return { ...call, turns };
};

const OTHER_NAME: Readonly<Record<string, string>> = { A: 'B', B: 'A' };

/** Whoever was called A is called B. */
const renamed: Perturbation = (call) => ({
  ...call,
  turns: call.turns.map((turn) => ({ ...turn, speaker: OTHER_NAME[turn.speaker] ?? turn.speaker })),
});

export const PERTURBATIONS: Readonly<Record<string, Perturbation>> = {
  'lower case, no punctuation': lowerCase,
  '8 % recognition errors': misheard,
  synonyms,
  'long turns split': split,
  'short answers moved': merged,
  'speakers A and B renamed': renamed,
};
