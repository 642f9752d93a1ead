import { z } from 'zod';

/** Asks the speech model to find the language out. */
const AUTO = 'auto';

/** The tag of a call whose language was neither given nor found out. Source: RFC 5646, section 4.1. */
export const UNDETERMINED = 'und';

/** What a caller says about the language of a call: its BCP 47 tag, its English name as Whisper writes it, or "auto". */
export const CallLanguage = z
  .string()
  .max(35)
  .overwrite((language) => tagOf(language) ?? language)
  .regex(
    /^(auto|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)$/,
    'must be "auto" or a BCP 47 language tag such as "en" or "en-GB"',
  );

/** The tag the caller gave; `undefined` where none was given, or one that says nothing. */
export function namedLanguage(language: string | undefined): string | undefined {
  return language === AUTO || language === UNDETERMINED ? undefined : language;
}

/** The tag of the language that a recording is transcribed in, English by default; `null`: the model finds out. */
export function spokenLanguage(language = 'en'): string | null {
  return namedLanguage(language) ?? null;
}

/** Whether a BCP 47 tag names English. */
export function isEnglish(language: string): boolean {
  return /^en(?:$|[-_])/iu.test(language);
}

/**
 * The BCP 47 tag of a transcript. `stated`: what it, or who made it, says of its language: a tag, or the name that a speech model
 * uses. A name that is not known is `und`; where nothing is said, the words tell whether it is English, and all else is `und`.
 */
export function transcriptLanguage(stated: string | null | undefined, texts: readonly string[]): string {
  const tag = stated ? tagOf(stated) : UNDETERMINED;
  if (tag === null) return UNDETERMINED;
  return tag === UNDETERMINED && isEnglishText(texts) ? 'en' : tag;
}

function tagOf(stated: string): string | null {
  const name = stated.trim().toLowerCase().replaceAll('_', '-');
  if (!TAG.test(name)) return TAGS.get(name) ?? null;
  try {
    // "eng" and "EN-us" are "en" and "en-US".
    return Intl.getCanonicalLocales(name)[0] ?? null;
  } catch {
    return null;
  }
}

const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/u;

/** The languages of Whisper by the names it uses. Source: openai/whisper, `whisper/tokenizer.py`, with its other names. */
const TAGS: ReadonlyMap<string, string> = new Map(
  `en english, zh chinese, zh mandarin, de german, es spanish, es castilian, ru russian, ko korean, fr french, ja japanese,
  pt portuguese, tr turkish, pl polish, ca catalan, ca valencian, nl dutch, nl flemish, ar arabic, sv swedish, it italian,
  id indonesian, hi hindi, fi finnish, vi vietnamese, he hebrew, uk ukrainian, el greek, ms malay, cs czech, ro romanian,
  ro moldavian, ro moldovan, da danish, hu hungarian, ta tamil, no norwegian, th thai, ur urdu, hr croatian, bg bulgarian,
  lt lithuanian, la latin, mi maori, ml malayalam, cy welsh, sk slovak, te telugu, fa persian, lv latvian, bn bengali,
  sr serbian, az azerbaijani, sl slovenian, kn kannada, et estonian, mk macedonian, br breton, eu basque, is icelandic,
  hy armenian, ne nepali, mn mongolian, bs bosnian, kk kazakh, sq albanian, sw swahili, gl galician, mr marathi, pa punjabi,
  pa panjabi, si sinhala, si sinhalese, km khmer, sn shona, yo yoruba, so somali, af afrikaans, oc occitan, ka georgian,
  be belarusian, tg tajik, sd sindhi, gu gujarati, am amharic, yi yiddish, lo lao, uz uzbek, fo faroese, ht haitian creole,
  ht haitian, ps pashto, ps pushto, tk turkmen, nn nynorsk, mt maltese, sa sanskrit, lb luxembourgish, lb letzeburgesch,
  my myanmar, my burmese, bo tibetan, tl tagalog, mg malagasy, as assamese, tt tatar, haw hawaiian, ln lingala, ha hausa,
  ba bashkir, jv javanese, su sundanese, yue cantonese`
    .split(/,\s*/u)
    .map((entry) => [entry.slice(entry.indexOf(' ') + 1), entry.slice(0, entry.indexOf(' '))] as const),
);

/** Words of every English conversation that few other languages write in the same way. */
const ENGLISH_WORDS: ReadonlySet<string> = new Set(
  `the this that these those there here it it's i'm i've i'd i'll he's she she's they they're them their his her you you're
  you've you'll your yours my we're we've we'll our us and but or because if then than of to for from with about into by
  are were be been being does did don't doesn't didn't have haven't had can can't could couldn't would wouldn't should
  won't not yes yeah yep thank what when where who why how which that's there's what's let's let just very
  much some any hi sure right know think need want get got going go call calling it
  do i on at as out up well good name
  you'd we'd they'd back time now again before after people both each every only other even too`.split(
    /\s+/u,
  ),
);
/** Said in English in calls in many languages: they tell nothing. */
const SHARED_WORDS: ReadonlySet<string> = new Set(
  `oh zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple ok okay hello number please
  thanks bye`.split(/\s+/u),
);
/** In English calls half of the words and more are of this list; in calls in German, Dutch or Hindi with English words up to a sixth. */
const ENGLISH_SHARE = 0.2;

/** Names and a greeting in another script are no reason against it; whole sentences are. */
const OTHER_SCRIPT_SHARE = 0.1;

/** Whether enough of the words are English ones, and few of them in another script. */
function isEnglishText(texts: readonly string[]): boolean {
  let [words, english, otherScript] = [0, 0, 0];
  for (const text of texts) {
    const counted = countEnglishWords(text);
    words += counted.words;
    english += counted.english;
    otherScript += counted.otherScript;
  }
  return english > 0 && english >= words * ENGLISH_SHARE && otherScript <= words * OTHER_SCRIPT_SHARE;
}

/** How many words a text has, how many are of every English conversation, and how many in another script. Shared words are left out. */
export function countEnglishWords(text: string): { words: number; english: number; otherScript: number } {
  let [words, english, otherScript] = [0, 0, 0];
  for (const word of text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/\p{L}[\p{L}\p{M}']*/gu) ?? []) {
    if (SHARED_WORDS.has(word) || (word.length === 1 && word !== 'i')) continue;
    words += 1;
    if (ENGLISH_WORDS.has(word)) english += 1;
    else if (!/\p{Script=Latin}/u.test(word)) otherScript += 1;
  }
  return { words, english, otherScript };
}
