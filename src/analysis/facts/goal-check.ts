import type { Goal } from '../config.ts';
import { GOAL_CONCEPTS } from '../text/goal-concepts.ts';
import { bestMatch, type PhraseMatch } from '../text/phrase-match.ts';
import type { Reading } from '../text/reading.ts';
import { quoted } from '../text/rewrite.ts';
import type { Sentence } from '../text/sentences.ts';

/** Whether a goal was reached. Score bands: 0.9 strongly, 0.7 clearly, 0.5 partly, 0.3 weakly achieved. */
export interface GoalResult {
  readonly met: boolean;
  /** 0 to 1, two decimals. */
  readonly score: number;
  readonly explanation: string;
  /** The sentence that reaches it, or comes closest. */
  readonly sentence: Sentence | null;
}

const MET_AT = 0.6;
const NOTICED_AT = 0.25;
const CONCEPT_SCORE = 0.9;
const DESCRIPTION_SHARE = 0.75;
const LATE_SHARE = 0.5;

/** Words of an instruction that are addressed to the agent and not said in the call. */
const INSTRUCTION_WORDS =
  /\b(?:agents?|reps?|customers?|callers?|prospects?|calls?|mentions?|mentioned|asks?|asked|asking|tells?|says?|explains?|offers?|makes?|sure|ensures?|always|must|should|never|provides?|gives?|states?|confirms?|uses?|before|during|after|end|start|beginning)\b/giu;

/**
 * Looks for the goal in what its side says: an example phrase literally (1) or in substance, a way of speaking that
 * the goal's wording asks for (0.9), or the words of its description (at most 0.75). Said too late, a match halves.
 */
export function checkGoal(reading: Reading, goal: Goal): GoalResult {
  const said = reading.sentences.filter(({ role }) => goal.by === 'anyone' || role === goal.by);
  const limitMs = goal.withinSeconds === null ? Infinity : goal.withinSeconds * 1000;
  const timely = closest(
    said.filter(({ startMs }) => startMs <= limitMs),
    goal,
  );
  if (timely !== null && timely.score >= MET_AT) return metBy(timely, goal);
  const late = closest(
    said.filter(({ startMs }) => startMs > limitMs),
    goal,
  );
  if (late !== null && late.score >= MET_AT) return metTooLate(late, goal);
  return notMet(timely ?? late, goal);
}

function closest(said: readonly Sentence[], { name, description, examples }: Goal): PhraseMatch | null {
  const byExample = bestMatch(said, examples, NOTICED_AT);
  const concept = GOAL_CONCEPTS.find(({ asks }) => asks.test(`${name}. ${description}`));
  const heard = concept === undefined ? undefined : said.find(({ norm }) => concept.heard.test(norm));
  const byConcept = heard === undefined ? null : { sentence: heard, score: CONCEPT_SCORE };
  const byWords = bestMatch(said, [name, description].map(withoutInstruction), NOTICED_AT);
  const described = byWords === null ? null : { ...byWords, score: byWords.score * DESCRIPTION_SHARE };
  const candidates = [byExample, byConcept, described].filter((match) => match !== null);
  return candidates.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

/** The words that name the matter: "Mention the price lock to the customer" is about the price lock. */
function withoutInstruction(text: string): string {
  return text.replaceAll(INSTRUCTION_WORDS, ' ');
}

function metBy({ sentence, score }: PhraseMatch, { name, withinSeconds }: Goal): GoalResult {
  const within = withinSeconds === null ? '' : `, within the first ${withinSeconds} seconds`;
  const explanation = `${name}: reached at ${clock(sentence.startMs)}${within}: ${quoted(sentence.text)}`;
  return { met: true, score: round(score), explanation, sentence };
}

function metTooLate({ sentence, score }: PhraseMatch, { name, withinSeconds }: Goal): GoalResult {
  const explanation = `${name}: said only at ${clock(sentence.startMs)}, after the first ${withinSeconds ?? 0} seconds: ${quoted(sentence.text)}`;
  return { met: false, score: round(score * LATE_SHARE), explanation, sentence };
}

function notMet(match: PhraseMatch | null, { name, by }: Goal): GoalResult {
  const who = by === 'anyone' ? 'anyone' : `the ${by}`;
  if (match === null)
    return {
      met: false,
      score: 0,
      explanation: `${name}: nothing ${who} said comes close to it.`,
      sentence: null,
    };
  const explanation = `${name}: not reached; the closest ${who} came was at ${clock(match.sentence.startMs)}: ${quoted(match.sentence.text)}`;
  return { met: false, score: round(match.score), explanation, sentence: match.sentence };
}

/** Minutes and seconds of the recording: "1:04". */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function round(score: number): number {
  return Math.round(score * 100) / 100;
}
