// Learns who is named in a call: what each word is part of, and which of the names is a side's.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { wordsOf, tokenise } from '../../src/text/tokens.ts';
import { logistic } from '../../src/understanding/model.ts';
import { isReadForNames, nameFeatures, type NameTurn } from '../../src/understanding/name-features.ts';
import {
  type Candidate,
  candidatesOf,
  LABELS,
  type Named,
  readLabels,
  readTurns,
  weigh,
} from '../../src/understanding/people.ts';
import type { LabelledCall } from './labelled-calls.ts';
import { pack } from './model-writer.ts';
import { type Example, fitRegression, type Regression, scoresOf } from './logistic-regression.ts';

const FILE = path.resolve(import.meta.dirname, '../../src/understanding/name-model-file.ts');
const FOLDS = 4;
const TRAINING = { choice: 'one', epochs: 3, rate: 0.1, leastCalls: 2, mostFeatures: 30_000 } as const;
/** In how many calls written with capitals a word stands without one, to be no name by itself. */
const COMMON_CALLS = 2;
const THRESHOLDS = { customer: 0.5, agent: 0.4, company: 0.4 } as const;
const KINDS: readonly Named[] = ['customer', 'agent', 'company'];
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'doctor', 'sir', 'madam', 'mister', 'the']);
/** Words of companies that stand for nothing by themselves. */
const PLAIN_WORDS = new Set([
  'county',
  'council',
  'city',
  'bank',
  'police',
  'home',
  'water',
  'energy',
  'house',
]);

/** A call as it is written, or without capitals and punctuation as a recogniser would. */
interface NameCall {
  readonly call: LabelledCall;
  readonly bare: boolean;
}

/** Trains on the calls, prints how well names are found in calls of writers that were not seen, and writes the file. */
export function trainNames(calls: readonly LabelledCall[]): void {
  const writers = [...new Set(calls.map(({ folder }) => folder))];
  const foldOf = ({ folder }: LabelledCall): number => writers.indexOf(folder) % FOLDS;
  const found: Found[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const { model, common } = learnLabels(calls.filter((call) => foldOf(call) !== fold));
    for (const call of calls.filter((call) => foldOf(call) === fold)) {
      for (const bare of [false, true])
        found.push(...findCandidates({ call, bare }, { model, common }, fold));
    }
  }
  for (const kind of KINDS) {
    const own = found.filter((one) => one.kind === kind);
    const folds = Array.from({ length: FOLDS }, (_, fold) =>
      fitChoice(own.filter((one) => one.fold !== fold)),
    );
    for (const bare of [false, true])
      printFigures(
        kind,
        own.filter((one) => one.bare === bare),
        folds,
      );
  }
  const choice = Object.fromEntries(
    KINDS.map((kind) => [kind, fitChoice(found.filter((one) => one.kind === kind))]),
  );
  const { model, common } = learnLabels(calls);
  write(model, common, choice);
}

/** The candidates of one kind in one call, and which of them is right. */
interface Found {
  readonly kind: Named;
  readonly bare: boolean;
  readonly fold: number;
  readonly name: string | null;
  readonly candidates: readonly (Candidate & { readonly right: boolean })[];
}

function findCandidates({ call, bare }: NameCall, { model, common }: Labels, fold: number): Found[] {
  const turns = turnsOf({ call, bare }, common);
  const labels = readLabels(turns, (features) => softmax(scoresOf(model, features)));
  return KINDS.map((kind) => {
    const name = call.truth.names[kind];
    const candidates = candidatesOf(turns, labels, kind).map((candidate) => ({
      ...candidate,
      right: name !== null && isSame(candidate.words, nameWords(name)),
    }));
    return { kind, bare, fold, name, candidates };
  });
}

function isSame(words: readonly string[], name: readonly string[]): boolean {
  return words.every((word) => name.includes(word)) || name.every((word) => words.includes(word));
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

interface Labels {
  readonly model: Regression;
  readonly common: ReadonlySet<string>;
}

function learnLabels(calls: readonly LabelledCall[]): Labels {
  const common = commonWords(calls);
  const groups = calls.map((call) => [
    ...examplesOf({ call, bare: false }, common),
    ...(isWritten(call) ? examplesOf({ call, bare: true }, common) : []),
  ]);
  return { common, model: fitRegression(groups, LABELS.length, TRAINING) };
}

function isWritten({ turns }: LabelledCall): boolean {
  return turns.some(({ t }) => /\p{Lu}/u.test(t));
}

function turnsOf({ call, bare }: NameCall, common: ReadonlySet<string>): NameTurn[] {
  return readTurns(
    call.turns.map(({ s, t }) => {
      const text = bare ? t.toLowerCase().replaceAll(/[.,?!;:]/gu, '') : t;
      return { role: s, utterances: [{ text, tokens: tokenise(text) }] };
    }),
    common,
  );
}

/** Words that stand without a capital where there are capitals: hardly a name. */
function commonWords(calls: readonly LabelledCall[]): Set<string> {
  const counts = new Map<string, number>();
  for (const call of calls) {
    const plain = turnsOf({ call, bare: false }, new Set()).flatMap(({ words }) =>
      words.filter(({ shape }) => shape.endsWith('plain')).map(({ text }) => text),
    );
    for (const word of new Set(plain)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= COMMON_CALLS).map(([word]) => word));
}

function examplesOf(version: NameCall, common: ReadonlySet<string>): Example[] {
  const turns = turnsOf(version, common);
  const labels = labelsOf(version.call, turns);
  return turns.flatMap(({ words }, turn) =>
    words.flatMap((word, at) => {
      if (!isReadForNames(word)) return [];
      const before = words[at - 1];
      const label =
        before === undefined ? 'start' : isReadForNames(before) ? (labels[turn]?.[at - 1] ?? 'none') : 'none';
      const own = labels[turn]?.[at] ?? 'none';
      return [
        {
          features: nameFeatures(turns, turn, at, label),
          targets: LABELS.map((name) => Number(name === own)),
        },
      ];
    }),
  );
}

function nameWords(name: string): string[] {
  return wordsOf(name)
    .filter((word) => !TITLES.has(word))
    .map((word) => word.replace(/'s?$/u, ''));
}

/** By turn and word, what it is part of: names of the call's truth wherever they are said, whole or in part. */
function labelsOf({ truth: { names } }: LabelledCall, turns: readonly NameTurn[]): string[][] {
  const labels = turns.map(({ words }) => words.map(() => 'none'));
  const mark = (name: readonly string[], kind: Named, capitals: boolean): void => {
    for (const [turn, { words }] of turns.entries()) {
      for (const [at, { shape }] of words.entries()) {
        const stands = name.length > 0 && name.every((part, place) => words[at + place]?.text === part);
        if (!stands || (capitals && shape.endsWith('plain'))) continue;
        for (const place of name.keys()) {
          const own = labels[turn];
          if (own?.[at + place] === 'none') own[at + place] = kind;
        }
      }
    }
  };
  for (const kind of ['company', 'customer', 'agent'] as const) {
    const words = nameWords(names[kind] ?? '');
    mark(words, kind, false);
    const parts = kind === 'company' ? words.slice(0, words.length > 1 ? 1 : 0) : words;
    for (const part of parts) {
      const isTelling = kind === 'company' ? part.length > 3 && !PLAIN_WORDS.has(part) : part.length > 1;
      if (isTelling) mark([part], kind, true);
    }
  }
  return labels;
}

const STEPS = 400;
const RATE = 2;
const DECAY = 0.001;

/** Logistic regression over the evidence for candidates, by gradient descent. */
function fitChoice(found: readonly Found[]): number[] {
  const all = found.flatMap(({ candidates }) => candidates);
  const weights = Array.from<number>({ length: all[0]?.evidence.length ?? 0 }).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const slopes = weights.map(() => 0);
    for (const { evidence, right } of all) {
      const error = logistic(weigh(evidence, weights)) - Number(right);
      for (const [at, value] of evidence.entries()) slopes[at] = (slopes[at] ?? 0) + error * value;
    }
    for (const [at, slope] of slopes.entries()) {
      const weight = weights[at] ?? 0;
      weights[at] = weight - RATE * (slope / all.length + DECAY * weight);
    }
  }
  return weights.map((weight) => Number(weight.toFixed(4)));
}

/** `weights`: by fold, those that were fitted on the others. */
function printFigures(kind: Named, found: readonly Found[], weights: readonly (readonly number[])[]): void {
  let [right, stated, labelled] = [0, 0, 0];
  for (const { name, fold, candidates } of found) {
    const scored = candidates.map((one) => ({
      one,
      score: logistic(weigh(one.evidence, weights[fold] ?? [])),
    }));
    const best = scored.toSorted((a, b) => b.score - a.score)[0];
    const states = best !== undefined && best.score >= THRESHOLDS[kind];
    if (name !== null) labelled += 1;
    if (states) stated += 1;
    if (states && best.one.right) right += 1;
  }
  const figures = [
    (2 * right) / (stated + labelled),
    right / stated,
    right / labelled,
    (stated - right) / found.length,
  ];
  const [f1, precision, recall, wrong] = figures.map((figure) => figure.toFixed(3));
  const how = found[0]?.bare ? ' without capitals' : '';
  console.log(
    `name of the ${kind}${how}: F1 ${f1}, precision ${precision}, recall ${recall}, wrong ${wrong} of calls`,
  );
}

function write(model: Regression, common: ReadonlySet<string>, choice: object): void {
  const calibrations = LABELS.map(() => ({ slope: 1, offset: 0, threshold: 0, f1: 0, error: 0 }));
  const { header, hashes, weights } = pack({
    name: 'names',
    outputs: LABELS,
    choice: 'one',
    model,
    calibrations,
  });
  const words = [...common].toSorted().join(' ');
  const file = { common: words, choice, threshold: THRESHOLDS, header, hashes, weights };
  // A string that the formatter leaves as it is.
  const json = JSON.stringify(file)
    .replaceAll("'", String.raw`\u0027`)
    .replaceAll('\\', String.raw`\\`);
  writeFileSync(FILE, `// Made by \`npm run train\`.\nexport const NAME_MODEL =\n  '${json}';\n`);
  console.log(`names ${json.length}, ${common.size} common words`);
}
