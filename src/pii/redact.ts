import { Fault } from '../domain/errors.ts';
import { isEnglish, UNDETERMINED } from '../domain/language.ts';
import { type Options, PLACEHOLDER, placeholderOf, type RedactionKind } from '../domain/submission.ts';
import type { Role, Word as TimedWord, Transcript, Utterance } from '../domain/transcript.ts';
import { AGENT_LABEL, CUSTOMER_LABEL } from '../text/names.ts';
import { findAddresses } from './addresses.ts';
import { findEmails } from './emails.ts';
import { isCapitalised, isOrdinaryWord, mayBeGivenName, TITLE } from './name-words.ts';
import { findNames } from './names.ts';
import { findNumbers } from './numbers.ts';
import { findWordSecrets, secretMarks } from './secrets.ts';
import { type Mark, readSpeech, type Speech, type Wanted, type Word } from './speech.ts';
import { findSpelled, type Spellings } from './symbols.ts';
import { CallTopics } from './topics.ts';

/** A transcript and the options it was submitted with. */
interface Call {
  readonly transcript: Transcript;
  readonly options: Options;
}

/**
 * The call as it may be stored: without what `options.redact` names. A speaker label that is a name is replaced in
 * `options.roles` too. Throws `redaction_language`.
 */
export function redactCall({ transcript, options }: Call): Call {
  const { redact: kinds = [], roles } = options;
  if (kinds.length === 0) return { transcript, options };
  const redacted = redactTranscript(transcript, { kinds, ...(roles && { roles }) });
  return { transcript: redacted, options: roles ? { ...options, roles: rolesOf(redacted, roles) } : options };
}

function rolesOf(
  { utterances }: Transcript,
  roles: NonNullable<Options['roles']>,
): NonNullable<Options['roles']> {
  const labels = new Set(utterances.map(({ speaker }) => speaker));
  const kept = Object.entries(roles).filter(([label]) => labels.has(label));
  const renamed = utterances.flatMap(({ speaker, role }) =>
    isKnown(role) ? [[speaker, role] as const] : [],
  );
  return Object.fromEntries([...kept, ...renamed]);
}

function isKnown(role: Role): role is Exclude<Role, 'unknown'> {
  return role !== 'unknown';
}

interface RedactOptions {
  readonly kinds: readonly RedactionKind[];
  /** Roles the caller gave by speaker label: a label that is a name is replaced, its role stays. */
  readonly roles?: Readonly<Record<string, Role>>;
}

/**
 * The transcript with everything of these kinds replaced by placeholders such as `[CARD]`, in texts, words and speaker
 * labels. Deterministic and linear in the length of the call. Throws `redaction_language` for words that are not in English.
 */
export function redactTranscript(transcript: Transcript, { kinds, roles = {} }: RedactOptions): Transcript {
  if (kinds.length === 0) return transcript;
  const spans = findPersonalData(transcript, kinds);
  const labels = kinds.includes('name') ? nameLabels(transcript) : [];
  return relabel(replaceSpans(transcript, spans), labels, roles);
}

/** Personal data in a transcript: `utterances[utterance].text.slice(start, end)`, where `utterance` is a position. */
export interface PersonalSpan {
  readonly utterance: number;
  readonly start: number;
  readonly end: number;
  readonly kind: RedactionKind;
}

/**
 * Every stretch of these kinds in a transcript, in order and without overlaps; each begins and ends with a word. What redaction
 * of text and of audio takes out. Throws `redaction_language` for words that are not in English.
 */
export function findPersonalData(transcript: Transcript, kinds: readonly RedactionKind[]): PersonalSpan[] {
  if (transcript.utterances.some(({ text }) => /[\p{L}\p{N}]/u.test(text)))
    requireRedactable(transcript.language);
  const wanted: Wanted = new Set(kinds);
  const labels = wanted.has('name') ? nameLabels(transcript) : [];
  const speech = readSpeech(transcript);
  const kindOf = kindsByWord(findMarks(speech, wanted, labels));
  return speech.utterances.flatMap((words, utterance) =>
    cutsOf(words, kindOf).map((cut) => ({ ...cut, utterance })),
  );
}

/** Throws `redaction_language` for a language in which nothing could be found, rather than promise what is not done. */
export function requireRedactable(language: string): void {
  if (isEnglish(language)) return;
  const found =
    language === UNDETERMINED
      ? 'whether this call is in English was neither said nor found out. Say it in "options.language"'
      : `this call is in "${language}"`;
  const message = `Redaction knows calls in English only, and ${found}.`;
  throw new Fault('redaction_language', message, { field: 'options.redact', language });
}

/** Kinds that strings of digits and letters, dates and words such as passwords can be. */
const IN_NUMBERS: readonly RedactionKind[] = ['card', 'phone', 'national_id', 'number', 'address'];

/** Nothing is looked for that nobody asked for. */
function findMarks(speech: Speech, wanted: Wanted, labels: readonly string[]): Mark[] {
  const [names, emails] = [wanted.has('name'), wanted.has('email')];
  const spellings: Spellings = new Map(
    names || emails ? speech.tracks.map((track) => [track, findSpelled(track)]) : [],
  );
  const named = names ? findNames(speech, labels, spellings) : [];
  const numbers = IN_NUMBERS.some((kind) => wanted.has(kind));
  if (!numbers && !emails) return named;
  const topics = new CallTopics(speech);
  return [
    ...(emails ? findEmails(speech, topics, spellings) : []),
    ...(wanted.has('address') ? findAddresses(speech, topics) : []),
    ...(wanted.has('card') || wanted.has('number')
      ? secretMarks(findWordSecrets(speech, topics)).filter(({ kind }) => wanted.has(kind))
      : []),
    ...(numbers ? findNumbers(speech, topics, wanted) : []),
    ...named,
  ];
}

/** Each word goes with the first mark that has it; what was taken out before stays out under its own name. */
function kindsByWord(marks: readonly Mark[]): Map<number, RedactionKind> {
  const kindOf = new Map<number, RedactionKind>();
  for (const { kind, words } of marks) {
    for (const { at, text } of words)
      if (!kindOf.has(at) && !PLACEHOLDER.test(text.toUpperCase())) kindOf.set(at, kind);
  }
  return kindOf;
}

const GENERIC =
  /^(?:speaker|spk|channel|ch|person|participant|voice|party|user|side|caller|callee|unknown|left|right|guest|host|[a-z])?[ _-]?\d*$/iu;
const ROLE_WORD =
  /(?:^|[^\p{L}])(?:agent|customer|caller|client|rep|representative|advisor|adviser|operator|support|sales|system|bot|assistant|host|guest|prospect|member|patient|supervisor|manager|ivr|interviewer|interviewee|speaker|spk|channel)(?:[^\p{L}]|$)/iu;

/** The speaker labels that are the names of people, in order of appearance. */
function nameLabels({ utterances }: Transcript): string[] {
  return [...new Set(utterances.map(({ speaker }) => speaker))].filter(isNameLabel);
}

function isNameLabel(label: string): boolean {
  const lower = label.toLowerCase();
  if (GENERIC.test(label) || AGENT_LABEL.test(lower) || CUSTOMER_LABEL.test(lower)) return false;
  const words = label.split(/[^\p{L}'’.-]+/u).filter((word) => word !== '');
  if (words.some((word) => mayBeGivenName(word.toLowerCase()))) return true;
  if (ROLE_WORD.test(label)) return false;
  return words.some((word) => isCapitalised(word) && !isOrdinaryWord(word.toLowerCase()));
}

/** The transcript with other labels for these speakers; a role the caller gave by the old label stays with the speaker. */
function relabel(
  transcript: Transcript,
  labels: readonly string[],
  roles: Readonly<Record<string, Role>>,
): Transcript {
  if (labels.length === 0) return transcript;
  const taken = new Set(transcript.utterances.map(({ speaker }) => speaker));
  const free = numbered(taken);
  const renamed = new Map(labels.map((label) => [label, free.next().value]));
  const utterances = transcript.utterances.map((utterance) => {
    const speaker = renamed.get(utterance.speaker);
    if (speaker === undefined) return utterance;
    const given = Object.hasOwn(roles, utterance.speaker) ? roles[utterance.speaker] : undefined;
    return { ...utterance, speaker, role: given ?? utterance.role };
  });
  return { ...transcript, utterances };
}

function* numbered(taken: ReadonlySet<string>): Generator<string, never> {
  for (let number = 1; ; number += 1) {
    const label = `speaker_${number}`;
    if (!taken.has(label)) yield label;
  }
}

/** A part of an utterance's text that a placeholder takes the place of. */
interface Cut {
  readonly start: number;
  readonly end: number;
  readonly kind: RedactionKind;
}

/** A copy of the transcript in which every span is its placeholder, in texts and in words. */
function replaceSpans(transcript: Transcript, spans: readonly PersonalSpan[]): Transcript {
  const byUtterance = Map.groupBy(spans, ({ utterance }) => utterance);
  const utterances = transcript.utterances.map((utterance, at) => {
    const cuts = byUtterance.get(at) ?? [];
    const text = render(utterance.text, 0, utterance.text.length, cuts);
    return { ...utterance, text, words: replaceTimed(utterance, cuts) };
  });
  return { ...transcript, utterances };
}

const ENDS_SENTENCE = /[.?!;\n]/u;

/** Names that end one sentence and begin the next are two. */
function cutsOf(words: readonly Word[], kindOf: ReadonlyMap<number, RedactionKind>): Cut[] {
  const cuts: Cut[] = [];
  let previous: Word | undefined;
  for (const word of words) {
    const kind = kindOf.get(word.at);
    const last = cuts.at(-1);
    const parted = kind === 'name' && ENDS_SENTENCE.test(word.gap) && !isShortened(previous);
    const joins =
      last?.kind === kind && previous !== undefined && kindOf.get(previous.at) === kind && !parted;
    if (kind !== undefined && joins && last !== undefined) cuts[cuts.length - 1] = { ...last, end: word.end };
    else if (kind !== undefined) cuts.push({ start: word.start, end: word.end, kind });
    previous = word;
  }
  return cuts;
}

/** "Mrs." and "J." end no sentence. */
function isShortened(word: Word | undefined): boolean {
  return word !== undefined && (word.text.length === 1 || TITLE.test(word.text));
}

/** The text from `start` to `end` with these cuts, all of which touch it, replaced. */
function render(text: string, start: number, end: number, cuts: readonly Cut[]): string {
  let rendered = '';
  let from = start;
  for (const cut of cuts) {
    rendered += text.slice(from, Math.max(from, cut.start)) + placeholderOf(cut.kind);
    from = Math.min(end, cut.end);
  }
  return rendered + text.slice(from, end);
}

/**
 * The timed words with those of a cut joined to one. Words that are not those of the text, in its order, could hold
 * what the text no longer does: they are left out.
 */
function replaceTimed({ text, words }: Utterance, cuts: readonly Cut[]): TimedWord[] {
  const places = placeWords(text, words);
  if (places === null) return [];
  const replaced: TimedWord[] = [];
  let [from, nextCut] = [0, 0];
  while (from < words.length) {
    const start = places[from]?.start ?? 0;
    while ((cuts[nextCut]?.end ?? Infinity) <= start) nextCut += 1;
    const { to, touching } = wordsOfCuts(places, from, cuts, nextCut);
    const [first, last] = [words[from], words[to - 1]];
    if (first !== undefined && last !== undefined) {
      const end = places[to - 1]?.end ?? 0;
      const joined = { text: render(text, start, end, touching), startMs: first.startMs, endMs: last.endMs };
      replaced.push(touching.length > 0 ? { ...joined, confidence: null } : first);
    }
    from = to;
  }
  return replaced;
}

/** The words from `from` on that cuts hold together, up to `to`, and these cuts. `nextCut`: the first that may touch them. */
function wordsOfCuts(
  places: readonly Place[],
  from: number,
  cuts: readonly Cut[],
  nextCut: number,
): { to: number; touching: readonly Cut[] } {
  let [to, endCut] = [from + 1, nextCut];
  for (;;) {
    const end = places[to - 1]?.end ?? 0;
    while ((cuts[endCut]?.start ?? Infinity) < end) endCut += 1;
    const reach = endCut > nextCut ? (cuts[endCut - 1]?.end ?? 0) : 0;
    if (to >= places.length || reach <= (places[to]?.start ?? 0)) break;
    to += 1;
  }
  return { to, touching: cuts.slice(nextCut, endCut) };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where each word stands in the text; null where they do not follow each other there, or leave a part of it out. */
function placeWords(text: string, words: readonly TimedWord[]): Place[] | null {
  const places: Place[] = [];
  let from = 0;
  for (const word of words) {
    const start = text.indexOf(word.text, from);
    if (start < 0 || /[\p{L}\p{N}]/u.test(text.slice(from, start))) return null;
    from = start + word.text.length;
    places.push({ start, end: from });
  }
  return /[\p{L}\p{N}]/u.test(text.slice(from)) ? null : places;
}
