import { Fault } from '../domain/errors.ts';
import type { RedactionKind } from '../domain/redaction.ts';
import type { Options } from '../domain/submission-options.ts';
import type { Role, Transcript } from '../domain/transcript.ts';
import { AGENT_LABEL, CUSTOMER_LABEL } from '../text/names.ts';
import { isEnglish } from '../text/parsed-transcript.ts';
import { findAddresses } from './addresses.ts';
import { findBirthDates } from './birth-dates.ts';
import { findEmails } from './emails.ts';
import { isCapitalised, isOrdinaryWord, mayBeGivenName } from './name-words.ts';
import { findNames } from './names.ts';
import { findNumbers } from './numbers.ts';
import { replaceWords } from './replace-words.ts';
import { type Mark, readSpeech, type Speech, type Wanted } from './speech.ts';

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
 * labels. Deterministic and linear in the length of the call. Throws `redaction_language` unless it is in English.
 */
export function redactTranscript(transcript: Transcript, { kinds, roles = {} }: RedactOptions): Transcript {
  if (kinds.length === 0) return transcript;
  requireRedactable(transcript.language);
  const wanted: Wanted = new Set(kinds);
  const labels = wanted.has('name') ? nameLabels(transcript) : [];
  const speech = readSpeech(transcript);
  const kindOf = kindsByWord(findMarks(transcript, speech, wanted, labels));
  return relabel(replaceWords(transcript, speech, kindOf), labels, roles);
}

/** Throws `redaction_language` for a language in which nothing could be found, rather than promise what is not done. */
export function requireRedactable(language: string): void {
  if (!isEnglish(language))
    throw new Fault('redaction_language', undefined, { field: 'options.redact', language });
}

function findMarks(
  transcript: Transcript,
  speech: Speech,
  wanted: Wanted,
  labels: readonly string[],
): Mark[] {
  return [
    ...(wanted.has('email') ? findEmails(speech) : []),
    ...(wanted.has('address') ? findAddresses(speech) : []),
    ...(wanted.has('number') ? findBirthDates(transcript, speech) : []),
    ...findNumbers(speech, wanted),
    ...(wanted.has('name') ? findNames(speech, labels) : []),
  ];
}

/** Each word goes with the first mark that has it. */
function kindsByWord(marks: readonly Mark[]): Map<number, RedactionKind> {
  const kindOf = new Map<number, RedactionKind>();
  for (const { kind, words } of marks) {
    for (const { at } of words) if (!kindOf.has(at)) kindOf.set(at, kind);
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
