import {
  DISMISSIVE,
  EMPATHY,
  FAREWELL,
  GREETS,
  OFFERS_HELP,
  OFFERS_MORE,
  THANKS,
  WILLING,
} from '../text/courtesy-phrases.ts';
import type { Reading } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';
import type { People } from './people.ts';

/** Which parts a well-made opening or close has, and the sentences that show them; null for a missing part. */
type CourtesyParts<Part extends string> = Readonly<Record<Part, Sentence | null>>;

export interface Courtesy {
  readonly opening: CourtesyParts<'greeting' | 'name' | 'company' | 'offer'>;
  readonly closing: CourtesyParts<'moreHelp' | 'thanks' | 'farewell'>;
  readonly empathy: readonly Sentence[];
  readonly willing: readonly Sentence[];
  readonly dismissive: readonly Sentence[];
}

/** The agent's opening is looked for in this many first utterances, the close in this many last ones. */
const OPENING_UTTERANCES = 3;
const CLOSING_UTTERANCES = 4;

/** Greeting, close and manner of the agent. */
export function findCourtesy(reading: Reading, people: People, purpose: Sentence | null): Courtesy {
  const agent = reading.spoken.filter(({ role }) => role === 'agent');
  const opening = agent.slice(0, OPENING_UTTERANCES).flatMap(({ sentences }) => sentences);
  const closing = agent.slice(-CLOSING_UTTERANCES).flatMap(({ sentences }) => sentences);
  const all = agent.flatMap(({ sentences }) => sentences);
  const matching = (pattern: RegExp): Sentence[] => all.filter(({ norm }) => pattern.test(norm));
  const named = people.agent?.sentence;
  return {
    opening: {
      greeting: find(opening, GREETS),
      name: opening.find((sentence) => sentence === named) ?? null,
      company:
        opening.find(({ norm }) => people.company !== null && norm.includes(people.company.toLowerCase())) ??
        null,
      offer: find(opening, OFFERS_HELP) ?? opening.find((sentence) => sentence === purpose) ?? null,
    },
    closing: {
      moreHelp: findLast(all, OFFERS_MORE),
      thanks: findLast(closing, THANKS),
      farewell: findLast(closing, FAREWELL),
    },
    empathy: matching(EMPATHY),
    willing: matching(WILLING).filter(({ norm }) => !OFFERS_MORE.test(norm) && !OFFERS_HELP.test(norm)),
    dismissive: matching(DISMISSIVE),
  };
}

/** How much of the opening or close is there, 0 to 1. */
export function completeness(parts: Readonly<Record<string, Sentence | null>>): number {
  const sentences = Object.values(parts);
  return sentences.filter((sentence) => sentence !== null).length / Math.max(1, sentences.length);
}

/** The sentences of the parts that are there, each once, in order of time. */
export function shownBy(parts: Readonly<Record<string, Sentence | null>>): Sentence[] {
  const sentences = Object.values(parts).filter((sentence) => sentence !== null);
  return [...new Set(sentences)].toSorted((a, b) => a.startMs - b.startMs);
}

function find(sentences: readonly Sentence[], pattern: RegExp): Sentence | null {
  return sentences.find(({ norm }) => pattern.test(norm)) ?? null;
}

function findLast(sentences: readonly Sentence[], pattern: RegExp): Sentence | null {
  return sentences.findLast(({ norm }) => pattern.test(norm)) ?? null;
}
