import type { Transcript } from '../../src/domain/transcript.ts';

/** What the report calls each speaker label of the transcript. */
export type SpeakerNames = ReadonlyMap<string, string>;

/** `Agent` and `Customer` where one speaker has the role; with the label where several share it or none is known. */
export function nameSpeakers({ utterances }: Transcript): SpeakerNames {
  const roles = new Map(utterances.map(({ speaker, role }) => [speaker, role]));
  const sharing = Map.groupBy([...roles.keys()], (speaker) => roles.get(speaker));
  return new Map(
    [...roles].map(([speaker, role]) => {
      const label = capitalise(speaker.replaceAll('_', ' '));
      if (role === 'unknown') return [speaker, label];
      const alone = sharing.get(role)?.length === 1;
      return [speaker, alone ? capitalise(role) : `${capitalise(role)} (${label})`];
    }),
  );
}

export function speakerName(names: SpeakerNames, speaker: string): string {
  return names.get(speaker) ?? speaker;
}

/** Width of the longest name. */
export function namesWidth(names: SpeakerNames): number {
  return Math.max(0, ...[...names.values()].map((name) => name.length));
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
