import { z } from 'zod';
import { type Evidence, evidenceFrom } from '../text/evidence.ts';
import type { ParsedUtterance } from '../text/parsed-transcript.ts';
import { type Sentence, timeAt } from '../text/sentences.ts';

export const EntityKind = z.enum([
  'person',
  'organisation',
  'date',
  'money',
  'number',
  'phone',
  'email',
  'card',
  'security_code',
  'national_id',
  'account_number',
  'password',
  'date_of_birth',
]);
export type EntityKind = z.infer<typeof EntityKind>;

/** Where in an utterance's text a part of an entity stands: `text.slice(start, end)`. Redaction blanks these. */
export const Span = z.strictObject({
  utterance: z.int().nonnegative(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
});
export type Span = z.infer<typeof Span>;

/** Something named in the call. */
export interface Entity {
  readonly kind: EntityKind;
  /** In a standard form: digits only, `YYYY-MM-DD`, `147.5 USD`, a name with capitals. */
  readonly value: string;
  readonly spans: readonly Span[];
  /** One piece of evidence for each span; the quote is the span itself. */
  readonly evidence: readonly Evidence[];
}

/** An entity whose parts stand at these places, given as token ranges (`from` to `to`, both included). */
export function entityAt(
  kind: EntityKind,
  value: string,
  parts: readonly { spoken: ParsedUtterance; from: number; to: number }[],
): Entity {
  return entityOver(
    kind,
    value,
    parts.flatMap(({ spoken, from, to }) => {
      const [first, last] = [spoken.tokens[from], spoken.tokens[to]];
      return first === undefined || last === undefined ? [] : [{ spoken, start: first.start, end: last.end }];
    }),
  );
}

/** The same, of character ranges of utterances: `text.slice(start, end)`. */
export function entityOver(
  kind: EntityKind,
  value: string,
  parts: readonly { spoken: ParsedUtterance; start: number; end: number }[],
): Entity {
  return {
    kind,
    value,
    spans: parts.map(({ spoken, start, end }) => ({ utterance: spoken.index, start, end })),
    evidence: parts.map(({ spoken: { utterance }, start, end }) => ({
      utterance: utterance.index,
      startMs: timeAt(utterance, start),
      endMs: timeAt(utterance, end),
      quote: utterance.text.slice(start, end),
    })),
  };
}

/** An entity at a character range of a sentence. */
export function entityIn(
  kind: EntityKind,
  value: string,
  sentence: Sentence,
  start: number,
  length: number,
): Entity {
  const offset = (sentence.tokens[0]?.start ?? 0) + start;
  const quote = sentence.text.slice(start, start + length);
  return {
    kind,
    value,
    spans: [{ utterance: sentence.utterance, start: offset, end: offset + length }],
    evidence: [{ ...evidenceFrom(sentence), quote }],
  };
}
