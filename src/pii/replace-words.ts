import { placeholderOf, type RedactionKind } from '../domain/redaction.ts';
import type { Transcript, Utterance, Word as TimedWord } from '../domain/transcript.ts';
import type { Word, Speech } from './speech.ts';

/** A part of an utterance's text that a placeholder takes the place of. */
interface Cut {
  readonly start: number;
  readonly end: number;
  readonly kind: RedactionKind;
}

/** A copy of the transcript in which every run of words of one kind is its placeholder, in texts and in words. */
export function replaceWords(
  transcript: Transcript,
  speech: Speech,
  kindOf: ReadonlyMap<number, RedactionKind>,
): Transcript {
  const utterances = transcript.utterances.map((utterance, at) => {
    const cuts = cutsOf(speech.utterances[at] ?? [], kindOf);
    const text = render(utterance.text, 0, utterance.text.length, cuts);
    return { ...utterance, text, words: replaceTimed(utterance, cuts) };
  });
  return { ...transcript, utterances };
}

const ENDS_SENTENCE = /[.?!;\n]/u;

/** Names that end one sentence and begin the next are two. */
function cutsOf(words: readonly Word[], kindOf: ReadonlyMap<number, RedactionKind>): Cut[] {
  const cuts: Cut[] = [];
  let previous: Word | undefined;
  for (const word of words) {
    const kind = kindOf.get(word.at);
    const last = cuts.at(-1);
    const parted = kind === 'name' && ENDS_SENTENCE.test(word.gap);
    const joins =
      last?.kind === kind && previous !== undefined && kindOf.get(previous.at) === kind && !parted;
    if (kind !== undefined && joins && last !== undefined) cuts[cuts.length - 1] = { ...last, end: word.end };
    else if (kind !== undefined) cuts.push({ start: word.start, end: word.end, kind });
    previous = word;
  }
  return cuts;
}

/** The text from `start` to `end` with its cuts replaced. */
function render(text: string, start: number, end: number, cuts: readonly Cut[]): string {
  let rendered = '';
  let from = start;
  for (const cut of cuts) {
    if (cut.end <= start || cut.start >= end) continue;
    rendered += text.slice(from, Math.max(from, cut.start)) + placeholderOf(cut.kind);
    from = Math.min(end, cut.end);
  }
  return rendered + text.slice(from, end);
}

/**
 * The timed words with those of a cut joined to one. Words that are not those of the text, in its order, could hold
 * what the text no longer does: they are left out.
 */
function replaceTimed({ text, words }: Utterance, cuts: readonly Cut[]): TimedWord[] {
  const places = placeWords(text, words);
  if (places === null) return [];
  const replaced: TimedWord[] = [];
  let from = 0;
  while (from < words.length) {
    let to = from + 1;
    while (to < words.length && joinedByCut(places[to - 1]?.end ?? 0, places[to]?.start ?? 0, cuts)) to += 1;
    const group = words.slice(from, to);
    const [first] = group;
    const last = group.at(-1);
    const [start, end] = [places[from]?.start ?? 0, places[to - 1]?.end ?? 0];
    if (first !== undefined && last !== undefined) {
      const touched = cuts.some((cut) => cut.start < end && cut.end > start);
      const joined = { text: render(text, start, end, cuts), startMs: first.startMs, endMs: last.endMs };
      replaced.push(touched ? { ...joined, confidence: null } : first);
    }
    from = to;
  }
  return replaced;
}

function joinedByCut(end: number, start: number, cuts: readonly Cut[]): boolean {
  return cuts.some((cut) => cut.start < end && cut.end > start);
}

/** Where each word stands in the text; null where they do not follow each other there, or leave a part of it out. */
function placeWords(text: string, words: readonly TimedWord[]): { start: number; end: number }[] | null {
  const places: { start: number; end: number }[] = [];
  let from = 0;
  for (const word of words) {
    const start = text.indexOf(word.text, from);
    if (start < 0 || /[\p{L}\p{N}]/u.test(text.slice(from, start))) return null;
    from = start + word.text.length;
    places.push({ start, end: from });
  }
  return places;
}
