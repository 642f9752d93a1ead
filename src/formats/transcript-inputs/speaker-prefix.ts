/** Up to four words before a colon: `Agent`, `Speaker 1`, `Bob Miller (Acme)`. Not a time, not an address of the web. */
const NAMED =
  /^(?:-\s*|>>\s*)?\[?((?=[^:]*\p{L})[\p{L}\p{N}][\p{L}\p{N}._'’()&/-]*(?: [\p{L}\p{N}(&][\p{L}\p{N}._'’()&/-]*){0,3})\]?:(?!\/\/)\s*(.*)$/su;
const MAX_NAME_CHARACTERS = 60;

/** The speaker that a line starts with, and what is said; `null` where it names none. */
export function splitSpeaker(line: string): { speaker: string; text: string } | null {
  const [, speaker, text] = NAMED.exec(line) ?? [];
  if (speaker === undefined || text === undefined || speaker.length > MAX_NAME_CHARACTERS) return null;
  return { speaker, text };
}
