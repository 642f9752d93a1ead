import { isNumberWord } from '../text/numbers.ts';
import { isEnglishWord, isFamilyName, isPlaceOrFirm } from '../text/english-words.ts';
import {
  ADDRESSED,
  ANSWER_CUE,
  ASKS_NAME,
  bare,
  FAMILY_CUE,
  explainsLetter,
  fitsName,
  GREETS,
  isBrand,
  isCapitalised,
  isGivenName,
  isLoginName,
  isNameFiller,
  isOrdinaryWord,
  isSurname,
  isTown,
  isUnlisted,
  mayBeGivenName,
  NAMED_CUE,
  namesOrganisation,
  NO_ANSWER_CUE,
  NO_LONE_ANSWER,
  ORDINARY_TITLE,
  ORGANISATION_AHEAD,
  PARTICLE,
  PRESENTED,
  PRESENTS,
  SELF_CUE,
  TITLE,
} from './name-words.ts';
import {
  completed,
  isInitial,
  isNameHere,
  isPartOf,
  LONGEST_NAME,
  mentionsOf,
  MOST_FILLERS,
  nameFrom,
  partsOf,
  STOPS,
} from './name-mentions.ts';
import { spellsAName, type Spellings } from './symbols.ts';
import { type Word, type Mark, type Speech, textOf, type Track, turnBefore } from './speech.ts';

/** So many letters in a row are a name or a part of an address, whatever is spoken of. */
const SURELY_SPELLED = 5;

/** Names that the call introduces or that are speaker labels, and every other mention of their parts, also spelled. */
export function findNames(speech: Speech, labels: readonly string[], spellings: Spellings): Mark[] {
  const introduced = findIntroducedNames(speech);
  const parts = partsOf(introduced, labels);
  const mentions = mentionsOf(speech, parts);
  const spelled = speech.tracks.flatMap((track) =>
    (spellings.get(track) ?? [])
      .filter(
        ({ word, from }) =>
          isPartOf(word, parts) || word.length >= SURELY_SPELLED || spellsAName(speech, track[from]),
      )
      .map(({ from, to }) => track.slice(from, to)),
  );
  const names = [...introduced, ...mentions].map((words) => completed(speech, words));
  return [...names, ...spelled].map((words) => ({ kind: 'name', words }));
}

const CUE_WORDS = 6;
const HESITATIONS = /(?:(?:^| )(?:uh|um|uhm|er|erm|also|actually))+$/u;

/** The names of people that the call itself introduces, each as the words of one mention. */
function findIntroducedNames(speech: Speech): Word[][] {
  const found = [
    ...speech.all.flatMap((_word, at) => introducedAt(speech, at)),
    ...speech.utterances.flatMap((words, utterance) => answersWithName(speech, words, utterance)),
  ].filter((name) => name.length > 0);
  return [...found, ...found.flatMap((name) => listedAfter(speech, name))];
}

/** The name that begins at this word, shown by a cue right before it. */
function introducedAt(speech: Speech, at: number): Word[][] {
  const word = speech.all[at];
  if (word === undefined) return [];
  const own = speech.utterances[word.utterance] ?? [];
  const before = textOf(own.slice(Math.max(0, word.place - CUE_WORDS), word.place)).replace(HESITATIONS, '');
  const parted = word.opens && !/[:\u2026]|\.\.|[,]/u.test(word.gap);
  if (SELF_CUE.test(before) || (NAMED_CUE.test(before) && !parted)) return [nameFrom(own, word.place, true)];
  if (isExplained(own, word) && (PRESENTS.test(before) || asksForName(speech, word))) return [[word]];
  if (isLoginName(word)) return [[word]];
  if (isTitled(own, word)) return [nameFrom(own, word.place, true, true).slice(0, 3)];
  if (isBrand(own, word.place) || isTown(word.text, before)) return [];
  const presented = parted ? [] : presentedAt(own, word, before);
  if (presented.length > 0) return [presented];
  const named =
    isCapitalised(word.written) ||
    isGivenName(word.text) ||
    isUnlisted(word.text) ||
    (word.gap.includes(',') && mayBeGivenName(word.text));
  if (!parted && named && FAMILY_CUE.test(before)) return [nameFrom(own, word.place, false, true)];
  if (ADDRESSED.test(before) && startsName(word) && !namesOrganisation(own, word.place))
    return [nameFrom(own, word.place, false, true)];
  const given = givenNameAt(own, word);
  return given.length > 0 ? given : unlistedAt(own, word);
}

/** "hunter as in the thing with a gun", "Long, like the opposite of short": words about how a name is written. */
function isExplained(own: Track, { place, text }: Word): boolean {
  const [first, second] = [own[place + 1]?.text ?? '', own[place + 2]?.text ?? ''];
  if (/^\p{L}{1}$|^\d/u.test(text)) return false;
  return (
    (first === 'as' && second === 'in') ||
    (/^(?:like|spelled|spelt)$/u.test(first) && /^(?:the|a|an|in|with|like)$/u.test(second))
  );
}

/** Whether the word opens the answer to a question for a name. */
function asksForName(speech: Speech, word: Word): boolean {
  if (word.place > SURE_ANSWER) return false;
  const asked = turnBefore(speech, word.utterance);
  return ANSWER_CUE.test(asked) && !NO_ANSWER_CUE.test(asked);
}

/** "Mrs Singh": behind a title that is an ordinary word as well, only what may be a name counts. */
function isTitled(own: Track, word: Word): boolean {
  const title = own[word.place - 1];
  if (title === undefined || !TITLE.test(title.text) || !/^\.?\s*$/u.test(word.gap)) return false;
  if (!ORDINARY_TITLE.test(title.text)) return true;
  if (word.cased) return isCapitalised(word.written) && isCapitalised(title.written);
  return mayBeGivenName(word.text) || isSurname(word.text);
}

/** Words before a capital that make it the name of a thing or a place. */
const NAMES_A_THING =
  /^(?:the|a|an|your|this|that|these|those|any|some|no|new|old|another|which|what|every|each|in|at|near|via|using|on)$/u;

/** Where no capital shows a name, it stands behind one of these. */
const LEADS_TO_NAME =
  /^(?:and|or|to|with|for|by|is|was|it's|its|i'm|that's|this|myself|under|called|named|from|hi|hiya|hey|hello|bye|thanks|you|yes|yeah|no|ok|okay|right|morning|afternoon|evening|sorry|me|so|well|poor|young|old|little|our|my|tell|told|ask|asked|rang|saw|met|love|dear)$/u;

/** "only Pádraig about the silage": a word that no list knows is somebody's name, unless the words beside it make it that of a thing. */
function unlistedAt(own: Track, word: Word): Word[][] {
  if (word.cased ? !isNameCase(word.written) : /^\p{Lu}{2}/u.test(word.written)) return [];
  if (namesOrganisation(own, word.place) || explainsLetter(own, word.place)) return [];
  const [before, next] = [own[word.place - 1], own[word.place + 1]];
  if (!isUnlisted(word.text)) return word.cased && speaksOf(word, next) ? [[word]] : [];
  const led = before === undefined || word.opens || !NAMES_A_THING.test(before.text);
  const joins =
    word.cased ||
    before === undefined ||
    LEADS_TO_NAME.test(before.text) ||
    PARTICLE.test(before.text) ||
    isGivenName(before.text);
  if (!led || !joins) return [];
  const name = nameFrom(own, word.place, false, true);
  const behind = own[(name.at(-1)?.place ?? word.place) + 1];
  const qualifies =
    behind !== undefined &&
    behind.gap.trim() === '' &&
    !(behind.cased && isCapitalised(behind.written)) &&
    isEnglishWord(behind.text) &&
    !isOrdinaryWord(behind.text) &&
    !/(?:s|ed)$/u.test(behind.text);
  return qualifies ? [] : [name];
}

/** "Joy said you'd be in": a given name that is an ordinary word too, and what only people do. */
function speaksOf(word: Word, next: Word | undefined): boolean {
  return (
    mayBeGivenName(word.text) &&
    next?.gap.trim() === '' &&
    /^(?:said|says|told|called|rang|phoned|asked|mentioned|promised|reckons|thinks)$/u.test(next.text)
  );
}

/** A capital and small letters; another capital inside in "McCann", "O'Hara" and behind a hyphen alone. */
function isNameCase(written: string): boolean {
  return /^(?:(?:Ma?c|Fitz|D[eiu]|La|Le|O['’]|D['’]|L['’])?\p{Lu}[\p{Ll}\p{M}]+(?:['’]s?)?(?:-(?=\p{L})|$))+$/u.test(
    written,
  );
}

/** "This is Aoife Murphy calling", "hi Aoife": a name that no list holds, recognised by the words around it. */
function presentedAt(own: Track, word: Word, before: string): Word[] {
  const [presents, greets] = [PRESENTS.test(before), GREETS.test(before)];
  const next = own[word.place + 1];
  const opensHere = word.opens && word.cased && /^(?:here|speaking)$/u.test(next?.text ?? '');
  if ((!presents && !greets && !opensHere) || namesOrganisation(own, word.place)) return [];
  const name = nameFrom(own, word.place, false).slice(0, 3);
  const last = name.at(-1);
  if (last === undefined || name.some(({ text }) => isOrdinary(bare(text)) && !mayBeGivenName(text)))
    return [];
  const behind = own[last.place + 1];
  const ends = behind === undefined || STOPS.test(behind.gap);
  const sure = word.cased || name.some(({ text }) => isGivenName(text) || isUnlisted(text));
  const shown = PRESENTED.test(behind?.text ?? '') || (sure && /^(?:and|but|so)$/u.test(behind?.text ?? ''));
  if (
    (shown &&
      (word.cased ||
        name.some(({ text }) => isGivenName(text) || isUnlisted(text)) ||
        (name.some(({ text }) => mayBeGivenName(text)) && /^(?:from|at|on)$/u.test(behind?.text ?? '')) ||
        !WEAK_PRESENTED.test(behind?.text ?? ''))) ||
    (word.cased && ends)
  )
    return name;
  return greets && ends && name.length <= 2 ? name : [];
}

/** Whether a capital alone does not make a name of the word. */
function isOrdinary(text: string): boolean {
  return isOrdinaryWord(text) || isEnglishWord(text);
}

/** Too common behind anything to show a name where there are no capitals. */
const WEAK_PRESENTED = /^(?:with|over|again|on|at|about|please|and|but|so|from|says|said)$/u;

function startsName(word: Word): boolean {
  if (word.cased)
    return (
      isCapitalised(word.written) &&
      (mayBeGivenName(word.text) || (isUnlisted(word.text) && isNameCase(word.written)))
    );
  return isGivenName(word.text) || isUnlisted(word.text);
}

/** A frequent given name needs no cue; where there are capitals it has one, and the family name behind it too. */
function givenNameAt(own: Track, word: Word): Word[][] {
  const next = own[word.place + 1];
  if (namesOrganisation(own, word.place) || explainsLetter(own, word.place)) return [];
  if (!word.cased)
    return isGivenName(word.text) || isFamilyName(bare(word.text))
      ? [nameFrom(own, word.place, false, true)]
      : [];
  if (!isCapitalised(word.written) || !mayBeGivenName(word.text)) return [];
  const surname = next !== undefined && !STOPS.test(next.gap) && fitsName(next, true);
  const sure =
    isGivenName(word.text) ||
    (surname && !word.opens && !isOrdinaryWord(bare(next.text)) && isGivenName(next.text));
  if (!sure) return [];
  return [[...surnameBefore(own, word), ...(surname ? nameFrom(own, word.place, false) : [word])]];
}

/** "Fontaine, Marguerite": as names stand on forms. */
function surnameBefore(own: Track, word: Word): Word[] {
  const [label, surname] = [own[word.place - 2], own[word.place - 1]];
  const listed = /^(?:says|reads|is|under|as|name)$/u.test(label?.text ?? '') && /^,\s*$/u.test(word.gap);
  return listed && surname !== undefined && isCapitalised(surname.written) && !isOrdinaryWord(surname.text)
    ? [surname]
    : [];
}

/** "Tuva and Elias", "Tom, Dick and Harry": more names behind one, joined by commas or "and". */
function listedAfter({ utterances }: Speech, name: readonly Word[]): Word[][] {
  const last = name.at(-1);
  const own = utterances[last?.utterance ?? -1] ?? [];
  const found: Word[][] = [];
  let place = (last?.place ?? 0) + 1;
  while (found.length < MOST_LISTED) {
    const joined = /^(?:and|or|plus)$/u.test(own[place]?.text ?? '') ? 1 : 0;
    const first = own[place + joined];
    const fits =
      first !== undefined &&
      (joined === 1 || /^,\s*$/u.test(first.gap)) &&
      (first.cased ? isCapitalised(first.written) : isGivenName(first.text));
    if (!fits || isOrdinaryWord(bare(first.text)) || isPlaceName(own, first)) break;
    const next = nameFrom(own, first.place, false);
    if (next.length === 0) break;
    found.push(next);
    place = (next.at(-1)?.place ?? place) + 1;
  }
  return found;
}

const MOST_LISTED = 8;

/** Behind a comma, "County Kerry" and "Flat 2" are no names. */
function isPlaceName(own: Track, word: Word): boolean {
  return (
    /^(?:county|flat|unit|apartment|apt|street|road|co|dob|po|level|suite)$/u.test(word.text) ||
    ORGANISATION_AHEAD.test(own[word.place + 1]?.text ?? '')
  );
}

/** The first name in an answer to "may I have your name?". */
function answersWithName(speech: Speech, words: Track, utterance: number): Word[][] {
  const [first] = words;
  if (first === undefined) return [];
  const asked = turnBefore(speech, utterance);
  if (!ANSWER_CUE.test(asked) || NO_ANSWER_CUE.test(asked)) return [];
  if (ASKS_NAME.test(asked) && isLoneAnswer(words)) return [words.slice(0, 1)];
  if (first.cased) return capitalisedAnswer(words, ASKS_NAME.test(asked));
  let place = 0;
  while (place < MOST_FILLERS && isNameFiller(words[place]?.text ?? '')) place += 1;
  const name = nameFrom(words, place, false).slice(0, 3);
  return name.every(({ text }) => bare(text).length > 1) ? [name] : [];
}

/** "Potter. Two t's.": one word of which nothing is said is the answer, however ordinary. */
function isLoneAnswer([word, next]: Track): boolean {
  if (word === undefined || !/^\p{L}{2,}$/u.test(word.text) || NO_LONE_ANSWER.test(word.text)) return false;
  if (next !== undefined && !/[.,]/u.test(next.gap)) return false;
  return fitsName(word, false) && !isNameFiller(word.text) && !isNumberWord(word.text);
}

/** How far into an answer its name may begin, and where hardly anything else stands before it. */
const ANSWER_REACH = 10;
const SURE_ANSWER = 3;

/** Another question is no answer. */
function asksBack(words: Track): boolean {
  return /^(?:who|what|when|where|why|how|which|does|do|did|is|are|can|could|would|will|has|have)$/u.test(
    words[0]?.text ?? '',
  );
}

function capitalisedAnswer(words: Track, asksName: boolean): Word[][] {
  for (const word of words.slice(0, ANSWER_REACH)) {
    const text = bare(word.text);
    const ordinary = isNameFiller(word.text) && !isNameHere(word);
    const letters = /^\p{L}$/u.test(word.text) ? isInitial(word, words[word.place + 1], false) : true;
    if (ordinary || !letters || !isCapitalised(word.written)) continue;
    if (
      !TITLE.test(text) &&
      /^\p{L}{2}/u.test(text) &&
      (!fitsName(word, true) || (isOrdinary(text) && !mayBeGivenName(text)))
    )
      continue;
    if (!asksName && isPlaceOrFirm(text)) continue;
    const name = nameFrom(words, word.place, true);
    if (word.place > SURE_ANSWER && asksBack(words)) return [];
    if (name.length > 0) return namesOrganisation(words, word.place) ? [] : [name.slice(0, LONGEST_NAME)];
  }
  return [];
}
