import { COMMON_VERBS, FUNCTION_WORDS } from '../text/content-words.ts';
import { SCALES, SMALL_NUMBERS } from '../text/numbers.ts';
import { isCapitalised, isOrdinaryWord } from './name-words.ts';
import { type NumberKind, REDACTED_AS } from './shapes.ts';
import { findRepeats, textOf, turnBefore, type Mark, type Speech, type Track, type Word } from './speech.ts';
import { symbolAt } from './symbols.ts';
import type { CallTopics, Topic } from './topics.ts';

/** Something that is spoken in words rather than in a string of digits. */
export interface SpokenSecret {
  readonly kind: NumberKind;
  readonly words: readonly Word[];
}

/** Dates of birth and of cards, memorable dates, passwords and the answers to security questions. */
export function findWordSecrets(speech: Speech, topics: CallTopics): SpokenSecret[] {
  const secrets = speech.utterances.flatMap((words, utterance) => [
    ...answeredSecret(speech, topics, words, utterance),
    ...statedSecrets(words),
  ]);
  return [...findTopicDates(speech, topics), ...secrets, ...repeatedSecrets(speech, secrets)].filter(
    ({ words }) => words.length > 0,
  );
}

const SHORTEST_REPEATED = 4;

/** The same words elsewhere in the call. */
function repeatedSecrets(speech: Speech, secrets: readonly SpokenSecret[]): SpokenSecret[] {
  const texts = secrets
    .map(({ words }) => words.map(({ text }) => text))
    .filter((words) => words.join('').length >= SHORTEST_REPEATED && !words.every((text) => isPlain(text)));
  return findRepeats(speech.all, texts).map((words) => ({ kind: 'password', words }));
}

function isPlain(text: string): boolean {
  return FUNCTION_WORDS.has(text) || COMMON_VERBS.has(text) || SMALL_NUMBERS.has(text);
}

export function secretMarks(secrets: readonly SpokenSecret[]): Mark[] {
  return secrets.map(({ kind, words }) => ({ kind: REDACTED_AS[kind], words }));
}

const MONTH =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/u;
const ORDINAL =
  /^(?:\d{1,2}(?:st|nd|rd|th)|(?:twenty-|thirty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|\p{L}{3,}teenth|twentieth|thirtieth)$/u;
const WITHIN_DATE =
  /^(?:of|end|start|beginning|middle|the|in|and|oh|o|uh|um|er|slash|dash|day|month|year|'?\d{2,4}s?)$/u;
const LONGEST_DATE = 12;
const KIND_OF_DATE: ReadonlyMap<Topic, NumberKind> = new Map([
  ['birth', 'date_of_birth'],
  ['expiry', 'expiry'],
  ['password', 'password'],
  ['code', 'password'],
]);

/** Dates that are spoken where birth, the end of a card or a memorable date is spoken of. */
function findTopicDates({ utterances }: Speech, topics: CallTopics): SpokenSecret[] {
  return utterances.flatMap((words) =>
    datesIn(words, topics.askedBy(words[0]?.utterance ?? -1).includes('birth')).flatMap(
      (date): SpokenSecret[] => {
        const [first, last] = [date[0], date.at(-1)];
        if (first === undefined || last === undefined) return [];
        const { own, asked, earlier } = topics.around(first, last);
        const near = [...own, ...asked, ...earlier.slice(0, 2)];
        const named = near.map((topic) => KIND_OF_DATE.get(topic)).find((one) => one !== undefined);
        const kind = named ?? (isOfLongAgo(date) ? 'date_of_birth' : undefined);
        const hasDay =
          kind === 'expiry' && [MONTH, ORDINAL].every((part) => date.some(({ text }) => part.test(text)));
        return kind === undefined || hasDay ? [] : [{ kind, words: date }];
      },
    ),
  );
}

/** A day with its year, in a year in which most callers' lives began: hardly ever anything but a date of birth. */
function isOfLongAgo(date: readonly Word[]): boolean {
  const text = textOf(date);
  const short = /^(?:\d\d|(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\p{L}+)?)$/u;
  const year = date.at(-1)?.text ?? '';
  const day = date.length > 2 && date.some(({ text }) => ORDINAL.test(text) || /^\d{1,2}$/u.test(text));
  return (
    date.some(({ text }) => MONTH.test(text)) &&
    (/(?<![^ ])(?:19\d\d|200\d|nineteen (?:oh|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\S*)/u.test(
      text,
    ) ||
      (day && short.test(year) && Number(year.replace(/\D.*/u, '99') || 0) > LAST_DAY))
  );
}

const LAST_DAY = 31;

/** Runs of words that name a day: with a month or an ordinal, or in numerals parted by slashes. `inPieces`: a month alone too. */
function datesIn(words: Track, inPieces: boolean): Word[][] {
  const found: Word[][] = [];
  let run: Word[] = [];
  const finish = (): void => {
    while (/^(?:of|end|start|beginning|middle|the|in|and|uh|um|er)$/u.test(run.at(-1)?.text ?? '')) run.pop();
    while (/^(?:of|in|and|uh|um|er|day|month|year)$/u.test(run[0]?.text ?? '')) run.shift();
    const telling = run.some(({ text }) => MONTH.test(text) || ORDINAL.test(text));
    const counted = / (?:of|month|year) /u.test(` ${textOf(run.slice(1))} `) && run.length > 2;
    const slashed = run.filter(({ gap }) => /[/-]/u.test(gap)).length >= 2;
    const written = run.some(({ text }) =>
      /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[.-]\d{1,2}[.-]\d{2,4})$/u.test(text),
    );
    if ((telling && (run.length > 1 || inPieces)) || counted || slashed || written) found.push(run);
    run = [];
  };
  for (const word of words) {
    const parted =
      run.length > 0 && (/[?!;\n]|(?<!\.)\.(?!\.)/u.test(word.gap) || run.length >= LONGEST_DATE);
    if (parted) finish();
    if (isDateWord(word.text)) run.push(word);
    else finish();
  }
  finish();
  return found;
}

function isDateWord(text: string): boolean {
  const number = text.split('-').every((part) => SMALL_NUMBERS.has(part) || /^\d{1,4}$/u.test(part));
  return (
    number ||
    SCALES.has(text) ||
    MONTH.test(text) ||
    ORDINAL.test(text) ||
    WITHIN_DATE.test(text) ||
    /^\d[\d.-]*$/u.test(text)
  );
}

const LEADS_IN =
  /^(?:ehm|ah|capitals|caps|letters|uh|um|er|erm|it|it's|its|is|that|that's|would|be|should|the|a|my|our|so|well|okay|ok|yeah|yes|sure|oh|right|god|think|i|i'm|believe|was|all|lower|upper|case|lowercase|uppercase|word|password|passphrase|passcode|pin|code|answer|memorable|one|just|only|still|same|probably|maybe|with|and|then|and|of|course|no|hang|on|let|me|see|think|yep|hi|hello|ah|hmm|got|we|use|used|put|set|as|to|called|name|named|named|went|grew|up|in|at|on|from|born|first|pet|school|in)$/u;
const REFUSES =
  /(?<![^ ])(?:don't|do not|didn't|can't|cannot|couldn't|won't|forgot|forgotten|forget|remember|no idea|not sure|never|haven't|why|what|which|how|reset|changed?|isn't|wasn't|tell you|give you|sorry|on file|same as)(?![^ ])/u;
/** Questions about passwords rather than for one. */
const ASKS_ABOUT =
  /(?<![^ ])(?:how (?:long|many|often|do|did|can)|reset|forgot|forgotten|change|changed|new password|strong|length|never ask|does it (?:say|ask|accept)|did you|have you|are you|can't|cannot|won't|doesn't|should be|must)(?![^ ])/u;
const MOST_SECRET_WORDS = 9;
const TITLE = /^(?:mr|mrs|ms|miss|dr|st|saint|sir|sister|father|professor|prof)$/u;

/** The answer to a question for a password, a memorable word or what only the caller knows. */
function answeredSecret(speech: Speech, topics: CallTopics, words: Track, utterance: number): SpokenSecret[] {
  if (!topics.askedBy(utterance).includes('password') || ASKS_ABOUT.test(turnBefore(speech, utterance)))
    return [];
  if (ASKS_CHARACTERS.test(turnBefore(speech, utterance))) return spelledCharacters(words);
  for (let from = 0, clauses = 0; from < words.length && clauses < MOST_CLAUSES; clauses += 1) {
    while (from < words.length && LEADS_IN.test(words[from]?.text ?? '') && !isCapitalisedInside(words, from))
      from += 1;
    const answer = clauseFrom(words, from);
    if (REFUSES.test(textOf(words.slice(0, from + answer.length)))) return [];
    if (!isTalk(answer) && !namesSubject(words, answer))
      return [{ kind: 'password', words: answer }, ...spelledCharacters(words.slice(from + answer.length))];
    from += Math.max(1, answer.length);
  }
  return [];
}

/** "Good luck to you": an answer with several words of grammar and no capital inside is no secret. */
function isTalk(answer: readonly Word[]): boolean {
  const grammar = answer.filter(({ text }) => FUNCTION_WORDS.has(text)).length;
  const named = answer.some(({ written, cased }, at) => at > 0 && cased && isCapitalised(written));
  return grammar === answer.length || (grammar >= 2 && !named && grammar * 3 > answer.length);
}

const MOST_CLAUSES = 4;
const ASKS_CHARACTERS = /(?<![^ ])(?:characters?|letters?|digits)(?![^ ])/u;
const SUBJECT =
  /^(?:pet|car|school|street|road|teacher|job|boss|name|town|city|hospital|dog|cat|band|concert|holiday|phone|friend|place|question|hint|word|number|password)$/u;

/** "second is R, and fifth is capital M": every letter and digit of an answer to a question for some of them. */
function spelledCharacters(words: Track): SpokenSecret[] {
  return words.flatMap((word, at): SpokenSecret[] => {
    const symbol = symbolAt(words, at);
    if (symbol === null || !symbol.single) return [];
    const manner = words[at - 1];
    const isDescribed =
      manner !== undefined && /^(?:capital|uppercase|lowercase|small|big)$/u.test(manner.text);
    return [{ kind: 'password', words: isDescribed ? [manner, ...symbol.words] : symbol.words }];
  });
}

/** "yeah, first car. It was a …": what the question was about, repeated. */
function namesSubject(words: Track, clause: readonly Word[]): boolean {
  const last = clause.at(-1);
  const next = words[(last?.place ?? 0) + 1];
  return (
    last !== undefined && SUBJECT.test(last.text) && next !== undefined && /[.,;:?!-]|^\s*$/u.test(next.gap)
  );
}

function isCapitalisedInside(words: Track, at: number): boolean {
  return at > 0 && /^\p{Lu}\p{Ll}/u.test(words[at]?.written ?? '');
}

/** The words of one clause, at most a few: up to a mark of punctuation or a word that begins another. */
function clauseFrom(words: Track, from: number): Word[] {
  const clause: Word[] = [];
  for (const word of words.slice(from)) {
    const before = clause.at(-1);
    const listed = /^\p{L}$/u.test(before?.text ?? '') || /^(?:\p{L}|for|as)$/u.test(word.text);
    const parted = /[.,;:?!]/u.test(word.gap) && !TITLE.test(before?.text ?? '') && !listed;
    if (before !== undefined && (parted || BEGINS_ANOTHER.test(word.text))) break;
    clause.push(word);
    if (clause.length >= MOST_SECRET_WORDS && !listed) break;
  }
  return clause;
}

const BEGINS_ANOTHER =
  /^(?:and|but|if|because|so|please|with|without|which|who|i|i'm|my|it's|is|was|from|after|or|when|thanks|though|though|same)$/u;
const STATES =
  /(?<![^ ])(?:passwords?|passcode|pass code|pass word|passphrase|pass phrase|pin|p i n|(?:memorable|secret|safe|security|code) ?(?:word|answer|name|place|phrase|code)|maiden name|(?:door|gate|alarm|entry|access|wi-?fi|key ?safe) (?:code|password|key))(?: for (?:\p{L}+ ){1,3}|[^ ]{0})? ?(?:is|was|'s|would be|should be|set to|to be)(?: (?:just|still|probably|actually|uh|um|it's|all|lower|upper|case|one|word|called))*$/u;
/** What is spoken about a password, rather than the password. */
const ABOUT =
  /^(?:not|the|that|a|an|wrong|expired|too|still|case|incorrect|invalid|correct|required|different|same|locked|blocked|reset|weak|strong|being|going|asking|saying|what|where|something|on|in|my|your|one|only|already|never|always|no|there|important|private|secure|safe|needed|fine|good|ok|okay|\p{L}+ing)$/u;
const MOST_BEFORE = 9;
const HINT_REACH = 24;
/** "he set up a password, I'm pretty sure it was galah". */
const HINTS =
  /(?<![^ ])(?:password|passphrase|passcode|memorable word|secret word|safe word|code word)(?![^ ]).* (?:it|that) (?:is|was|would be)$/u;

/** "the password is purple tractor": given without being asked. */
function statedSecrets(words: Track): SpokenSecret[] {
  const found: SpokenSecret[] = [];
  for (const [at, { text }] of words.entries()) {
    if (
      at < 2 ||
      !/^(?:is|was|be|to|just|still|uh|um|it's|word|case|called|actually|probably|password's|passcode's|pin's|word's|code's|passphrase's)$/u.test(
        words[at - 1]?.text ?? '',
      )
    )
      continue;
    const before = textOf(words.slice(Math.max(0, at - MOST_BEFORE), at)).replaceAll("'s", ' is');
    const hinted =
      HINTS.test(textOf(words.slice(Math.max(0, at - HINT_REACH), at))) &&
      !isOrdinaryWord(text) &&
      !text.endsWith('ing');
    if ((!STATES.test(before) && !hinted) || ABOUT.test(text) || LEADS_IN.test(text)) continue;
    const clause = clauseFrom(words, at);
    const plain = clause.every(({ text }) => FUNCTION_WORDS.has(text) || COMMON_VERBS.has(text));
    if (!plain) found.push({ kind: 'password', words: clause });
  }
  return found;
}
