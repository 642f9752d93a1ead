import { z } from 'zod';

/** What can be taken out of a transcript. `number`: any other string of digits or letters that identifies something. */
export const RedactionKind = z.enum(['card', 'phone', 'email', 'national_id', 'name', 'address', 'number']);
export type RedactionKind = z.infer<typeof RedactionKind>;

/** What stands where something was taken out: `[CARD]`. */
export function placeholderOf(kind: RedactionKind): string {
  return `[${kind.toUpperCase()}]`;
}

/** A placeholder anywhere in a text; its group is the kind in capitals. */
export const PLACEHOLDER = new RegExp(`\\[(${RedactionKind.options.join('|').toUpperCase()})\\]`, 'u');
