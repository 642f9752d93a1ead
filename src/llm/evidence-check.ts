import { z } from 'zod';
import type { Transcript } from '../domain/transcript.ts';
import type { Evidence } from '../text/evidence.ts';
import { timeAt } from '../text/sentences.ts';
import { oneLine } from './call-record.ts';

const Quote = z.object({ utterance: z.int().nonnegative(), quote: z.string().trim().min(1) });

/** Looks up what a model says was said. */
export interface QuoteChecker {
  /** The quotes that are verbatim in the utterance they name, with their times; all others are dropped and counted. */
  supported(quotes: unknown): Evidence[];
  readonly dropped: number;
}

/** Times are spread over the utterance by length, as for sentences. */
export function createQuoteChecker({ utterances }: Transcript): QuoteChecker {
  const byIndex = new Map(utterances.map((utterance) => [utterance.index, utterance]));
  let dropped = 0;

  function lookUp(entry: unknown): Evidence[] {
    const parsed = Quote.safeParse(entry);
    const utterance = parsed.success ? byIndex.get(parsed.data.utterance) : undefined;
    const at = parsed.success && utterance ? oneLine(utterance.text).indexOf(parsed.data.quote) : -1;
    if (!parsed.success || !utterance || at < 0) {
      dropped += 1;
      return [];
    }
    const quote = utterance.text.slice(at, at + parsed.data.quote.length);
    const startMs = timeAt(utterance, at);
    return [{ utterance: utterance.index, startMs, endMs: timeAt(utterance, at + quote.length), quote }];
  }

  return {
    supported: (quotes) => (Array.isArray(quotes) ? quotes.flatMap(lookUp) : []),
    get dropped() {
      return dropped;
    },
  };
}
