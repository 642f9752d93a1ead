import type { ParsedUtterance } from './parsed-transcript.ts';
import type { Evidence } from './evidence.ts';
import { timeAt } from './sentences.ts';
import { tidy } from './rewrite.ts';
import type { Token } from './tokens.ts';

/** Words of an utterance that can be quoted by themselves: they begin and end where a clause does. */
export interface Clause {
  readonly utterance: ParsedUtterance;
  /** First and last token of the utterance. */
  readonly from: number;
  readonly to: number;
  readonly words: readonly string[];
  /** Whether it begins (ends) where a sentence or a turn of thought begins (ends), not only before a conjunction. */
  readonly opens: boolean;
  readonly closes: boolean;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const LONGEST_WORDS = 20;
const SHORTEST_WORDS = 3;
/** Hesitations, greetings and conjunctions carry nothing at the beginning; a clause is quoted without them. */
const OPENERS = set(
  "okay ok alright so and but yeah yes yep nope oh ah aye um umm uhm uh er erm em hmm mm hi hello hey because cause cos anyway anyways y'know",
);
/** These only where they stand by themselves: "no, it works", but "no hidden charges". */
const SET_OFF_OPENERS = set(
  'no right well now then actually like look listen sure great perfect good fine lovely brilliant morning afternoon evening please just also basically honestly sorry thanks certainly absolutely cool exactly',
);
/** Two words that open a clause without belonging to it. */
const OPENING_PAIRS = set(
  'i-mean you-know thank-you good-morning good-afternoon good-evening all-right no-problem no-worries of-course',
);
const CLOSERS = set(
  'um umm uhm uh er erm em hmm and but so or because cause like then okay ok right yeah well',
);
/** A clause that ends on one of these was cut short. */
const DANGLING = set(
  "a an the my your our their his her its of to in on at by for from with without about into and or but so because cause if when that than as is are was were be been am i'm it's that's there's he's she's you're we're they're i've you've we've i'd you'd we'd i'll you'll we'll they'll can could would will shall should may might must do does did have has had not very really quite too i we he she they who which what where how why this these those some any no every each gonna going wanna want like just even also um uh er erm em dr mr mrs ms",
);
const SUBJECTS = set(
  "i i'm i've i'd i'll we we're we've we'd we'll you you're you've you'd you'll they they're they've they'll he he's she she's it it's it'll there there's that that's this let's let my our",
);
/** Never an object: a verb stands before "you" or "it" as well. */
const SURE_SUBJECTS = set(
  "i i'm i've i'd i'll we we're we've we'd we'll you're you've you'd you'll they they're they've they'll he he's she she's it's there's that's let's",
);
const QUESTIONS = set('what where when who how why can could would do does did is are have shall please');
const CONJUNCTIONS = set('and but so because cause cos or then');
/** After these a subject goes on with the clause rather than opening one. */
const LEADS_ON = set(
  "that what when where how why who which if whether whatever because cause cos as than till until before after while since once and but so or think thought know knew hope guess believe say said says saying see saw mean told tell sure wonder wondering is are was were do does did can could would will shall should have has had am if for to of with at in on by from about all everything anything something nothing thing like let make makes wish bet reckon suppose the a an not just even only also really 're don't didn't doesn't won't can't isn't wasn't where's how's then maybe",
);

/** The runs of clauses of an utterance that may be quoted: 3 to 20 words, linear in its length. */
export function clausesOf(utterance: ParsedUtterance): Clause[] {
  const { tokens } = utterance;
  const text = utterance.utterance.text;
  const isPunctuated = /[.?!,]/u.test(text);
  const sentences = new Set(utterance.sentences.map(({ tokens: [first] }) => first));
  const strong = new Set<number>([0, tokens.length]);
  const cuts = new Set<number>([0, tokens.length]);
  for (let at = 1; at < tokens.length; at += 1) {
    const gap = text.slice(tokens[at - 1]?.end, tokens[at]?.start);
    const first = tokens[at];
    if (/[.?!…;:—–]/u.test(gap) || (first !== undefined && sentences.has(first))) strong.add(at);
    const opens = gap.includes(',') ? mayOpen(tokens, at) : opensClause(tokens, at, isPunctuated);
    if (strong.has(at) || opens) cuts.add(at);
  }
  const places = [...cuts].toSorted((a, b) => a - b);
  const runs = new Map<string, Clause>();
  for (const [index, from] of places.entries()) {
    for (const to of places.slice(index + 1, index + 1 + LONGEST_WORDS)) {
      if (to - from > 2 * LONGEST_WORDS) break;
      const clause = trimmed(utterance, from, to, strong);
      if (clause !== null && clause.words.length > LONGEST_WORDS) break;
      if (clause !== null && isWhole(clause, text)) runs.set(`${clause.from} ${clause.to}`, clause);
    }
  }
  return [...runs.values()];
}

/** Whether a clause may begin here after a comma: with its subject, its question or the conjunction before them. */
function mayOpen(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text ?? '';
  if (CONJUNCTIONS.has(word)) return SUBJECTS.has(tokens[at + 1]?.text ?? '');
  return SUBJECTS.has(word) || QUESTIONS.has(word);
}

/** Without a comma only a conjunction and its subject open one, or, where nothing is punctuated, a sure subject. */
function opensClause(tokens: readonly Token[], at: number, isPunctuated: boolean): boolean {
  const word = tokens[at]?.text ?? '';
  const before = tokens[at - 1]?.text ?? '';
  if (CONJUNCTIONS.has(word)) return SURE_SUBJECTS.has(tokens[at + 1]?.text ?? '');
  return !isPunctuated && SURE_SUBJECTS.has(word) && !LEADS_ON.has(before) && !SUBJECTS.has(before);
}

function trimmed(
  utterance: ParsedUtterance,
  start: number,
  end: number,
  strong: ReadonlySet<number>,
): Clause | null {
  const { tokens } = utterance;
  let [from, to] = [start, end];
  while (from < to) {
    if (isCall(utterance, from, to)) from += 1;
    const pair = `${tokens[from]?.text}-${tokens[from + 1]?.text}`;
    if (OPENING_PAIRS.has(pair)) from += 2;
    else if (OPENERS.has(tokens[from]?.text ?? '') || isSetOff(utterance, from)) from += 1;
    else break;
  }
  while (to > from && (CLOSERS.has(tokens[to - 1]?.text ?? '') || isCalled(utterance, from, to))) to -= 1;
  if (from >= to) return null;
  const words = tokens.slice(from, to).map((token) => token.text);
  return { utterance, from, to, words, opens: strong.has(start), closes: strong.has(end) };
}

function isSetOff({ tokens, utterance }: ParsedUtterance, at: number): boolean {
  if (!SET_OFF_OPENERS.has(tokens[at]?.text ?? '')) return false;
  const after = tokens[at + 1]?.text ?? '';
  return SUBJECTS.has(after) || /[,.!?]/u.test(utterance.text.slice(tokens[at]?.end, tokens[at + 1]?.start));
}

/** One word that is a sentence by itself opens what follows: a name that is called, "There.", "Right." */
function isCall({ tokens, utterance }: ParsedUtterance, at: number, end: number): boolean {
  return at + 1 < end && /[.?!]/u.test(utterance.text.slice(tokens[at]?.end, tokens[at + 1]?.start));
}

/** A last word that is a sentence by itself closes what stands before: a name, "Okay?" */
function isCalled({ tokens, utterance }: ParsedUtterance, from: number, to: number): boolean {
  return to - 2 >= from && /[.?!]/u.test(utterance.text.slice(tokens[to - 2]?.end, tokens[to - 1]?.start));
}

/** Digits said one by one or in pairs: a number of an account or a telephone. */
const DICTATED =
  /(?<![^ ])(?:(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|triple|\d|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\p{L}{3,5})?) ?){3,}(?![^ ])|\d{5,}/u;
/** A letter by itself that is no word. */
const SPELLED = /^[b-hj-np-z]$/u;
const SPELLED_OUT = /^\p{L}(?:-\p{L}){2,}$/u;

function isWhole({ words, utterance, from, to }: Clause, text: string): boolean {
  const last = words.at(-1) ?? '';
  if (words.length < SHORTEST_WORDS || DANGLING.has(last) || /^\p{L}$/u.test(last)) return false;
  if (words.filter((word) => SPELLED.test(word)).length > 1 || words.some((word) => SPELLED_OUT.test(word)))
    return false;
  const { tokens } = utterance;
  const written = text.slice(tokens[from]?.start, tokens[to - 1]?.end);
  const after = text.slice(tokens[to - 1]?.end, tokens[to]?.start);
  if (DICTATED.test(words.join(' ')) || written.split('"').length % 2 === 0) return false;
  if (/[—–<[]|-\s|\.\.\.|…/u.test(written) || /^\s*(?:[—–-]|\.\.\.|…)/u.test(after)) return false;
  return true;
}

export function isQuestion({ utterance, to }: Clause): boolean {
  return utterance.utterance.text.charAt(utterance.tokens[to - 1]?.end ?? 0) === '?';
}

/** The clause as it is written in running text: tidied, without quotation marks. */
export function writtenClause(clause: Clause): string {
  const { utterance, from, to } = clause;
  const words = utterance.utterance.text.slice(utterance.tokens[from]?.start, utterance.tokens[to - 1]?.end);
  return tidy(words) + (isQuestion(clause) ? '?' : '');
}

/** The very words as evidence. */
export function clauseEvidence({ utterance, from, to }: Clause): Evidence {
  const [start, end] = [utterance.tokens[from]?.start ?? 0, utterance.tokens[to - 1]?.end ?? 0];
  const { index, utterance: whole } = utterance;
  return {
    utterance: index,
    startMs: timeAt(whole, start),
    endMs: timeAt(whole, end),
    quote: whole.text.slice(start, end),
  };
}
