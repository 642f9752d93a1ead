import { analyse } from '../../src/analysis/analyse.ts';
import type { Report } from '../../src/analysis/report.ts';
import { AnalysisConfig } from '../../src/domain/analysis-config.ts';
import { contentStems, coverage, wordSet } from '../../src/text/content-words.ts';
import { wordsOf } from '../../src/text/tokens.ts';
import { isSpoken, type LabelledCall } from './labelled-calls.ts';
import { f1, share, spearman } from './statistics.ts';

/** Agreement of the offline engine with the labels of a folder; null where a label does not occur. */
export interface Measures {
  readonly calls: number;
  readonly task_accuracy_taxonomy: number | null;
  readonly task_accuracy_free: number | null;
  readonly greeting_f1: number | null;
  readonly closing_f1: number | null;
  readonly identity_question_f1: number | null;
  readonly sentiment_spearman: number | null;
  readonly quotes_verified: number | null;
  readonly cpu_ms_per_1000_words: number | null;
}

/** The eight tasks of the labelled calls in plain words: all that the taxonomy tells the engine. */
const TASKS = [
  'get branch hours',
  'check balance',
  'order checks',
  'pay bill',
  'replace card',
  'reset password',
  'schedule appointment',
  'transfer money',
];
/** The noun of each task, which a phrase has to contain where there is no taxonomy. */
const TASK_NOUN = /(?:hour|balance|check|bill|card|password|appointment|money)/u;
const RECORDED_AT = '2026-03-26T11:10:00Z';
/** What identifies a customer, for labelling the agent's questions that the set marks as asking for data. */
const IDENTIFYING =
  /\b(?:name|phone|telephone|date of birth|birthday|social security|account number|address|e-?mail|zip code|pin)\b/u;
const CPU_ROUNDS = 20;

interface Analysed {
  readonly call: LabelledCall;
  readonly report: Report;
}

/** Analyses the calls with and without a taxonomy and measures agreement with their labels. */
export function measureCalls(calls: readonly LabelledCall[]): Measures {
  const withTaxonomy = AnalysisConfig.parse({ taxonomy: TASKS.map((name) => ({ name })) });
  const analysed = analyseAll(calls, withTaxonomy);
  const free = analyseAll(calls, AnalysisConfig.parse({}));
  const checked = free.reduce((sum, { report }) => sum + report.quotes.checked, 0);
  const dropped = free.reduce((sum, { report }) => sum + report.quotes.dropped, 0);
  return {
    calls: calls.length,
    task_accuracy_taxonomy: share(
      analysed.map(({ call, report }) => report.topics.topics[0]?.name === call.task),
    ),
    task_accuracy_free: share(free.map(namesTask)),
    greeting_f1: f1(free.map(greets)),
    closing_f1: f1(free.map(closes)),
    identity_question_f1: f1(free.flatMap(identityQuestions)),
    sentiment_spearman: spearman(free.flatMap(tones)),
    quotes_verified: checked === 0 ? null : (checked - dropped) / checked,
    cpu_ms_per_1000_words: cpuPerThousandWords(calls),
  };
}

function analyseAll(calls: readonly LabelledCall[], config: AnalysisConfig): Analysed[] {
  return calls.map((call) => ({
    call,
    report: analyse(call.transcript, { recordedAt: RECORDED_AT, config }),
  }));
}

function namesTask({ call, report }: Analysed): boolean {
  const noun = TASK_NOUN.exec(call.task.split(' ').slice(1).join(' '))?.[0];
  return noun !== undefined && report.topics.topics.some(({ name }) => name.includes(noun));
}

/** The agent's first spoken turn against the label of its segments. */
function greets({ call, report }: Analysed) {
  return { predicted: report.service.greeting.present, labelled: labels(firstTurn(call), 'greeting') };
}

/** The agent's last spoken turn against the label of its segments. */
function closes({ call, report }: Analysed) {
  const reversed = { ...call, segments: call.segments.toReversed() };
  return { predicted: report.service.closing.present, labelled: labels(firstTurn(reversed), 'closing') };
}

/** The agent's segments from the first spoken one on, until somebody else speaks. */
function firstTurn({ segments }: Pick<LabelledCall, 'segments'>): LabelledCall['segments'] {
  const spoken = segments.filter(isSpoken);
  const from = spoken.findIndex(({ role }) => role === 'agent');
  const rest = spoken.slice(Math.max(0, from));
  const to = rest.findIndex(({ role }) => role !== 'agent');
  return to < 0 ? rest : rest.slice(0, to);
}

function labels(turn: LabelledCall['segments'], act: string): boolean {
  return turn.some(({ dialog_acts: acts }) => acts.includes(`gridspace_${act}`));
}

function identityQuestions({ call, report }: Analysed) {
  const asked = new Set(report.compliance.identityVerification.questions.map(({ utterance }) => utterance));
  return call.segments.flatMap((segment, index) =>
    segment.role === 'agent' && isSpoken(segment)
      ? [
          {
            predicted: asked.has(index),
            labelled: labels([segment], 'data_question') && IDENTIFYING.test(segment.text),
          },
        ]
      : [],
  );
}

function tones({ call, report }: Analysed): [number, number][] {
  return report.sentiment.utterances.flatMap(({ utterance, score }): [number, number][] => {
    const emotion = call.segments[utterance]?.emotion;
    return emotion === undefined ? [] : [[score, emotion.positive - emotion.negative]];
  });
}

function cpuPerThousandWords(calls: readonly LabelledCall[]): number | null {
  const config = AnalysisConfig.parse({});
  let words = 0;
  const before = process.cpuUsage();
  for (let round = 0; round < CPU_ROUNDS; round += 1) {
    for (const { report } of analyseAll(calls, config)) words += report.conversation.wordCount;
  }
  const { user, system } = process.cpuUsage(before);
  return words === 0 ? null : (user + system) / words;
}

/** A task as it was found or labelled; `turn` counts from 0, and is `null` where a label names none. */
export interface TaskAt {
  readonly who: string;
  readonly turn: number | null;
  /** Label or description, with the quote where there is one. */
  readonly text: string;
  readonly due: string | null;
}

/** An objection as it was found or labelled. */
export interface ObjectionAt {
  readonly turn: number | null;
  readonly kind: string;
  /** `null`: not labelled. */
  readonly settled: boolean | null;
}

/** What was found and what it is in the labels, each once. */
export type Matched<Item> = readonly (readonly [found: Item, labelled: Item])[];

const TASK_TURNS_APART = 2;
/** Share of the label's content words that is needed where it names no turn. */
const TASK_WORDS = 0.5;

/**
 * Tasks that are the same: one owner (what is neither the agent's nor the customer's falls to the agent's side), at most two
 * turns apart, and in another turn than the label's with a content word of it; with half of its words where it names no
 * turn. The most alike are paired first.
 */
export function matchTasks(found: readonly TaskAt[], labelled: readonly TaskAt[]): Matched<TaskAt> {
  return pairUp(found, labelled, (a, b) => {
    if (sideOf(a) !== sideOf(b)) return 0;
    const shared = coverage(new Set(contentStems(wordsOf(b.text))), wordSet(wordsOf(a.text)));
    if (a.turn === null || b.turn === null) return shared < TASK_WORDS ? 0 : shared;
    const apart = Math.abs(a.turn - b.turn);
    if (apart > TASK_TURNS_APART) return 0;
    return shared === 0 && apart > 0 ? 0 : 1 + shared - apart / 10;
  });
}

function sideOf({ who }: TaskAt): 'agent' | 'customer' {
  return who === 'customer' ? 'customer' : 'agent';
}

/** Objections that are the same: at most one turn apart; of one kind where a label names no turn. */
export function matchObjections(
  found: readonly ObjectionAt[],
  labelled: readonly ObjectionAt[],
): Matched<ObjectionAt> {
  return pairUp(found, labelled, (a, b) =>
    a.turn === null || b.turn === null
      ? Number(a.kind === b.kind)
      : Math.max(0, 2 - Math.abs(a.turn - b.turn)),
  );
}

/** Pairs of the likest items, none twice; a likeness of 0 is none. */
export function pairUp<Item>(
  found: readonly Item[],
  labelled: readonly Item[],
  likeness: (found: Item, labelled: Item) => number,
): Matched<Item> {
  const pairs = found
    .flatMap((a) => labelled.map((b) => ({ a, b, like: likeness(a, b) })))
    .filter(({ like }) => like > 0)
    .toSorted((x, y) => y.like - x.like);
  const used = new Set<Item>();
  return pairs.flatMap(({ a, b }) => {
    if (used.has(a) || used.has(b)) return [];
    used.add(a).add(b);
    return [[a, b] as const];
  });
}

/** A moment as it was found or labelled, by a kind of corpus/SCHEMA.md. */
export interface MomentAt {
  readonly turn: number;
  readonly kind: string;
}

/** What the acts and tone labelled of a turn show to be true, where the labels of moments are only the most telling ones. */
const MOMENT_ACTS: Readonly<Record<string, readonly string[]>> = {
  frustration: ['complaint', 'anger'],
  praise: ['praise'],
  apology: ['apology'],
  cancellation_threat: ['cancellation_threat'],
  commitment: ['commitment'],
  resolution: ['resolution'],
  escalation: ['transfer'],
  refusal: ['refusal'],
};

/** Whether a moment is labelled at most a turn away, or its own turn is labelled to do that or to sound like that. */
export function isMoment(
  { turn, kind }: MomentAt,
  labelled: readonly MomentAt[],
  acts: readonly string[],
  tone = 0,
): boolean {
  return (
    labelled.some((other) => other.kind === kind && Math.abs(other.turn - turn) <= 1) ||
    acts.some((act) => MOMENT_ACTS[kind]?.includes(act)) ||
    (kind === 'frustration' && tone < 0) ||
    (kind === 'praise' && tone > 0)
  );
}

const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'doctor', 'sir', 'madam', 'mister']);
const nameWords = (name: string): string[] => wordsOf(name).filter((word) => !TITLES.has(word));
const isPartOf = (some: readonly string[], all: readonly string[]): boolean =>
  some.length > 0 && some.every((word) => all.includes(word));

/** Whether two names are of one person: all words of one are in the other, titles aside ("Helen", "Ms Helen Brandt"). */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [nameWords(one), nameWords(other)];
  return isPartOf(a, b) || isPartOf(b, a);
}
