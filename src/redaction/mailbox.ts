import { COMMON_VERBS, FUNCTION_WORDS } from '../analysis/text/stopwords.ts';
import { digitWordAt } from './digit-words.ts';
import type { Spelled } from './spelling.ts';
import { closeBy, type Heard, type Track } from './speech.ts';

/** Words that join the parts of a mailbox. */
export const CONNECTOR = /^(?:dot|point|period|underscore|dash|hyphen|minus|plus)$/u;

const HESITATION = /^(?:uh|um|er|erm|and|then|sorry|okay|so)$/u;
const LETTERS = /^\p{L}(?:[-.]\p{L})*$/u;
const LONGEST_WORDS = 28;

/**
 * The words in front of an "at" that name the mailbox: joined by "dot" and the like, spelled out, numbers, and up to
 * `mostPlain` ordinary names in a row ("mary jane eighty two").
 */
export function mailboxBefore(
  track: Track,
  at: number,
  mostPlain: number,
  spellings: readonly Spelled[],
): Heard[] {
  let from = at;
  let plain = 0;
  while (from > 0 && at - from < LONGEST_WORDS && closeBy(track[from - 1], track[at])) {
    if (!isPartOfMailbox(track, from - 1)) {
      if (plain >= mostPlain || isOrdinary(track[from - 1]?.text ?? '')) break;
      plain += 1;
    }
    from -= 1;
  }
  from = spellings.find((spelled) => spelled.from < from && spelled.to >= from)?.from ?? from;
  while (from < at && leadsIn(track, from, at)) from += 1;
  return track.slice(from, at);
}

function isPartOfMailbox(track: Track, at: number): boolean {
  const text = track[at]?.text ?? '';
  const connected = CONNECTOR.test(text) || CONNECTOR.test(track[at + 1]?.text ?? '');
  const letter = LETTERS.test(text) && !isLoneArticle(track, at);
  return connected || letter || HESITATION.test(text) || digitWordAt(track, at) !== null;
}

function isLoneArticle(track: Track, at: number): boolean {
  if (!/^[ai]$/u.test(track[at]?.text ?? '')) return false;
  return ![track[at - 1], track[at + 1]].some(
    (word) => word !== undefined && /^(?:\p{L}|dot|at)$/u.test(word.text),
  );
}

/** Hesitations and connectors in front of the first part. */
function leadsIn(track: Track, from: number, at: number): boolean {
  const text = track[from]?.text ?? '';
  const joined = from + 1 < at && CONNECTOR.test(track[from + 1]?.text ?? '');
  return !joined && (HESITATION.test(text) || CONNECTOR.test(text));
}

/** Words that speak of an address rather than being part of one. */
function isOrdinary(text: string): boolean {
  return (
    FUNCTION_WORDS.has(text) ||
    COMMON_VERBS.has(text) ||
    /^(?:e-?mails?|mail|address|its|confirmation)$/u.test(text)
  );
}
