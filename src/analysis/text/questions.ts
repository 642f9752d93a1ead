import {
  AUXILIARIES,
  DISCOURSE_MARKERS,
  EMBEDDERS,
  FORMS_OF_BE,
  PRONOUNS,
  SUBJECTS,
  WH_CONTRACTIONS,
  WH_WORDS,
} from './question-words.ts';

const ADDRESSING_AUXILIARIES = new Set(['can', 'could', 'would', 'will', 'do', 'did', 'are', 'have', 'were']);
const OFFERING_AUXILIARIES = new Set(['can', 'may', 'could', 'shall']);
const OPEN_FORMS =
  /^(?:(?:what|who) (?:happened|made|brings|brought|else|about|if)|how (?:about|come)|why not|anything else)(?: |$)/u;
/** A question word and the auxiliary it belongs to stand at most this many words apart ("what kind of budget do you"). */
const LONGEST_WH_PHRASE = 4;

/**
 * Whether a question opens at word `at`, judged by word order alone: English inverts subject and auxiliary in a
 * question (Quirk et al., A Comprehensive Grammar of the English Language, 1985, §11.4-11.23).
 */
export function questionOpensAt(words: readonly string[], at: number): boolean {
  if (OPEN_FORMS.test(words.slice(at, at + 3).join(' '))) return !EMBEDDERS.has(words[at - 1] ?? '');
  return whQuestionAt(words, at) || yesNoQuestionAt(words, at);
}

/** Whether the words from `from` on are a question, discourse markers before it aside ("okay so what is …"). */
export function startsAsQuestion(words: readonly string[], from = 0): boolean {
  for (let at = from; at < words.length; at += 1) {
    if (questionOpensAt(words, at)) return true;
    if (!DISCOURSE_MARKERS.has(words[at] ?? '')) return false;
  }
  return false;
}

function whQuestionAt(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  const embedded = EMBEDDERS.has(words[at - 1] ?? '');
  if (WH_CONTRACTIONS.has(word)) return !embedded && at + 1 < words.length;
  if (!WH_WORDS.has(word)) return false;
  const next = words[at + 1] ?? '';
  if (FORMS_OF_BE.has(next)) {
    const relative = (word === 'which' || word === 'who') && !opensClause(words, at);
    return !embedded && !relative && at + 2 < words.length;
  }
  for (let aux = at + 1; aux <= at + LONGEST_WH_PHRASE; aux += 1) {
    if (AUXILIARIES.has(words[aux] ?? '') && SUBJECTS.has(words[aux + 1] ?? '')) return true;
    if (PRONOUNS.has(words[aux] ?? '')) return false;
  }
  return false;
}

function yesNoQuestionAt(words: readonly string[], at: number): boolean {
  const auxiliary = words[at] ?? '';
  const subject = words[at + 1] ?? '';
  if (!AUXILIARIES.has(auxiliary) || !SUBJECTS.has(subject) || at + 2 >= words.length) return false;
  // "Have a great day" wishes; "have the parts arrived" asks.
  if (auxiliary === 'have' && (subject === 'a' || subject === 'an')) return false;
  if (opensClause(words, at)) return true;
  const before = words[at - 1] ?? '';
  if (AUXILIARIES.has(before) || PRONOUNS.has(before) || WH_WORDS.has(before) || EMBEDDERS.has(before))
    return false;
  if (['as', 'than', 'neither', 'nor', 'there', 'that', 'this'].includes(before)) return false;
  if (subject === 'you') return ADDRESSING_AUXILIARIES.has(auxiliary);
  if (subject === 'i') return OFFERING_AUXILIARIES.has(auxiliary);
  return auxiliary === 'is' && subject === 'there';
}

function opensClause(words: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0; before -= 1) {
    if (!DISCOURSE_MARKERS.has(words[before] ?? '')) return false;
  }
  return true;
}
