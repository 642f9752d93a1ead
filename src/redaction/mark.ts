import type { RedactionKind } from '../domain/redaction.ts';
import type { Heard } from './speech.ts';

/** Words that give something away, and as what they are taken out. */
export interface Mark {
  readonly kind: RedactionKind;
  readonly words: readonly Heard[];
}

/** The kinds a caller asked for. */
export type Wanted = ReadonlySet<RedactionKind>;
