import { z } from 'zod';
import type { Transcript } from '../domain/transcript.ts';
import type { Evidence } from '../text/evidence.ts';
import { timeAt } from '../text/sentences.ts';
import { oneLine } from './call-record.ts';

const Quote = z.object({ utterance: z.int().nonnegative(), quote: z.string().trim().min(1) });

/** Compares the quotes of a language model with the transcript. */
export interface QuoteChecker {
  /** The quotes that are verbatim in the utterance they name, with their times. All others are dropped and counted. */
  supported(quotes: unknown): Evidence[];
  /** How many quotes were dropped so far. */
  readonly dropped: number;
}

/** The time of a quote in its utterance goes by its place in the text, as for sentences. */
export function createQuoteChecker({ utterances }: Transcript): QuoteChecker {
  const byIndex = new Map(utterances.map((utterance) => [utterance.index, utterance]));
  let dropped = 0;

  function findQuote(entry: unknown): Evidence[] {
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
    supported: (quotes) => (Array.isArray(quotes) ? quotes.flatMap(findQuote) : []),
    get dropped() {
      return dropped;
    },
  };
}
