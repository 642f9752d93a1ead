import { PLACEHOLDER } from '../domain/submission.ts';
import type { TimeSpan, Transcript, Utterance } from '../domain/transcript.ts';

/** Speech models place the edges of a word to about a tenth of a second. */
const MARGIN_MS = 250;
/** What is said between two redacted stretches so close to each other is no sentence, but may be a word that was not heard. */
const JOINED_MS = 500;

/**
 * The stretches of a recording in which something was said that its redacted transcript has placeholders for: from the first
 * to the last word of each, or the whole utterance where words have no measured times. In order, none touching another.
 */
export function redactedTimes({ wordTimes, utterances }: Transcript): TimeSpan[] {
  return joined(
    utterances.flatMap((utterance) => {
      const hidden = placeholdersIn(utterance.text);
      if (hidden === 0) return [];
      const words = wordTimes === 'measured' ? hiddenWords(utterance, hidden) : null;
      return (words ?? [utterance]).map(({ startMs, endMs }) => ({
        startMs: Math.max(0, startMs - MARGIN_MS),
        endMs: endMs + MARGIN_MS,
      }));
    }),
  );
}

/** The words in place of which there are placeholders; `null` where they do not account for all of them, or take no time. */
function hiddenWords({ words }: Utterance, hidden: number): TimeSpan[] | null {
  const found = words.filter(({ text }) => PLACEHOLDER.test(text));
  const count = found.reduce((sum, { text }) => sum + placeholdersIn(text), 0);
  return found.every(({ startMs, endMs }) => endMs > startMs) && count >= hidden ? found : null;
}

const EVERY_PLACEHOLDER = new RegExp(PLACEHOLDER, 'gu');

function placeholdersIn(text: string): number {
  return text.match(EVERY_PLACEHOLDER)?.length ?? 0;
}

function joined(spans: readonly TimeSpan[]): TimeSpan[] {
  const ordered = spans.toSorted((a, b) => a.startMs - b.startMs);
  const apart: TimeSpan[] = [];
  for (const span of ordered) {
    const last = apart.at(-1);
    if (last === undefined || span.startMs - last.endMs > JOINED_MS) apart.push(span);
    else apart[apart.length - 1] = { ...last, endMs: Math.max(last.endMs, span.endMs) };
  }
  return apart;
}
