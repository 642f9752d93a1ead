import type { Utterance } from '../domain/transcript.ts';

/** The role says more than the label of a channel or voice; a name the caller gave says more than `unknown`. */
export function speakerLabel({ role, speaker }: Pick<Utterance, 'role' | 'speaker'>): string {
  return role === 'unknown' ? speaker : role;
}
