import type { Transcript } from '../../../src/domain/transcript.ts';
import { card, identifier, nationalId, phone, type PlantedItem } from './items.ts';
import { type Random, seededRandom } from './random.ts';
import { address, email, name } from './word-items.ts';

/** A call with planted items among ordinary talk. */
export interface PlantedCall {
  readonly items: readonly PlantedItem[];
  /** As a caller submits it: seconds. */
  readonly input: { utterances: { speaker: string; start: number; end: number; text: string }[] };
  readonly transcript: Transcript;
}

const SEED = 20_261_122;
const CALLS = 25;
const ITEMS_PER_CALL = 8;
const MAKERS = [card, phone, nationalId, identifier, name, email, address, card, phone, name, email, address];
const SMALL_TALK = [
  ['agent', 'Give me a second while I pull that up.'],
  ['customer', 'It stopped working about two weeks ago and I would like a refund.'],
  ['agent', 'I understand, that must be frustrating.'],
  ['customer', 'The plan costs forty nine dollars a month, is that right?'],
  ['agent', 'Is there anything else I can help you with today?'],
  ['customer', 'No, that was all, thanks a lot.'],
] as const;

/** 25 calls with eight items each; every other one as a speech model writes without capitals and marks. */
export function plantedCalls(): PlantedCall[] {
  const random = seededRandom(SEED);
  return Array.from({ length: CALLS }, (_, number) => plantedCall(random, number));
}

function plantedCall(random: Random, number: number): PlantedCall {
  const items = Array.from({ length: ITEMS_PER_CALL }, (_, at) => {
    const maker = MAKERS[(number * ITEMS_PER_CALL + at) % MAKERS.length];
    if (maker === undefined) throw new Error('no maker');
    return maker(random);
  });
  const lines = items.flatMap(({ lines }) => [...lines, random.pick(SMALL_TALK)]);
  const plain = number % 2 === 1;
  let at = 0;
  const utterances = lines.map(([speaker, text]) => {
    const start = at;
    const end = Math.round((start + text.split(' ').length * 0.4) * 10) / 10;
    at = Math.round((end + 0.5) * 10) / 10;
    return { speaker, start, end, text: plain ? withoutMarks(text) : text };
  });
  return { items, input: { utterances }, transcript: timed(utterances) };
}

/** What is written when a speech model gives neither capitals nor punctuation. */
function withoutMarks(text: string): string {
  return /[@\d]/.test(text) ? text.toLowerCase() : text.toLowerCase().replaceAll(/[.,?!]/g, '');
}

/** With a time for each word, as a speech model gives it. */
function timed(utterances: PlantedCall['input']['utterances']): Transcript {
  return {
    language: 'en',
    durationMs: Math.round((utterances.at(-1)?.end ?? 0) * 1000),
    engine: 'test',
    wordTimes: 'measured',
    utterances: utterances.map(({ speaker, start, end, text }, index) => {
      const [startMs, endMs] = [Math.round(start * 1000), Math.round(end * 1000)];
      const words = text.split(' ');
      const each = (endMs - startMs) / words.length;
      return {
        index,
        speaker,
        role: 'unknown',
        channel: null,
        startMs,
        endMs,
        text,
        confidence: 0.9,
        words: words.map((word, at) => ({
          text: word,
          startMs: Math.round(startMs + at * each),
          endMs: Math.round(startMs + (at + 1) * each),
          confidence: 0.9,
        })),
      };
    }),
  };
}

/** The secrets of these items that are in a text, whatever its case, marks and spaces. */
export function leaks(text: string, items: readonly PlantedItem[]): string[] {
  const words = ` ${comparable(text)} `;
  const run = words.replaceAll(' ', '');
  return items.flatMap(({ secrets }) =>
    secrets.filter((secret) => {
      const wanted = comparable(secret);
      if (wanted === '') throw new Error('an empty secret');
      const long = wanted.replaceAll(' ', '').length >= 9;
      return words.includes(` ${wanted} `) || (long && run.includes(wanted.replaceAll(' ', '')));
    }),
  );
}

function comparable(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
