import type { Transcript } from '../domain/transcript.ts';
import { parseTranscript } from '../text/parsed-transcript.ts';
import type { Entity } from './entity.ts';
import { findDateEntities, findPasswords } from './find-entities.ts';
import { firstWordAfter, type Word, type Mark, type Speech } from './speech.ts';

const MONTH =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/u;
const BIRTH = /(?<![^ ])(?:birth|birthday|birthdate|born|dob)(?![^ ])/u;
const ORDINAL =
  /^(?:\d{1,2}(?:st|nd|rd|th)|\p{L}*(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|teenth|tieth)|of|the|twenty|thirty|nineteen|two|thousand|hundred|and|oh|\d{1,4}|one|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+teen|forty|fifty|sixty|seventy|eighty|ninety|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\p{L}+)$/u;
const LONGEST_DATE = 10;
const WITHIN_WORDS = 30;
/** Entities lie in one sentence. */
const LONGEST_ENTITY_WORDS = 60;

/** Dates of birth and passwords said aloud. Both are taken out under the kind `number`. */
export function findBirthDates(transcript: Transcript, speech: Speech): Mark[] {
  const { sentences } = parseTranscript(transcript);
  const position = new Map(transcript.utterances.map(({ index }, at) => [index, at]));
  const entities = [
    ...sentences.flatMap(findPasswords),
    ...sentences.flatMap((sentence, at) => findDateEntities(sentence, sentences[at - 1], null)),
  ].filter(({ kind }) => kind === 'password' || kind === 'date_of_birth');
  return [
    ...entities.map((entity): Mark => ({ kind: 'number', words: wordsOf(entity, speech, position) })),
    ...spokenBirthDates(speech),
  ];
}

function wordsOf({ spans }: Entity, speech: Speech, position: ReadonlyMap<number, number>): Word[] {
  return spans.flatMap(({ utterance, start, end }) => {
    const words = speech.utterances[position.get(utterance) ?? -1] ?? [];
    const from = firstWordAfter(words, start);
    const length = words.slice(from, from + LONGEST_ENTITY_WORDS).findIndex((word) => word.start >= end);
    return words.slice(from, length < 0 ? from + LONGEST_ENTITY_WORDS : from + length);
  });
}

/** "march third nineteen eighty five" soon after birth is spoken of. */
function spokenBirthDates({ all }: Speech): Mark[] {
  const found: Mark[] = [];
  let birthAt = -Infinity;
  for (const [at, word] of all.entries()) {
    if (BIRTH.test(word.text)) birthAt = at;
    if (!MONTH.test(word.text) || at - birthAt > WITHIN_WORDS) continue;
    let from = at;
    let to = at + 1;
    while (at - from < LONGEST_DATE && isPart(all[from - 1], word)) from -= 1;
    while (to - at < LONGEST_DATE && isPart(all[to], word)) to += 1;
    found.push({ kind: 'number', words: all.slice(from, to) });
  }
  return found;
}

function isPart(word: Word | undefined, month: Word): boolean {
  if (word === undefined || word.speaker !== month.speaker) return false;
  return ORDINAL.test(word.text) && Math.abs(word.utterance - month.utterance) <= 2;
}
