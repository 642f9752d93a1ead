import type { SensitiveKind } from '../config.ts';
import type { Evidence } from '../evidence.ts';
import type { Reading } from '../text/reading.ts';
import { timeAt } from '../text/sentences.ts';

/** What a placeholder of redaction says of the data that was there. */
const KINDS: ReadonlyMap<string, SensitiveKind> = new Map([
  ['[card]', 'card'],
  ['[national_id]', 'national_id'],
]);

/** The places where sensitive data was said and has been taken out since. */
export function findRedacted(reading: Reading): { kind: SensitiveKind; evidence: Evidence }[] {
  return reading.spoken.flatMap(({ utterance, tokens }) =>
    tokens.flatMap(({ text, start, end }) => {
      const kind = KINDS.get(text);
      if (kind === undefined) return [];
      const evidence = {
        utterance: utterance.index,
        startMs: timeAt(utterance, start),
        endMs: timeAt(utterance, end),
        quote: utterance.text.slice(start, end),
      };
      return [{ kind, evidence }];
    }),
  );
}
