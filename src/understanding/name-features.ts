import { GIVEN_NAMES, ORGANISATION_NOUNS } from '../text/names.ts';
import type { Token } from '../text/tokens.ts';
import { fnv1a } from './features.ts';

/** Whether a word is common or rare, and how it is written: plainly, with a capital where a sentence opens, with one inside, or in a call without capitals. */
type Shape = `${'common' | 'rare'} ${'plain' | 'opens' | 'capital' | 'bare'}`;

/** A word of a turn as the reader of names sees it. */
export interface NameWord {
  /** Lower case, without the ending of a possessive. */
  readonly text: string;
  readonly written: string;
  readonly shape: Shape;
  readonly hash: number;
  /** Whether it is a frequent given name. */
  readonly given: number;
  /** Features that it has wherever it stands, and those of it for its neighbours. */
  readonly own: readonly number[];
  readonly asBefore: readonly number[];
  readonly asBehind: readonly number[];
  readonly shaped: number;
  /** The mark of punctuation before it; '' for none. */
  readonly mark: string;
}

/** What one speaker says until another speaks. */
export interface NameTurn {
  readonly role: string;
  readonly words: readonly NameWord[];
  /** The mark of punctuation behind the last word. */
  readonly lastMark: string;
  /** Of its last words, those that ask for a name, and all. */
  readonly asks: readonly number[];
  readonly recent: ReadonlySet<string>;
}

const MARK = /[,.;:!?\u2014\u2013\u2026-]/u;

/** The words of one utterance, and the mark behind the last. `cased`: whether the call is written with capitals. */
export function readNameWords(
  text: string,
  tokens: readonly Token[],
  cased: boolean,
  common: ReadonlySet<string>,
): Pick<NameTurn, 'words' | 'lastMark'> {
  let end = 0;
  const words = tokens.map((token, at): NameWord => {
    const gap = text.slice(end, token.start);
    const opens = at === 0 || /[.?!\u2026:]/u.test(gap);
    const written = text.slice(token.start, token.end).replace(/['’]s?$/u, '');
    const bare = token.text.replace(/'s?$/u, '');
    const how = /^\p{Lu}/u.test(written) ? (opens ? 'opens' : 'capital') : 'plain';
    const shape: Shape = `${common.has(bare) ? 'common' : 'rare'} ${cased ? how : 'bare'}`;
    end = token.end;
    return { text: bare, written, shape, mark: MARK.exec(gap)?.[0] ?? '', ...looksOf(bare, shape) };
  });
  return { words, lastMark: MARK.exec(text.slice(end))?.[0] ?? '' };
}

/** A turn of these words, said by this side. */
export function nameTurn(role: string, words: readonly NameWord[], lastMark: string): NameTurn {
  const last = words.slice(-ASKED_WORDS);
  return {
    role,
    words,
    lastMark,
    asks: last.filter(({ text }) => ASKS.test(text)).map(({ hash }) => hash),
    recent: new Set(last.map(({ text }) => text)),
  };
}

/** Whether a call is written with capitals: most recognisers write all of it without. */
export function isCased(texts: readonly string[]): boolean {
  return texts.filter((text) => /^\P{L}*\p{Lu}/u.test(text)).length * 3 >= texts.length;
}

/** Too frequent to be read by themselves; no name but one with a capital holds them. */
const FREQUENT = new Set(
  "i you the to a and it that is of in we have for on my your me so do be this not but i'm they with no was yeah okay at are just what can if or he she as all got get there don't i'll about out from know then when up like now them our right uh um".split(
    ' ',
  ),
);

export function isReadForNames({ text, shape }: NameWord): boolean {
  return !FREQUENT.has(text) || shape.endsWith('capital');
}

type Looks = Pick<NameWord, 'hash' | 'given' | 'shaped' | 'own' | 'asBefore' | 'asBehind'>;

const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Looks>();

function looksOf(word: string, shape: Shape): Looks {
  const key = `${shape} ${word}`;
  const found = remembered.get(key);
  if (found !== undefined) return found;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const [hash, shaped] = [fnv1a(word), named(shape)];
  const given = fnv1a(GIVEN_NAMES.has(word) ? 'given' : 'not given');
  const looks = [
    given,
    fnv1a(`length ${Math.min(word.length, 9)}`),
    fnv1a(ORGANISATION_NOUNS.has(word) ? 'organisation' : 'not organisation'),
    ...[word.slice(-3), word.slice(-2), `${word.slice(0, 3)}-`].map(fnv1a),
  ];
  const own = [
    join(OWN, hash),
    shaped,
    join(shaped, hash),
    ...looks.flatMap((look) => [join(OWN, look), join(shaped, look)]),
  ];
  const asNeighbour = (place: number): number[] => [
    ...looks.slice(0, 3).map((look) => join(place, look)),
    join(place, shaped),
  ];
  const entry = {
    hash,
    given,
    shaped,
    own,
    asBefore: asNeighbour(named('look -1')),
    asBehind: asNeighbour(named('look +1')),
  };
  remembered.set(key, entry);
  return entry;
}

/** The golden ratio as a fraction of 2 ** 32. */
const GOLDEN = 0x9e_37_79_b1;

function join(one: number, other: number): number {
  return Math.imul(((one << 5) | (one >>> 27)) ^ other, GOLDEN) >>> 0;
}

/** Hashes of the few names that features have. */
const names = new Map<string, number>();

function named(name: string): number {
  const found = names.get(name);
  if (found !== undefined) return found;
  const hash = fnv1a(name);
  names.set(name, hash);
  return hash;
}

/** By number, the hashes of names that end in one. */
const numbered = (name: string, most: number): readonly number[] =>
  Array.from({ length: most + 1 }, (_, at) => named(`${name} ${at}`));

const [EDGE, OWN, ECHO] = [named('edge'), named('own'), named('echo')];
const [BEFORE, EARLIER, EARLIEST] = [named('-1'), named('-2'), named('-3')];
const [BEHIND, LATER] = [named('+1'), named('+2')];
const [PAIR, THREE, BOTH, AHEAD] = [named('-2-1'), named('-3-1'), named('-1+1'), named('+1+2')];
const [TURN, START, END] = [numbered('turn', 5), numbered('start', 8), numbered('end', 6)];
const ASKED = numbered('asked, at', 6);
const TURN_START = TURN.slice(0, 4).map((_, turn) => numbered(`turn ${turn} start`, 4));
const ASKS = /^(?:name|names|who|who's|whom|surname|speaking|spell|pleasure|called)$/u;
const ASKED_WORDS = 14;

/**
 * Features of one word of a turn: itself, the words and marks around it, where it stands, what was asked before, and, as
 * `label`, what the word before it was taken for. Each that says who speaks to whom is there for the role too.
 */
export function nameFeatures(turns: readonly NameTurn[], turn: number, at: number, label: string): number[] {
  const own = turns[turn];
  const word = own?.words[at];
  if (own === undefined || word === undefined) return [];
  const { words } = own;
  const [left, right] = [words[at - 1], words[at + 1]];
  const features = [...word.own];
  features.push(
    join(EARLIEST, words[at - 3]?.hash ?? EDGE),
    join(LATER, words[at + 2]?.hash ?? EDGE),
    ...(left === undefined ? [] : [...left.asBefore, join(left.asBefore[3] ?? 0, word.shaped)]),
    ...(right === undefined ? [] : [...right.asBehind, join(right.asBehind[3] ?? 0, word.shaped)]),
  );
  const from = features.length;
  addSurroundings(features, own, at, label);
  const early = TURN[Math.min(turn, 3)] ?? 0;
  features.push(
    TURN[Math.min(turn, 5)] ?? 0,
    TURN_START[Math.min(turn, 3)]?.[Math.min(at, 4)] ?? 0,
    join(join(early, BEHIND), right?.hash ?? EDGE),
    join(early, left?.hash ?? EDGE),
  );
  const previous = turns[turn - 1];
  for (const asked of previous?.asks ?? []) features.push(join(ASKED[Math.min(at, 6)] ?? 0, asked));
  if (previous?.recent.has(word.text) === true) features.push(ECHO);
  const role = named(`role ${own.role}`);
  for (let place = from, to = features.length; place < to; place += 1)
    features.push(join(role, features[place] ?? 0));
  return features;
}

/** The words and marks around a word, and what the one before it was taken for. */
function addSurroundings(features: number[], { words, lastMark }: NameTurn, at: number, label: string): void {
  const word = words[at];
  if (word === undefined) return;
  const { shaped, given } = word;
  const [before, earlier] = [words[at - 1]?.hash ?? EDGE, words[at - 2]?.hash ?? EDGE];
  const [behind, later] = [words[at + 1]?.hash ?? EDGE, words[at + 2]?.hash ?? EDGE];
  const marked = named(`mark ${word.mark}`);
  const markBehind = named(`behind ${words[at + 1]?.mark ?? lastMark}`);
  const labelled = named(`label ${label}`);
  features.push(
    join(BEFORE, before),
    join(EARLIER, earlier),
    join(BEHIND, behind),
    join(join(PAIR, earlier), before),
    join(join(join(THREE, words[at - 3]?.hash ?? EDGE), earlier), before),
    join(join(BOTH, before), behind),
    join(join(AHEAD, behind), later),
    marked,
    markBehind,
    join(marked, before),
    join(marked, markBehind),
    join(shaped, before),
    join(join(shaped, BEHIND), behind),
    join(join(shaped, earlier), before),
    join(shaped, marked),
    join(given, before),
    join(given, shaped),
    join(join(given, BEHIND), behind),
    labelled,
    join(labelled, shaped),
    join(labelled, given),
    join(labelled, word.hash),
    join(labelled, before),
    START[Math.min(at, 8)] ?? 0,
    END[Math.min(words.length - at, 6)] ?? 0,
  );
}
