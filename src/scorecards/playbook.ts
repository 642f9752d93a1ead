import { Goal } from '../domain/analysis-config.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import { asSentence, list, quoted, shorten } from '../text/rewrite.ts';
import { checkGoal, type GoalResult } from './goals.ts';

/** One instruction of a playbook held against the call. */
interface PlaybookPoint {
  readonly text: string;
  readonly result: GoalResult;
}

/** How much of a long playbook is read; what is beyond is left out, which bounds time and tokens. */
export const PLAYBOOK_CHARACTERS = 20_000;
const MOST_POINTS = 30;
const FEWEST_WORDS = 2;
const LONGEST_POINT_CHARACTERS = 300;
const MOST_NAMED = 3;
/** A line that introduces others, or a heading. */
const HEADING = /^#|:$/u;
const BULLET = /^\s*(?:[-*•–]|\(?\d{1,2}[.)]|\[.?\])\s*/u;
/** A quoted wording in an instruction is something to say. */
const WORDING = /["“”]([^"“”]{3,150})["“”]/gu;
const LEADING_YOU =
  /^(?:the )?(?:agents?|reps?|you)(?: (?:should|must|need to|has to|have to|always|will))+ /iu;

/** Holds the call against each instruction of a prompt, or of the general standard where there is none. */
export function reviewPlaybook(transcript: ParsedTranscript, prompt: string | null): PlaybookPoint[] {
  const instructions = prompt === null ? DEFAULT_PLAYBOOK : instructionsOf(prompt);
  return instructions.map((text) => {
    const examples = [...text.matchAll(WORDING)].flatMap(([, wording]) => wording?.trim() ?? []);
    const goal = Goal.parse({ name: 'Point', description: text, examples });
    return { text, result: checkGoal(transcript, goal) };
  });
}

/** The instructions of a prompt: its lines, long ones by sentence, without bullets and headings. */
function instructionsOf(prompt: string): string[] {
  return prompt
    .slice(0, PLAYBOOK_CHARACTERS)
    .split('\n')
    .map((line) => line.replace(BULLET, '').trim())
    .filter((line) => !HEADING.test(line))
    .flatMap((line) => line.split(/(?<=[.!?;])\s+(?=\p{Lu})/u))
    .map((line) =>
      line
        .replace(LEADING_YOU, '')
        .replace(/[.;]+$/u, '')
        .slice(0, LONGEST_POINT_CHARACTERS)
        .trim(),
    )
    .filter((line) => line.split(/\s+/u).length >= FEWEST_WORDS)
    .slice(0, MOST_POINTS);
}

/** What the prompt asks for, naming its first points. */
export function writeSummary(points: readonly PlaybookPoint[], source: 'organisation' | 'default'): string {
  if (points.length === 0) return 'The organisation’s prompt holds no instruction that could be checked.';
  const named = points.slice(0, MOST_NAMED).map(({ text }) => lowerFirst(shorten(text, 12)));
  const more = points.length > MOST_NAMED ? `, and ${points.length - MOST_NAMED} more` : '';
  const asks =
    source === 'organisation'
      ? 'The organisation asks its agents to'
      : 'Without a prompt of the organisation the general standard applies:';
  return asSentence(`${asks} ${more === '' ? list(named) : named.join('; ')}${more}`);
}

/** How many points were followed, the clearest one with its quote, and the first ones that were not. */
export function writeFeedback(points: readonly PlaybookPoint[]): string {
  if (points.length === 0) return 'There was nothing to hold the call against.';
  const followed = points
    .filter(({ result }) => result.met)
    .toSorted((a, b) => b.result.score - a.result.score);
  const missed = points.filter(({ result }) => !result.met);
  const [best] = followed;
  const count = `${followed.length} of ${points.length} points were followed.`;
  const shown = best?.result.sentence;
  const praise =
    best === undefined || shown === undefined || shown === null
      ? ''
      : `Best met: ${lowerFirst(shorten(best.text, 14))} (${quoted(shown.text, 18)}).`;
  const named = missed.slice(0, MOST_NAMED).map(({ text }) => lowerFirst(shorten(text, 14)));
  const lacking =
    missed.length === 0 ? 'Nothing was left out.' : asSentence(`Not heard in the call: ${named.join('; ')}`);
  return [count, praise, lacking].filter((sentence) => sentence !== '').join(' ');
}

function lowerFirst(text: string): string {
  return /^\p{Lu}{2,}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** What any business call is held against where the organisation has no prompt of its own. */
export const DEFAULT_PLAYBOOK: readonly string[] = [
  'Greet the customer and introduce yourself by name',
  'Find out what the customer needs with open questions',
  'Recap what was understood or agreed',
  'Ask whether the customer needs anything else',
  'Say goodbye and close politely',
];
