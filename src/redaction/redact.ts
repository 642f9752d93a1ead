import { isEnglish } from '../analysis/text/reading.ts';
import { Fault } from '../domain/fault.ts';
import type { RedactionKind } from '../domain/redaction.ts';
import type { Role, Transcript } from '../domain/transcript.ts';
import { findAddresses } from './addresses.ts';
import { replaceWords } from './apply.ts';
import { findBirthDates } from './birth-dates.ts';
import { findEmails } from './emails.ts';
import { nameLabels, relabel } from './labels.ts';
import { findNames } from './known-names.ts';
import type { Mark, Wanted } from './mark.ts';
import { findNumbers } from './numbers.ts';
import { readSpeech, type Speech } from './speech.ts';

export interface RedactOptions {
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
