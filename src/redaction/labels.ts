import type { Role, Transcript } from '../domain/transcript.ts';
import { AGENT_LABEL, CUSTOMER_LABEL } from '../analysis/text/role-cues.ts';
import { isCapitalised, isOrdinaryWord, mayBeGivenName } from './name-words.ts';

const GENERIC =
  /^(?:speaker|spk|channel|ch|person|participant|voice|party|user|side|caller|callee|unknown|left|right|guest|host|[a-z])?[ _-]?\d*$/iu;
const ROLE_WORD =
  /(?:^|[^\p{L}])(?:agent|customer|caller|client|rep|representative|advisor|adviser|operator|support|sales|system|bot|assistant|host|guest|prospect|member|patient|supervisor|manager|ivr|interviewer|interviewee|speaker|spk|channel)(?:[^\p{L}]|$)/iu;

/** The speaker labels that are the names of people, in order of appearance. */
export function nameLabels({ utterances }: Transcript): string[] {
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
export function relabel(
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
