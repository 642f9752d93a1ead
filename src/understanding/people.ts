import { z } from 'zod';
import type { ParsedUtterance } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import type { Token } from '../text/tokens.ts';
import { LinearModel, LinearModelHeader, logistic } from './model.ts';
import {
  isCased,
  isReadForNames,
  nameFeatures,
  nameTurn,
  type NameTurn,
  type NameWord,
  readNameWords,
} from './name-features.ts';
import { NAME_MODEL } from './name-model-file.ts';

/** Who takes part in the call; null for a side that nobody names. */
export interface People {
  readonly customer: NameMention | null;
  readonly agent: NameMention | null;
  /** The organisation the agent speaks for. */
  readonly company: string | null;
}

/** A person's name as said in the call, written with capitals. */
export interface NameMention {
  readonly name: string;
  /** Whether the speaker names themselves or the person they speak to. */
  readonly who: 'self' | 'addressee';
  readonly sentence: Sentence;
}

/** What a word can be part of: the name of one of the sides, or of the organisation. */
export const LABELS = ['none', 'customer', 'agent', 'company'] as const;
export type Named = Exclude<(typeof LABELS)[number], 'none'>;

/** By word of a turn, the probability of each label; null for a word that is not read. */
export type Probabilities = readonly (readonly number[] | null)[];

/** "Casey" of "Casey Morgan". */
export function firstName(mention: NameMention | null): string | null {
  return mention?.name.split(' ')[0] ?? null;
}

/** What one speaker says until another speaks. */
interface Turn {
  readonly role: string;
  readonly utterances: readonly ParsedUtterance[];
}

/** Every name of the two sides in the call, in order, and who they are. Says nothing rather than a doubtful name. */
export function readNames(spoken: readonly Turn[]): { names: NameMention[]; people: People } {
  const { model, common, choice, threshold } = nameModel();
  const turns = readTurns(
    spoken.map(({ role, utterances }) => ({
      role,
      utterances: utterances.map(({ utterance: { text }, tokens }) => ({ text, tokens })),
    })),
    common,
  );
  const probabilities = readLabels(turns, (features) => model.probabilities(features));
  const choose = (label: Named): Candidate | null => {
    const candidates = candidatesOf(turns, probabilities, label);
    const scored = candidates.map((candidate) => ({
      candidate,
      score: logistic(weigh(candidate.evidence, choice[label])),
    }));
    const best = scored.toSorted((a, b) => b.score - a.score)[0];
    return best === undefined || best.score < threshold[label] ? null : best.candidate;
  };
  const [customer, agent, company] = [choose('customer'), choose('agent'), choose('company')];
  const mentionsOf = (found: Candidate | null, role: 'customer' | 'agent'): NameMention[] =>
    (found?.spans ?? []).flatMap((span) => {
      const sentence = sentenceAt(spoken[span.turn], span.at);
      if (found === null || sentence === null) return [];
      return [{ name: nameOf(span), who: sentence.role === role ? 'self' : 'addressee', sentence }];
    });
  const [ofCustomer, ofAgent] = [mentionsOf(customer, 'customer'), mentionsOf(agent, 'agent')];
  return {
    names: [...ofCustomer, ...ofAgent].toSorted((a, b) => a.sentence.startMs - b.sentence.startMs),
    people: {
      customer: fullest(ofCustomer),
      agent: fullest(ofAgent),
      company: company === null ? null : nameOf(company.spans[0]),
    },
  };
}

/** The sentence that holds a word of a turn. */
function sentenceAt(turn: Turn | undefined, at: number): Sentence | null {
  let place = at;
  for (const { tokens, sentences } of turn?.utterances ?? []) {
    const start = tokens[place]?.start;
    if (start !== undefined)
      return sentences.find((sentence) => (sentence.tokens.at(-1)?.start ?? 0) >= start) ?? null;
    place -= tokens.length;
  }
  return null;
}

function nameOf(span: Span | undefined): string {
  return (span?.words ?? [])
    .map(({ written }) => (JOINS_COMPANY.has(written) ? written : capitalise(written)))
    .join(' ');
}

/** The word with a capital first letter, also after a hyphen or apostrophe of a name ("o'brien"). */
function capitalise(word: string): string {
  return word.replaceAll(/(?:^|(?<=[-'’])(?=\p{L}{3}))\p{L}/gu, (letter) => letter.toUpperCase());
}

/** The fullest mention, the first of equals. */
function fullest(mentions: readonly NameMention[]): NameMention | null {
  const length = ({ name }: NameMention): number => name.split(' ').length;
  return mentions.toSorted((a, b) => length(b) - length(a))[0] ?? null;
}

/** A run of words that are taken for one name. */
interface Span {
  readonly turn: number;
  /** Place of its first word in the turn. */
  readonly at: number;
  readonly words: readonly NameWord[];
  readonly probability: number;
}

/** Spans that name the same, and what speaks for them. */
export interface Candidate {
  /** The fullest first. */
  readonly spans: readonly Span[];
  /** Lower case. */
  readonly words: readonly string[];
  readonly evidence: readonly number[];
}

const MOST_SPANS = 60;
const LONGEST_NAME_WORDS = 5;
const LEAST_PROBABILITY = 0.1;
/** Without one mention of this probability there is no name. */
const LEAST_SURE = 0.3;
/** The log odds of what is not there. */
const LEAST_ODDS = -6;
const JOINS_COMPANY = new Set(['and', 'of']);

/** What may be a name of this kind, with its evidence. Linear in the length of the call. */
export function candidatesOf(
  turns: readonly NameTurn[],
  probabilities: readonly Probabilities[],
  label: Named,
): Candidate[] {
  const spans = turns
    .flatMap((turn, at) => spansIn(turn, probabilities[at] ?? [], at, label))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, MOST_SPANS)
    .toSorted((a, b) => b.words.length - a.words.length || a.turn - b.turn);
  const groups: Span[][] = [];
  for (const span of spans) {
    const same = groups.find(([fullest]) =>
      span.words.every(({ text }) => fullest?.words.some((word) => word.text === text)),
    );
    if (same === undefined) groups.push([span]);
    else same.push(span);
  }
  const occurrences = occurrencesOf(turns, probabilities, new Set(spans.flatMap(textsOf)));
  const found = groups.map((group) => evidenceOf(group, occurrences, label));
  const sure = found.filter(({ most }) => most >= logit(LEAST_SURE));
  return sure.map((own) => {
    const others = sure.filter((other) => other !== own);
    const rival = Math.max(-3, ...others.map(({ most }) => most));
    const rivalSelf = Math.max(LEAST_ODDS, ...others.map(({ self }) => self));
    const evidence = [
      ...own.evidence,
      (own.most - rival) / 3,
      (own.self - rivalSelf) / 3,
      others.length === 0 ? 1 : 0,
    ];
    return { spans: own.spans, words: textsOf(own.spans[0]), evidence };
  });
}

function textsOf(span: Span | undefined): string[] {
  return span?.words.map(({ text }) => text) ?? [];
}

/** Words one after another that are more probably of this kind than of the other side's. */
function spansIn(turn: NameTurn, probabilities: Probabilities, at: number, label: Named): Span[] {
  const spans: Span[] = [];
  const own = LABELS.indexOf(label);
  const others = label === 'company' ? [2] : [3, label === 'agent' ? 1 : 2];
  let open: { words: NameWord[]; first: number; probability: number; joint: NameWord[] } | null = null;
  const close = (): void => {
    if (open !== null)
      spans.push({ turn: at, at: open.first, words: open.words, probability: open.probability });
    open = null;
  };
  for (const [place, word] of turn.words.entries()) {
    const row = probabilities[place] ?? null;
    const probability = row?.[own] ?? 0;
    if (row === null && open !== null && label === 'company' && JOINS_COMPANY.has(word.text)) {
      open.joint.push(word);
      continue;
    }
    const fits =
      probability >= LEAST_PROBABILITY &&
      !/\d|^(?:you|i|we|they|he|she|it)(?:'|$)/u.test(word.text) &&
      others.every((other) => probability >= (row?.[other] ?? 0));
    if (!fits || /[.?!]/u.test(word.mark) || (open?.words.length ?? 0) >= LONGEST_NAME_WORDS) close();
    if (!fits) continue;
    open ??= { words: [], first: place, probability: 0, joint: [] };
    if (open.words.at(-1)?.text !== word.text) open.words.push(...open.joint, word);
    open.joint = [];
    open.probability = Math.max(open.probability, probability);
  }
  close();
  return spans;
}

interface Occurrence {
  readonly role: string;
  readonly row: readonly number[];
}

/** By word, every place where it is said. */
function occurrencesOf(
  turns: readonly NameTurn[],
  probabilities: readonly Probabilities[],
  words: ReadonlySet<string>,
): Map<string, Occurrence[]> {
  const found = new Map<string, Occurrence[]>();
  for (const [at, { role, words: own }] of turns.entries()) {
    for (const [place, { text }] of own.entries()) {
      const row = probabilities[at]?.[place] ?? null;
      if (row === null || !words.has(text)) continue;
      const known = found.get(text);
      if (known === undefined) found.set(text, [{ role, row }]);
      else known.push({ role, row });
    }
  }
  return found;
}

function evidenceOf(spans: Span[], occurrences: ReadonlyMap<string, Occurrence[]>, label: Named) {
  const own = LABELS.indexOf(label);
  const other = LABELS.indexOf(label === 'agent' ? 'customer' : 'agent');
  const all = [...new Set(textsOf(spans[0]))].flatMap((word) => occurrences.get(word) ?? []);
  const odds = (some: readonly Occurrence[], which: number): number[] =>
    some.map(({ row }) => logit(row[which] ?? 0));
  const by = (side: string): Occurrence[] => all.filter(({ role }) => role === side);
  const ranked = odds(all, own).toSorted((a, b) => b - a);
  const [most = -6, second = -4] = ranked;
  const self = greatest(odds(by('customer'), own));
  const evidence = [
    1,
    most / 3,
    second / 3,
    ranked.reduce((sum, value) => sum + value, 0) / Math.max(1, ranked.length) / 3,
    Math.log1p(by('agent').length),
    Math.log1p(by('customer').length),
    greatest(odds(all, other)) / 3,
    Math.min(spans[0]?.turn ?? 0, 20) / 10,
    self / 3,
    greatest(odds(by('agent'), own)) / 3,
    (spans[0]?.words.length ?? 0) > 1 ? 1 : 0,
    ranked.filter((value) => value > 0).length / 2,
    ranked.filter((value) => value < -2).length / 2,
  ];
  return { spans, most, self, evidence };
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), LEAST_ODDS);
}

function logit(probability: number): number {
  return Math.log(Math.max(1e-4, probability) / Math.max(1e-4, 1 - probability));
}

/** The sum of evidence by its weights. */
export function weigh(evidence: readonly number[], weights: readonly number[]): number {
  return evidence.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
}

/** Turns as the model reads them; an utterance is its text and its tokens. */
export function readTurns(
  runs: readonly { role: string; utterances: readonly { text: string; tokens: readonly Token[] }[] }[],
  common: ReadonlySet<string>,
): NameTurn[] {
  const cased = isCased(runs.flatMap(({ utterances }) => utterances.map(({ text }) => text)));
  return runs.map(({ role, utterances }) => {
    const parts = utterances.map(({ text, tokens }) => readNameWords(text, tokens, cased, common));
    const words = parts.flatMap((part) => part.words);
    return nameTurn(role, words, parts.at(-1)?.lastMark ?? '');
  });
}

/** By turn and word, what each is. A word is read with what the one before it was taken for. */
export function readLabels(
  turns: readonly NameTurn[],
  probabilitiesOf: (features: number[]) => readonly number[],
): Probabilities[] {
  return turns.map(({ words }, turn) => {
    let label = 'start';
    return words.map((word, at) => {
      if (!isReadForNames(word)) {
        label = 'none';
        return null;
      }
      const row = probabilitiesOf(nameFeatures(turns, turn, at, label));
      label = LABELS[row.indexOf(Math.max(...row))] ?? 'none';
      return row;
    });
  });
}

const NameModel = z.strictObject({
  /** The words of the language that are no names, parted by spaces. */
  common: z.string(),
  /** By kind, the weights of the evidence for a candidate, and from which probability on it is stated. */
  choice: z.record(z.enum(['customer', 'agent', 'company']), z.array(z.number())),
  threshold: z.record(z.enum(['customer', 'agent', 'company']), z.number()),
  header: LinearModelHeader,
  /** As `LinearModel` reads them. */
  hashes: z.string(),
  weights: z.string(),
});

interface OpenedModel extends Pick<z.infer<typeof NameModel>, 'choice' | 'threshold'> {
  readonly model: LinearModel;
  readonly common: ReadonlySet<string>;
}

let opened: OpenedModel | null = null;

/** What was learned of names: `npm run train` makes it. Read once, when it is first asked for. */
function nameModel(): OpenedModel {
  if (opened === null) {
    const { common, choice, threshold, header, ...packed } = NameModel.parse(JSON.parse(NAME_MODEL));
    opened = {
      choice,
      threshold,
      common: new Set(common.split(' ')),
      model: new LinearModel(header, packed),
    };
  }
  return opened;
}
