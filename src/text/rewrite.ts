import { isNumberWord } from './numbers.ts';
import { blankNonSpeech } from './tokens.ts';

/** Hesitations with the commas around them. */
const HESITATION = /(?:,\s*)?(?<![\p{L}\p{N}'’-])(?:um+|uhm+|uh+|er|erm|hmm+)(?![\p{L}\p{N}'’-]),?/giu;
/** "like" and "you know" are ordinary words unless commas set them off. */
const SET_OFF = /,\s*(?:like|you know|i mean|basically|honestly)\s*(?=,)/giu;
const OPENING_MARKERS =
  /^(?:(?:okay|ok|alright|all right|right|so|well|and|but|yeah|yes|no|oh|great|perfect|sure|now|then|good|hi|hello|actually|also|please|just|like i said|as i said|because|unfortunately|it says here(?: that)?|i can see(?: that)?)[,.!]?\s+)+/iu;
const CLOSING_WORDS =
  /(?<![\p{L}\p{N}'’-])(?:please|thank you|thanks|is that okay|is that all right|okay|right|honestly|then)$/iu;
const LONGEST_CLOSING_CHARACTERS = 20;
const MERIDIEM =
  /(?<=(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|fifteen) ?)([ap])\.? ?m(?:\.|(?![\p{L}\p{N}'’]))/giu;
const CALENDAR_NAMES =
  /(?<![\p{L}\p{N}])(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september|october|november|december)(?![\p{L}\p{N}])/gu;

const DOUBLED = /(?<![\p{L}\p{N}'’])([\p{L}\p{N}'’]+(?: [\p{L}\p{N}'’]+)?)[,]? \1(?![\p{L}\p{N}'’])/giu;

/** Cleans speech for writing: no noise marks, hesitations or doubled words; weekdays and months with capitals. */
export function tidy(text: string): string {
  return blankNonSpeech(text)
    .replace(SET_OFF, '')
    .replace(HESITATION, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replace(DOUBLED, (both: string, once: string) => (isNumberWord(once.toLowerCase()) ? both : once))
    .replace(MERIDIEM, (_, letter: string) => `${letter.toLowerCase()}.m.`)
    .replace(CALENDAR_NAMES, (name) => name.charAt(0).toUpperCase() + name.slice(1))
    .replaceAll(/ ([,.!?])/gu, '$1')
    .trim();
}

/** The sentence without opening markers ("okay so"), closing courtesies and its full stop. */
export function bareClause(text: string): string {
  const bare = tidy(text).replace(OPENING_MARKERS, '');
  return endsInAbbreviation(bare) ? bare : withoutClosing(bare);
}

function withoutClosing(text: string): string {
  const bare = withoutEnding(text, ' ,.!?;:');
  const closing = CLOSING_WORDS.exec(bare.slice(-LONGEST_CLOSING_CHARACTERS))?.[0];
  return closing === undefined ? bare : withoutEnding(bare.slice(0, -closing.length), ' ,');
}

/** The text without any of these characters at its end. An expression would look for the end from each of them. */
export function withoutEnding(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function endsInAbbreviation(text: string): boolean {
  return /[ap]\.m\.$/u.test(text);
}

type Swap = readonly [RegExp, string];

const word = (pattern: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}'’-])(?:${pattern})(?![\\p{L}\\p{N}'’-])`, 'giu');

const FIRST_TO_THIRD: readonly Swap[] = [
  [word("i['’]m|i am|we['’]re|we are"), 'they are'],
  [word("i['’]ve|we['’]ve"), 'they have'],
  [word("i['’]d|we['’]d"), 'they would'],
  [word("i['’]ll|we['’]ll"), 'they will'],
  [word('i was'), 'they were'],
  [word('i'), 'they'],
  [word('we'), 'they'],
  [word('me|us'), 'them'],
  [word('my|our'), 'their'],
  [word('mine|ours'), 'theirs'],
  [word('myself|ourselves'), 'themselves'],
];

const CUSTOMER_SWAPS: readonly Swap[] = [
  ...FIRST_TO_THIRD,
  [word("you['’]re|you are"), 'the agent is'],
  [word("you['’]ve"), 'the agent has'],
  [word("you['’]ll"), 'the agent will'],
  [word('you guys|you people|you'), 'the agent'],
  [word('yours?'), "the company's"],
];

const SUBJECT_YOU =
  "you(?= (?:should|can|could|will|would|have|has|need|are|were|may|might|must|do|don['’]t|get|pay|want|just|also|still|save|call|receive))";

const AGENT_SWAPS: readonly Swap[] = [
  [word("you['’]re"), 'they are'],
  [word("you['’]ve"), 'they have'],
  [word("you['’]ll"), 'they will'],
  [word("you['’]d"), 'they would'],
  [word(SUBJECT_YOU), 'they'],
  [word('you'), 'them'],
  [word('your'), 'their'],
  [word('yours'), 'theirs'],
  [word('yourself'), 'themselves'],
  [word("i['’]m|i am"), 'the agent is'],
  [word("i['’]ve|i have"), 'the agent has'],
  [word("i['’]ll"), 'the agent will'],
  [word("i['’]d"), 'the agent would'],
  [word("i don['’]t"), 'the agent does not'],
  [word('i'), 'the agent'],
  [word("we['’]re|we are"), 'the company is'],
  [word("we['’]ve|we have"), 'the company has'],
  [word("we['’]ll"), 'the company will'],
  [word("we['’]d"), 'the company would'],
  [word("we don['’]t"), 'the company does not'],
  [word('we'), 'the company'],
  [word('me'), 'the agent'],
  [word('us'), 'the company'],
  [word('my'), 'their'],
  [word('our'), "the company's"],
];

/** The customer's words told by someone else: "i lost my card" becomes "they lost their card". */
export function reportCustomer(text: string): string {
  return swapAll(text, CUSTOMER_SWAPS);
}

/** The agent's words to the customer told by someone else: "i have sent you the link" becomes "the agent has sent them the link". */
export function reportAgent(text: string): string {
  return swapAll(text, AGENT_SWAPS);
}

function swapAll(text: string, swaps: readonly Swap[]): string {
  return swaps.reduce((changed, [pattern, replacement]) => changed.replace(pattern, replacement), text);
}

/** A sentence from a clause: first letter large, one full stop at the end. */
export function asSentence(clause: string): string {
  const trimmed = withoutEnding(clause.trim(), ',;:');
  if (trimmed === '') return '';
  const opened = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.?!…]["”]?$/u.test(opened) ? opened : `${opened}.`;
}

const LONGEST_CLAUSE_CHARACTERS = 400;

/** The first `max` UTF-16 units of a text, one less where that would cut a character in two. */
export function cutText(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\uD800-\uDBFF]$/u, '');
}

/** The clause cut at the last comma or conjunction before `maxWords` words, or at `maxWords` where there is none. */
export function shorten(clause: string, maxWords: number): string {
  const parts = cutText(clause, LONGEST_CLAUSE_CHARACTERS).split(' ');
  if (parts.length <= maxWords) return parts.join(' ');
  const head = parts.slice(0, maxWords);
  const seam = head.findLastIndex(
    (part, at) => at > 4 && (/[,;]$/u.test(part) || /^(?:and|but|so|because|which|or)$/iu.test(part)),
  );
  const kept = seam < 0 ? head : head.slice(0, /[,;]$/u.test(head[seam] ?? '') ? seam + 1 : seam);
  return withoutEnding(kept.join(' '), ',;:');
}

/** A quote in running text: in typographic quotation marks, cut to `maxWords` words. */
export function quoted(quote: string, maxWords = 25): string {
  const parts = cutText(quote.trim(), LONGEST_CLAUSE_CHARACTERS).split(/\s+/u);
  const cut = parts.length > maxWords ? `${parts.slice(0, maxWords).join(' ')} …` : parts.join(' ');
  return `“${cut}”`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
