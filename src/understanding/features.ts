import { wordsOf } from '../text/tokens.ts';

/** What one speaker says until the other speaks, as the model reads it. */
export interface ModelTurn {
  readonly speaker: string;
  /** `other`: neither side, such as a recorded menu; `unknown` while the roles are being decided. */
  readonly role: 'agent' | 'customer' | 'other' | 'unknown';
  readonly words: readonly string[];
}

/** Stands for every number, however it is said or written. */
const NUMBER = '#';
/** A digit only next to another number: "oh two oh", but "oh, hello". */
const ZERO = 'oh';
/** Forms that mean the same: a recogniser writes one or the other. */
const SAME_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    okay: 'ok alright',
    yes: 'yeah yep yup',
    no: 'nope',
    hello: 'hi hey',
    goodbye: 'bye',
    thanks: 'cheers',
    uh: 'um erm er umm uhm',
    going: 'gonna',
    want: 'wanna',
    because: 'cause cos',
  }).flatMap(([word, forms]) => forms.split(' ').map((form) => [form, word] as const)),
);
const NUMBER_WORDS = new Set(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million double triple'.split(
    ' ',
  ),
);
const WRITTEN_NUMBER = /^\d[\d,:]*(?:st|nd|rd|th|am|pm|k|m)?$/u;
/** Of a longer turn its beginning and its end are read: what it does is said there. */
const MOST_WORDS = 80;

/** The words of a text without case, punctuation and apostrophes: what a recogniser leaves out changes nothing. */
export function modelWords(text: string): string[] {
  const words: string[] = [];
  for (const part of wordsOf(text).flatMap((word) => word.split(/[-.]/u))) {
    const bare = part.replaceAll("'", '');
    if (bare === '') continue;
    const word = WRITTEN_NUMBER.test(bare) || NUMBER_WORDS.has(bare) ? NUMBER : (SAME_WORD.get(bare) ?? bare);
    if (word === NUMBER && words.at(-1) === ZERO) words.pop();
    if (words.at(-1) !== NUMBER || (word !== NUMBER && word !== ZERO)) words.push(word);
  }
  if (words.length <= MOST_WORDS) return words;
  return [...words.slice(0, MOST_WORDS / 2), ...words.slice(-MOST_WORDS / 2)];
}

const FNV_OFFSET = 0x81_1c_9d_c5;
const FNV_PRIME = 0x01_00_01_93;

/** FNV-1a over UTF-16 units, 32 bits. Source: Fowler, Noll and Vo, draft-eastlake-fnv. */
export function fnv1a(text: string): number {
  let value = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), FNV_PRIME);
  return value >>> 0;
}

/** The golden ratio as a fraction of 2 ** 32: multiplying by it spreads the bits (Knuth, TAOCP 3, §6.4). */
const GOLDEN = 0x9e_37_79_b1;

/** The hash of a sequence that goes on with one more hash. */
function join(hash: number, next: number): number {
  return Math.imul(((hash << 5) | (hash >>> 27)) ^ next, GOLDEN) >>> 0;
}

/** Hashes of a word: whole, and of its runs of four and five letters, which misheard and inflected words share. */
interface WordHashes {
  readonly word: number;
  readonly letters: readonly number[];
}

const MOST_REMEMBERED = 20_000;
const LETTERS = fnv1a('letters');
const remembered = new Map<string, WordHashes>();

function hashesOf(word: string): WordHashes {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const marked = `<${word}>`;
  const letters: number[] = [];
  for (const length of [4, 5]) {
    for (let at = 0; at + length <= marked.length; at += 1)
      letters.push(join(LETTERS, fnv1a(marked.slice(at, at + length))));
  }
  const hashes = { word: fnv1a(word), letters };
  remembered.set(word, hashes);
  return hashes;
}

const [BEGINNING, END, GAP] = [fnv1a('^'), fnv1a('$'), fnv1a('_')];

/** Word n-grams up to `longest` words, beginning and end marked; up to three words, also pairs with one word between. */
export function addWordGrams(
  features: number[],
  words: readonly string[],
  prefix: string,
  longest: number,
): void {
  const seed = fnv1a(prefix);
  const hashes = [BEGINNING, ...words.map((word) => hashesOf(word).word), END];
  for (let first = 0; first < hashes.length - 1; first += 1) {
    let gram = seed;
    for (let at = first; at < Math.min(first + longest, hashes.length); at += 1) {
      gram = join(gram, hashes[at] ?? END);
      if (at > 0) features.push(gram);
    }
    if (longest > 2 && first + 2 < hashes.length)
      features.push(join(join(join(seed, hashes[first] ?? BEGINNING), GAP), hashes[first + 2] ?? END));
  }
}

const LENGTHS = [0, 1, 3, 6, 12, 25, 50];
const EDGE_TURNS = 4;
/** The turns around one, and what their features are called. */
const NEIGHBOURS = [
  [-1, 'before'],
  [1, 'after'],
  [-2, 'earlier'],
] as const;

const lengthClass = (words: readonly string[]): number =>
  LENGTHS.findLast((least) => words.length >= least) ?? 0;

/**
 * Features of turn `at`: its words, its neighbours' words and, where the roles are known, these and where it stands. Who
 * speaks first says nothing about who is who.
 */
export function turnFeatures(turns: readonly ModelTurn[], at: number): number[] {
  const turn = turns[at];
  if (turn === undefined) return [];
  const known = turn.role !== 'unknown';
  const side = (other: ModelTurn): string =>
    known ? other.role : other.speaker === turn.speaker ? 'same' : 'other';
  const features: number[] = [];
  addWordGrams(features, turn.words, 'own', 3);
  for (const word of turn.words) features.push(...hashesOf(word).letters);
  for (const [step, name] of NEIGHBOURS) {
    const neighbour = turns[at + step];
    const prefix = neighbour === undefined ? `${name} none` : `${name} ${side(neighbour)}`;
    if (known) features.push(fnv1a(`${prefix} length ${lengthClass(neighbour?.words ?? [])}`));
    if (neighbour !== undefined) addWordGrams(features, neighbour.words, prefix, 2);
  }
  if (!known) return features;
  const place = [
    `start ${Math.min(at, EDGE_TURNS)}`,
    `end ${Math.min(turns.length - 1 - at, EDGE_TURNS)}`,
    `length ${lengthClass(turn.words)}`,
  ];
  features.push(...place.map(fnv1a), fnv1a(`third ${Math.floor((3 * at) / turns.length)}`));
  addWordGrams(features, turn.words, turn.role, 2);
  features.push(fnv1a(turn.role), ...place.map((name) => fnv1a(`${turn.role} ${name}`)));
  return features;
}

const OPENING_TURNS = 3;
const ENDING_TURNS = 6;
const LAST_TURNS_OF_A_SIDE = 3;
const TURN_COUNTS = [1, 2, 3, 5, 9, 17, 25];
const ACT_COUNTS = [0.5, 1.5, 2.5, 4.5, 8.5];
const ACT_SHARES = [0.03, 0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.5, 0.65];

/**
 * Features of a whole call whose roles are known: its words by role, again for opening and ending, and how often and in
 * which share of turns is done what. `acts`: by turn, the probability of each act, always in the same order.
 */
export function callFeatures(turns: readonly ModelTurn[], acts: readonly (readonly number[])[]): number[] {
  const features: number[] = [];
  const zones = new Map<string, number[]>();
  turns.forEach(({ role, words }, at) => {
    const names: string[] = [role];
    if (at < OPENING_TURNS) names.push(`opening ${role}`);
    if (at >= turns.length - ENDING_TURNS) names.push(`ending ${role}`);
    for (const name of names) {
      addWordGrams(features, words, name, 2);
      const zone = zones.get(name);
      if (zone === undefined) zones.set(name, [at]);
      else zone.push(at);
    }
  });
  for (const [zone, own] of zones) {
    sumsOf(own, acts).forEach((sum, act) => addSteps(features, `${zone} does ${act}`, sum, ACT_COUNTS));
  }
  for (const role of ['agent', 'customer', 'other']) {
    const own = zones.get(role) ?? [];
    addSteps(features, `${role} turns`, own.length, TURN_COUNTS);
    const half = Math.floor(own.length / 2);
    const parts = {
      all: own,
      last: own.slice(-LAST_TURNS_OF_A_SIDE),
      first: own.slice(0, half),
      second: own.slice(half),
    };
    for (const [part, some] of Object.entries(parts)) {
      sumsOf(some, acts).forEach((sum, act) =>
        addSteps(features, `${part} of ${role} ${act}`, sum / some.length, ACT_SHARES),
      );
    }
  }
  return features;
}

/** By act, the sum of its probabilities over some of the turns. */
function sumsOf(some: readonly number[], acts: readonly (readonly number[])[]): number[] {
  const sums: number[] = [];
  for (const at of some) {
    for (const [act, probability] of (acts[at] ?? []).entries()) sums[act] = (sums[act] ?? 0) + probability;
  }
  return sums;
}

const PROBABILITIES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** What a turn does as features, from the probability of each act; none where there is no such turn. */
export function addActs(features: number[], name: string, acts: readonly number[] | undefined): void {
  acts?.forEach((probability, act) => addSteps(features, `${name} ${act}`, probability, PROBABILITIES));
}

/** An amount as features: one for each of the steps that it reaches. */
export function addSteps(features: number[], name: string, amount: number, steps: readonly number[]): void {
  for (const step of steps) if (amount >= step) features.push(fnv1a(`${name} ${step}`));
}
