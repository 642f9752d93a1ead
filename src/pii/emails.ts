import { COMMON_VERBS, FUNCTION_WORDS, GENERIC_WORDS } from '../text/content-words.ts';
import type { CallTopics } from './topics.ts';
import { closeBy, findRepeats, type Word, leadingTo, type Mark, type Speech, type Track } from './speech.ts';
import { isEnglishWord } from '../text/english-words.ts';
import { isDigitWord, type Spelled, type Spellings } from './symbols.ts';

const WRITTEN = /[^@\s]@[^@\s]+/u;
const TLD =
  'com|net|org|edu|gov|io|co|us|uk|ca|de|info|biz|me|app|dev|ai|au|nz|ie|fr|eu|in|it|es|nl|ch|at|be|se|mil|tv|tech|online|shop|xyz|no|pl|dk|pt|gr|ru|br|mx|za|ng|ke|gh';
const TLD_WORD = new RegExp(`^(?:${TLD})$`, 'u');
const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}$/u;
const PROVIDER =
  /^(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|aol|proton|protonmail|comcast|msn|ymail|zoho|fastmail|sbcglobal|bellsouth|btinternet)$/u;
/** "look at acme dot com" names a site, not a mailbox. */
const NO_MAILBOX =
  /^(?:look|looking|looked|go|going|visit|online|us|me|them|him|her|you|it|site|website|page|is|are|was|check|find|found|available|shop|order|buy|work|works|job|out|people|team|up|in|on|account)$/u;
const ASKS_MAILBOX =
  /(?<![^ ])(?:e-?mails?|e mail|mailbox|inbox|send (?:it|that|this)|address is|write to)(?![^ ])/u;
/** Mailboxes of a whole department. Their words are too common to be looked for elsewhere. */
const SHARED = /^(?:support|sales|office|contact|billing|admin|hello|team|service|accounts?)$/u;
const LONGEST_DOMAIN_WORDS = 12;
const MOST_PLAIN_WORDS = 3;
const SHORTEST_REPEATED = 5;

interface Found {
  readonly words: readonly Word[];
  readonly mailbox: readonly Word[];
}

/** E-mail addresses, written, spoken ("john dot smith at gmail dot com") or spelled, and every repetition of a mailbox. */
export function findEmails(speech: Speech, topics: CallTopics, spelled: Spellings): Mark[] {
  const found = speech.tracks.flatMap((track) => {
    const spellings = startsOf(spelled.get(track) ?? []);
    return track.flatMap((_word, at) => emailAt(speech, track, at, spellings) ?? []);
  });
  const answers = speech.utterances.flatMap((words, utterance) => answeredMailbox(topics, words, utterance));
  const repeated = repeatedMailboxes(
    speech,
    found.map(({ mailbox }) => mailbox),
    spelled,
  );
  return [...found.map(({ words }) => words), ...answers, ...repeated].map((words) => ({
    kind: 'email',
    words,
  }));
}

/** A part of an address that was asked for: "m a double d y dot w". */
function answeredMailbox(topics: CallTopics, words: Track, utterance: number): Word[][] {
  if (topics.askedBy(utterance)[0] !== 'email') return [];
  const parts: Word[][] = [[]];
  for (const [at, word] of words.entries()) {
    const fits =
      (isPartOfMailbox(words, at) && !HESITATION.test(word.text)) ||
      /^(?:double|triple|at)$/u.test(word.text) ||
      PROVIDER.test(word.text);
    if (fits) parts.at(-1)?.push(word);
    else parts.push([]);
  }
  return parts.filter(
    (part) => part.length > 2 && part.some(({ text }) => LETTERS.test(text) || CONNECTOR.test(text)),
  );
}

/** Where the spelled word begins that holds the word before a place. */
type SpellingStarts = ReadonlyMap<number, number>;

function startsOf(spelled: readonly Spelled[]): SpellingStarts {
  return new Map(
    spelled.flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, at): [number, number] => [from + at + 1, from]),
    ),
  );
}

function emailAt(speech: Speech, track: Track, at: number, spellings: SpellingStarts): Found | null {
  const word = track[at];
  if (word === undefined) return null;
  if (WRITTEN.test(word.text) || WRITTEN.test(word.written)) {
    const mailbox = [...mailboxBefore(track, at, 0, spellings), word];
    return { mailbox, words: mailbox };
  }
  if (track[at + 1]?.gap.trim().startsWith('@')) return parted(track, at, spellings);
  if (word.text === 'at') return spokenAt(speech, track, at, spellings);
  return PROVIDER.test(word.text) ? withoutSign(speech, track, at, spellings) : null;
}

/** "reception@, um, example.org": hesitations stand between the sign and the domain. */
function parted(track: Track, at: number, spellings: SpellingStarts): Found | null {
  let domain = at + 1;
  while (domain - at < MOST_HESITATIONS && HESITATION.test(track[domain]?.text ?? '')) domain += 1;
  const end = domainEnd(track, domain);
  const mailbox = mailboxBefore(track, at + 1, 1, spellings);
  return end === null ? null : { mailbox, words: [...mailbox, ...track.slice(at + 1, end)] };
}

const MOST_HESITATIONS = 4;

/** "john dot smith at gmail dot com", "… at sign …". */
function spokenAt(speech: Speech, track: Track, at: number, spellings: SpellingStarts): Found | null {
  const domain = at + (track[at + 1]?.text === 'sign' ? 2 : 1);
  const end = domainEnd(track, domain);
  const [first, before] = [track[at], track[at - 1]];
  if (end === null || first === undefined) return null;
  const known = PROVIDER.test(track[domain]?.text ?? '');
  const connected = CONNECTOR.test(track[at - 2]?.text ?? '');
  if (!known && !connected && NO_MAILBOX.test(before?.text ?? '')) return null;
  const asked = ASKS_MAILBOX.test(leadingTo(speech, first, 24));
  const mailbox = mailboxBefore(track, at, asked || known ? MOST_PLAIN_WORDS : 1, spellings);
  return { mailbox, words: [...mailbox, ...track.slice(at, end)] };
}

/** "j smith, gmail dot com": the sign is missing. */
function withoutSign(speech: Speech, track: Track, at: number, spellings: SpellingStarts): Found | null {
  const [first, before] = [track[at], track[at - 1]];
  const end = track[at + 1]?.text === 'dot' ? domainEnd(track, at) : null;
  if (first === undefined || end === null || /^(?:at|sign)$/u.test(before?.text ?? '')) return null;
  if (!ASKS_MAILBOX.test(leadingTo(speech, first, 24))) return null;
  const mailbox = mailboxBefore(track, at, MOST_PLAIN_WORDS, spellings);
  return { mailbox, words: [...mailbox, ...track.slice(at, end)] };
}

/** Where the domain that begins at a place ends; null where none does. */
function domainEnd(track: Track, from: number): number | null {
  const [first, second] = [track[from]?.text ?? '', track[from + 1]?.text ?? ''];
  if (DOMAIN.test(first)) return from + 1;
  const provider = PROVIDER.test(first) ? 1 : first === 'g' && second === 'mail' ? 2 : 0;
  for (let at = from + 1; at < from + LONGEST_DOMAIN_WORDS && closeBy(track[from], track[at]); at += 1) {
    const text = track[at]?.text ?? '';
    if (/^(?:dot|point)$/u.test(text)) {
      const end =
        text === 'point' && !TLD_WORD.test(track[at + 1]?.text ?? '') ? null : tldEnd(track, at + 1);
      if (end !== null) return end;
    } else if (/^dot(?:com|net|org|co|uk)$|\.(?:com|net|org)$/u.test(text)) return at + 1;
    else if (provider === 0 && FUNCTION_WORDS.has(text) && text.length > 1) break;
  }
  return provider === 0 ? null : from + provider;
}

function isLabel(text: string): boolean {
  return /^[a-z]{2,12}$/u.test(text) && !FUNCTION_WORDS.has(text);
}

function tldEnd(track: Track, at: number): number | null {
  const text = track[at]?.text ?? '';
  if (!isLabel(text) && !TLD_WORD.test(text)) return null;
  let end = at + 1;
  while (
    track[end]?.text === 'dot' &&
    (TLD_WORD.test(track[end + 1]?.text ?? '') || isLabel(track[end + 1]?.text ?? ''))
  )
    end += 2;
  return end;
}

/** Mailboxes repeated without their domain: in the same words, in one word, or letter by letter. */
function repeatedMailboxes(
  speech: Speech,
  mailboxes: readonly (readonly Word[])[],
  spelled: Spellings,
): Word[][] {
  const texts = mailboxes.map((words) => words.map(({ text }) => text.split('@')[0] ?? '')).filter(isTelling);
  const joined = new Set(texts.map((words) => words.join('').replaceAll(/dot|[._-]/gu, '')));
  const parts = new Set([...texts.flat().filter((text) => text.length > 3), ...joined]);
  const letters = speech.tracks.flatMap((track) =>
    (spelled.get(track) ?? [])
      .filter(({ word }) => parts.has(word))
      .map(({ from, to }) => track.slice(from, to)),
  );
  const alone = speech.all.filter(({ text }) => joined.has(text) && isTelling([text])).map((word) => [word]);
  return [...letters, ...alone, ...findRepeats(speech.all, texts)];
}

function isTelling(words: readonly string[]): boolean {
  const joined = words.join('');
  if (joined.length < SHORTEST_REPEATED) return false;
  if (words.length > 1)
    return words.length > 4 || words.some((word) => CONNECTOR.test(word) || /\d/u.test(word));
  return (
    !SHARED.test(joined) &&
    !isEnglishWord(joined) &&
    ![FUNCTION_WORDS, COMMON_VERBS, GENERIC_WORDS].some((list) => list.has(joined))
  );
}

/** Words that join the parts of a mailbox. */
const CONNECTOR = /^(?:dot|point|period|underscore|dash|hyphen|minus|plus)$/u;

const HESITATION = /^(?:uh|um|er|erm|and|then|sorry|okay|so)$/u;
const LETTERS = /^\p{L}(?:[-.]\p{L})*$/u;
const LONGEST_WORDS = 28;

/**
 * The words in front of an "at" that name the mailbox: joined by "dot" and the like, spelled out, numbers, and up to
 * `mostPlain` ordinary names in a row ("mary jane eighty two").
 */
function mailboxBefore(track: Track, at: number, mostPlain: number, spellings: SpellingStarts): Word[] {
  let from = at;
  let plain = 0;
  while (from > 0 && at - from < LONGEST_WORDS && closeBy(track[from - 1], track[at])) {
    if (!isPartOfMailbox(track, from - 1)) {
      if (plain >= mostPlain || isOrdinary(track[from - 1]?.text ?? '')) break;
      plain += 1;
    }
    from -= 1;
  }
  from = spellings.get(from) ?? from;
  while (from < at && leadsIn(track, from, at)) from += 1;
  return track.slice(from, at);
}

function isPartOfMailbox(track: Track, at: number): boolean {
  const text = track[at]?.text ?? '';
  const connected = CONNECTOR.test(text) || CONNECTOR.test(track[at + 1]?.text ?? '');
  const letter = LETTERS.test(text) && !isLoneArticle(track, at);
  return (
    connected ||
    letter ||
    HESITATION.test(text) ||
    isDigitWord(track, at) ||
    describesWriting(track, at) ||
    explainsLetter(track, at)
  );
}

/** "the number four", "all one word", "capital j": how a part of a mailbox is written. */
function describesWriting(track: Track, at: number): boolean {
  const phrase = [-2, -1, 0, 1, 2].map((step) => track[at + step]?.text ?? '');
  const text = phrase[2] ?? '';
  if (/^(?:capital|lowercase|uppercase|hashtag)$/u.test(text)) return true;
  if (/^(?:number|numeral|digit|letter)s?$/u.test(text)) return phrase[1] === 'the';
  if (text === 'the') return /^(?:number|numeral|digit|letter)s?$/u.test(phrase[3] ?? '');
  return (
    /(?<![^ ])(?:all )?(?:one|as one) word(?![^ ])|(?<![^ ])(?:all )?(?:lower|upper) case(?![^ ])/u.test(
      phrase.join(' '),
    ) && /^(?:all|as|one|word|lower|upper|case)$/u.test(text)
  );
}

/** "for bravo" and "as in mike" behind their letter. */
function explainsLetter(track: Track, at: number): boolean {
  const text = track[at]?.text ?? '';
  if (/^(?:for|in|as|like)$/u.test(text)) {
    const letter = track
      .slice(Math.max(0, at - 2), at)
      .find((word) => /^\p{L}$/u.test(word.text) && !/^[ai]$/u.test(word.text));
    return (
      letter !== undefined && track.slice(at + 1, at + 3).some((word) => word.text.startsWith(letter.text))
    );
  }
  const [second, first] = [track[at - 1]?.text ?? '', track[at - 2]?.text ?? ''];
  const letter = second === 'in' ? (track[at - 3]?.text ?? '') : first;
  return /^(?:for|in|like|as)$/u.test(second) && /^\p{L}$/u.test(letter) && text.startsWith(letter);
}

function isLoneArticle(track: Track, at: number): boolean {
  if (!/^[ai]$/u.test(track[at]?.text ?? '')) return false;
  return ![track[at - 1], track[at + 1]].some(
    (word) => word !== undefined && /^(?:\p{L}|dot|at)$/u.test(word.text),
  );
}

/** Whether the word is a hesitation or connector in front of the mailbox's first part. */
function leadsIn(track: Track, from: number, at: number): boolean {
  const text = track[from]?.text ?? '';
  const joined = from + 1 < at && CONNECTOR.test(track[from + 1]?.text ?? '');
  return !joined && (HESITATION.test(text) || CONNECTOR.test(text));
}

/** Whether the word is never part of a mailbox. */
function isOrdinary(text: string): boolean {
  return (
    FUNCTION_WORDS.has(text) ||
    COMMON_VERBS.has(text) ||
    /^(?:e-?mails?|mail|address|its|confirmation)$/u.test(text)
  );
}
