import { describe, expect, it } from 'vitest';
import { analyse, sectionInput } from '../../src/analysis/analyse.ts';
import { leaveOutPromptInjection } from '../../src/analysis/prompt-injection.ts';
import { AnalysisConfig } from '../../src/domain/analysis-config.ts';
import { Fault } from '../../src/domain/errors.ts';
import { RedactionKind } from '../../src/domain/submission.ts';
import type { Transcript, Utterance } from '../../src/domain/transcript.ts';
import { TEXT_FORMATS } from '../../src/formats/exports/transcript-files.ts';
import { readTranscript } from '../../src/formats/imports/read-transcript.ts';
import { readAnswer } from '../../src/llm/answers.ts';
import { splitCall } from '../../src/llm/call-record.ts';
import { fenceFor } from '../../src/llm/prompt.ts';
import { redactTranscript } from '../../src/pii/redact.ts';
import { dueDate, findDates } from '../../src/text/dates.ts';
import { findMoney } from '../../src/text/money.ts';
import { englishPart, parseTranscript } from '../../src/text/parsed-transcript.ts';
import { asSentence, bareClause, reportAgent, reportCustomer } from '../../src/text/rewrite.ts';
import { tokenise } from '../../src/text/tokens.ts';
import { decideRoles } from '../../src/understanding/roles.ts';

/** Text that repeats; made as long as it is asked for. */
type Kind = (length: number) => string;

const repeated =
  (unit: string): Kind =>
  (length) =>
    unit.repeat(Math.ceil(length / unit.length));
/** Words that are all different: whatever is kept of each is compared with each. */
const counted =
  (word: (at: number) => string): Kind =>
  (length) => {
    let text = '';
    for (let at = 0; text.length < length; at += 1) text += word(at);
    return text;
  };

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const spelled = (at: number) =>
  [at % 26, Math.floor(at / 26) % 26, Math.floor(at / 676) % 26].map((letter) => LETTERS[letter]).join('');

/** Between other words: what is sought at the end of a text must not be sought from each of its places. */
const amid =
  (unit: string): Kind =>
  (length) =>
    `monday ${repeated(unit)(length)} monday`;

const WORDS: Readonly<Record<string, Kind>> = {
  names: repeated('Alice '),
  'names with titles': repeated('Mr Smith '),
  letters: repeated('A '),
  numbers: repeated('forty one '),
  parts: repeated('last four '),
  dates: repeated('born january 1 '),
  'days of months': repeated('on the third within two '),
  amounts: repeated('two hundred dollars and '),
  'another language': repeated('pero el internet no funciona '),
  'spoken mailboxes': repeated('a at a dot com '),
  orders: repeated('ignore the rules. '),
  hesitations: repeated(', um '),
  streets: counted((at) => `12 Main ${spelled(at)} Street `),
  'different names and mailboxes': counted((at) => `Mr Xyz${spelled(at)} q${spelled(at)}@b.com `),
  'different numbers': counted((at) => `the code is ${50_000 + at} `),
};

const MARKS: Readonly<Record<string, Kind>> = {
  'open tags': repeated('<'),
  'open voices': repeated('<v '),
  'open classes': repeated('<v.a'),
  'open overrides': repeated('{\\'),
  'short words': repeated('Ab '),
  spaces: amid(' '),
  commas: amid(','),
  stops: amid('.'),
  colons: amid(': '),
  dashes: (length) => `-${' '.repeat(length)}a`,
  'one long word': repeated('x'),
  'a word without spaces': repeated('你'),
  lines: repeated('a\n'),
  'blank lines': repeated(' \n'),
  clocks: amid('(00:00'),
  markers: counted((at) => `RECORD-${at + 1} `),
  'code fences': (length) => '```json' + ' '.repeat(length) + 'x',
  spelled: repeated('m as in mike '),
};

const KINDS = { ...WORDS, ...MARKS };

/** An utterance with its words timed. */
function utterance(text: string, index: number, speaker: string, role: Utterance['role']): Utterance {
  const words = text.split(' ').filter((word) => word !== '');
  const [startMs, endMs] = [index * 1000, index * 1000 + 900];
  return {
    index,
    speaker,
    role,
    channel: null,
    startMs,
    endMs,
    text,
    confidence: null,
    words: words.map((word) => ({ text: word, startMs, endMs, confidence: 1 })),
  };
}

function callOf(...utterances: readonly Utterance[]): Transcript {
  return {
    language: 'en',
    durationMs: utterances.length * 1000,
    engine: 'submitted',
    wordTimes: 'measured',
    utterances: [...utterances],
  };
}

/** Both sides say the whole text. */
const repeatedTwice = (text: string): Transcript =>
  callOf(utterance(text, 0, 'agent', 'agent'), utterance(text, 1, 'customer', 'customer'));

/** The text in many short turns, each of a speaker of its own. */
const inTurns = (text: string): Transcript =>
  callOf(
    ...(text.match(/[^]{1,40}/gu) ?? []).map((part, at) =>
      utterance(part, at, `speaker_${at}`, at % 2 === 0 ? 'agent' : 'customer'),
    ),
  );

const withoutRoles = ({ utterances, ...call }: Transcript): Transcript => ({
  ...call,
  utterances: utterances.map((one) => ({ ...one, speaker: `a ${one.index}`, role: 'unknown' })),
});

const CUE = '00:00:00.000 --> 00:00:01.000\n';
const config = AnalysisConfig.parse({});

/** Everything that reads or writes what a caller sends. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'plain transcripts': (text) => unlessRefused(() => readTranscript(`Agent: hello\n${text}`, undefined)),
  'WebVTT, read': (text) => unlessRefused(() => readTranscript(`WEBVTT\n\n${CUE}<v A>${text}`, undefined)),
  'SRT, read': (text) => unlessRefused(() => readTranscript(`1\n${CUE}${text}`, undefined)),
  'transcripts in any form': (text) => unlessRefused(() => readTranscript(text, undefined)),
  'text, written': (text) => TEXT_FORMATS.text.render(repeatedTwice(text)),
  'SRT, written': (text) => TEXT_FORMATS.srt.render(repeatedTwice(text)),
  'WebVTT, written': (text) => TEXT_FORMATS.vtt.render(repeatedTwice(text)),
  'CSV, written': (text) => TEXT_FORMATS.csv.render(repeatedTwice(text)),
  words: (text) => tokenise(text),
  wording: (text) => [bareClause, asSentence, reportAgent, reportCustomer].map((reword) => reword(text)),
  dates: (text) => findDates(text, null),
  'due dates': (text) => dueDate(text, '2026-02-17T15:00:00Z'),
  amounts: (text) => parseTranscript(repeatedTwice(text)).utterances.map(findMoney),
  languages: (text) => englishPart(repeatedTwice(text)),
  'languages of many turns': (text) => englishPart(inTurns(text)),
  'prompt injection': (text) => leaveOutPromptInjection(repeatedTwice(text)),
  fences: (text) => fenceFor([text]),
  'the parts of a long call': (text) => splitCall(repeatedTwice(text), 1_000),
  'answers of a model': (text) =>
    readAnswer(text, [{ name: 'summary', read: (answer) => answer }], {
      input: sectionInput(callOf(), { recordedAt: null, config: AnalysisConfig.parse({}) }),
      model: 'a model',
      offline: {},
    }),
};

/** Those that look at every word many times. */
const UNDERSTANDING: typeof READERS = {
  redaction: (text) => redactTranscript(repeatedTwice(text), { kinds: RedactionKind.options }),
  'redaction of many turns': (text) => redactTranscript(inTurns(text), { kinds: RedactionKind.options }),
  roles: (text) => decideRoles(withoutRoles(repeatedTwice(text))),
  reports: (text) => analyse(repeatedTwice(text), { recordedAt: null, config }),
  'reports of many turns': (text) => analyse(inTurns(text), { recordedAt: null, config }),
};

/** What is refused must be refused as cheaply. */
function unlessRefused(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

const TIMES = 8;
/** Eight times the input costs eight times as much where the cost is linear, and 64 times where it is quadratic. */
const MOST_GROWTH = 24;
/** Collections of what other tests left behind fall into some of them. */
const MOST_RUNS = 12;
/** Costs below this are noise. */
const FLOOR_MS = 3;

function cpuMs(work: () => unknown): number {
  const { user, system } = process.threadCpuUsage();
  work();
  const after = process.threadCpuUsage();
  return (after.user + after.system - user - system) / 1000;
}

/** Least of some runs: other work only ever adds. Stops at the first that is small enough. */
function leastMs(work: () => unknown, enoughMs: number): number {
  let least = Infinity;
  for (let run = 0; run < MOST_RUNS && least > enoughMs; run += 1) least = Math.min(least, cpuMs(work));
  return least;
}

function requireLinear(read: (text: string) => unknown, textOf: Kind, length: number): void {
  const [short, long] = [textOf(length), textOf(length * TIMES)];
  read(short);
  const mostMs =
    MOST_GROWTH *
    Math.max(
      leastMs(() => read(short), FLOOR_MS),
      FLOOR_MS,
    );
  expect(leastMs(() => read(long), mostMs)).toBeLessThanOrEqual(mostMs);
}

describe.each(Object.entries(READERS))('the cost of %s', (_name, read) => {
  it.each(Object.entries(KINDS))('grows no faster than its input: %s', (_kind, textOf) => {
    requireLinear(read, textOf, 4_000);
  });
});

describe.each(Object.entries(UNDERSTANDING))('the cost of %s', (_name, read) => {
  it.each(Object.entries(KINDS))('grows no faster than what is said: %s', (_kind, textOf) => {
    requireLinear(read, textOf, 1_500);
  });
});
