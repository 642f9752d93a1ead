import type { Options } from '../domain/submission.ts';
import type { Role, Transcript } from '../domain/transcript.ts';
import { redactTranscript } from './redact.ts';

/** A transcript and the options it was submitted with. */
export interface Call {
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
