import { findNumberRuns, type NumberRun } from '../text/numbers.ts';
import { isBackchannel, type ParsedTranscript } from '../text/parsed-transcript.ts';
import { type Entity, entityAt, type EntityKind } from './entity.ts';
import { passesLuhn } from './shapes.ts';

/** Digits one speaker says in a row, possibly over several utterances, and the words that led to them. */
interface Dictation {
  digits: string;
  runs: NumberRun[];
  context: string;
}

const CURRENCIES: ReadonlyMap<string, string> = new Map([
  ...['dollar', 'dollars', 'bucks', 'usd'].map((word): [string, string] => [word, 'USD']),
  ...['pound', 'pounds', 'quid', 'gbp'].map((word): [string, string] => [word, 'GBP']),
  ...['euro', 'euros', 'eur'].map((word): [string, string] => [word, 'EUR']),
]);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['$', 'USD'],
  ['£', 'GBP'],
  ['€', 'EUR'],
]);
const CONTEXT_UTTERANCES = 3;
const CONTEXT_WORDS_EACH = 30;
/** Words before the digits in their own utterance that tell what they are. */
const CONTEXT_WORDS = 90;
/** Longer strings of digits identify nothing. */
const MOST_DIGITS = 40;
/** A pause longer than this ends a dictation. */
const DICTATION_GAP_MS = 12_000;

/** Money, quantities and dictated strings of digits, each classified by its length and the words that lead to it. */
export function findNumbers(transcript: ParsedTranscript): Entity[] {
  const entities: Entity[] = [];
  let dictation: Dictation | null = null;
  const finish = (): void => {
    if (dictation !== null) entities.push(...classify(dictation));
    dictation = null;
  };
  for (const [position, spoken] of transcript.utterances.entries()) {
    const runs = findNumberRuns(spoken);
    const before: NumberRun | undefined = dictation?.runs.at(-1);
    const continues =
      before?.spoken.speaker === spoken.speaker && spoken.startMs - before.spoken.endMs <= DICTATION_GAP_MS;
    if (before !== undefined && !continues && !isBackchannel(spoken)) finish();
    if (runs.length === 0 && continues) finish();
    for (const run of runs) {
      const money = moneyOf(run);
      if (money !== null || run.digits === null) {
        finish();
        const kind = money === null ? 'number' : 'money';
        const value = money ?? (run.amount === null ? null : String(run.amount));
        const to = money === null || signOf(run) !== undefined ? run.to : run.to + 1;
        if (value !== null) entities.push(entityAt(kind, value, [{ ...run, to }]));
        continue;
      }
      if (dictation !== null && startsAnew(dictation, run)) finish();
      dictation ??= { digits: '', runs: [], context: contextOf(transcript, position, run) };
      dictation.digits += run.digits;
      dictation.runs.push(run);
    }
  }
  finish();
  return entities;
}

/** Words other than hesitations between two runs of one utterance part two numbers. */
function startsAnew(dictation: Dictation, run: NumberRun): boolean {
  const last = dictation.runs.at(-1);
  if (last === undefined || last.spoken !== run.spoken) return run.from > 2;
  const between = run.spoken.tokens.slice(last.to + 1, run.from).map(({ text }) => text);
  return between.some((word) => !/^(?:uh|um|and|then|dash|hyphen|so|okay)$/u.test(word));
}

function moneyOf({ spoken, from, to, amount }: NumberRun): string | null {
  if (amount === null) return null;
  const currency = signOf({ spoken, from }) ?? CURRENCIES.get(spoken.tokens[to + 1]?.text ?? '');
  return currency === undefined ? null : `${amount} ${currency}`;
}

/** The currency whose sign stands right before the number. */
function signOf({ spoken, from }: Pick<NumberRun, 'spoken' | 'from'>): string | undefined {
  return SIGNS.get(spoken.utterance.text.charAt((spoken.tokens[from]?.start ?? 0) - 1));
}

/** What was said shortly before the digits, in the same utterance and in the utterances before it. */
function contextOf(transcript: ParsedTranscript, position: number, run: NumberRun): string {
  const before = transcript.utterances.slice(Math.max(0, position - CONTEXT_UTTERANCES), position);
  const words = [
    ...before.flatMap(({ tokens }) => tokens.slice(-CONTEXT_WORDS_EACH)),
    ...run.spoken.tokens.slice(Math.max(0, run.from - CONTEXT_WORDS), run.from),
  ];
  return words.map(({ text }) => text).join(' ');
}

function classify({ digits, runs, context }: Dictation): Entity[] {
  if (digits.length > MOST_DIGITS) return [];
  const kind = kindOf(digits, context);
  if (kind !== 'number') return [entityAt(kind, digits, runs)];
  return runs
    .filter(({ digits }) => digits !== null && (digits.length > 1 || !/^1$/u.test(digits)))
    .map((run) => entityAt('number', run.digits ?? '', [run]));
}

function kindOf(digits: string, context: string): EntityKind {
  const about = (words: string): boolean => new RegExp(`(?<![^ ])(?:${words})(?![^ ])`, 'u').test(context);
  const { length } = digits;
  if (length >= 13 && length <= 19 && (passesLuhn(digits) || about('card'))) return 'card';
  if (length === 9 && about('social|security|ssn|national|tax|id')) return 'national_id';
  if (
    (length === 3 || length === 4) &&
    about('cvv|cvc|security code|code on the back|three digits|expiration')
  )
    return 'security_code';
  if (length >= 4 && length <= 8 && about('password|pin|passcode|pin number')) return 'password';
  if (
    length >= 4 &&
    length <= 20 &&
    about('account|member|policy|customer number|membership') &&
    !about('phone|telephone|mobile|cell|order')
  ) {
    return 'account_number';
  }
  if ((length === 10 && !digits.startsWith('0')) || (length === 11 && /^[01]/u.test(digits))) return 'phone';
  if (length >= 7 && length <= 15 && about('phone|telephone|mobile|cell|call|reach|text')) return 'phone';
  return 'number';
}
