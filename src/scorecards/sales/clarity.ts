import type { Sentence } from '../../text/sentences.ts';
import { CONFUSED, RECAPS } from '../selling-phrases.ts';
import {
  agentSays,
  answerTo,
  band,
  counted,
  ramp,
  type SalesCall,
  type Signal,
  takingUp,
} from '../signals.ts';

const SENTENCE_WORDS = { full: 16, none: 34 };
const FILLERS_PER_100_WORDS = { full: 0.5, none: 6 };
const READ_BACK_VALUE = 0.7;
/** Words a minute: what is easy to follow, and the pace below and above which a listener is lost. */
const PACE = { floor: 70, slow: 100, low: 120, high: 175, fast: 200, ceiling: 230 };

/** How easy the agent is to follow: pace, fillers, sentence length, recaps, and whether the customer gets lost. */
export function claritySignals(call: SalesCall): Signal[] {
  return [pace(call), fillers(call), sentenceLength(call), recaps(call), understanding(call)];
}

function pace({ measured, longest }: SalesCall): Signal {
  const wpm = measured.wordsPerMinute;
  return {
    name: 'pace',
    value: band(wpm, PACE.floor, PACE.low, PACE.high, PACE.ceiling),
    weight: 0.25,
    strength: `You spoke at ${wpm} words a minute, a pace that is easy to follow`,
    weakness: `At ${wpm} words a minute you were ${paceFault(wpm)}; aim for ${PACE.low} to ${PACE.high}`,
    shown: longest.slice(0, 1),
    missed: longest.slice(0, 1),
  };
}

function paceFault(wpm: number): string {
  if (wpm < PACE.low) return wpm < PACE.slow ? 'slow to reach the point' : 'a little slow';
  return wpm > PACE.fast ? 'hard to follow' : 'a little fast';
}

function fillers({ measured, agent, longest }: SalesCall): Signal {
  const rate = measured.wordCount === 0 ? 0 : (measured.fillerWordCount * 100) / measured.wordCount;
  const words = new Set(measured.fillerWords.map(({ word }) => word));
  const fullest = agent.toSorted((a, b) => hits(b, words) - hits(a, words));
  return {
    name: 'filler_words',
    value: ramp(rate, FILLERS_PER_100_WORDS.none, FILLERS_PER_100_WORDS.full),
    weight: 0.25,
    strength:
      measured.fillerWordCount === 0
        ? 'You spoke without a single filler word'
        : `You used only ${counted(measured.fillerWordCount, 'filler word')}`,
    weakness: `${counted(measured.fillerWordCount, 'filler word')} in ${measured.wordCount} words blur what you say; pause instead`,
    shown: longest.slice(0, 1),
    missed: measured.fillerWordCount > 0 ? fullest.slice(0, 1) : [],
  };
}

function hits(sentence: Sentence, words: ReadonlySet<string>): number {
  return sentence.tokens.filter(({ text }) => words.has(text)).length;
}

function sentenceLength({ agent, longest }: SalesCall): Signal {
  const words = agent.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const mean = agent.length === 0 ? SENTENCE_WORDS.none : words / agent.length;
  return {
    name: 'sentence_length',
    value: ramp(mean, SENTENCE_WORDS.none, SENTENCE_WORDS.full),
    weight: 0.2,
    strength: `Your sentences were short, ${Math.round(mean)} words on average`,
    weakness: `Your sentences ran to ${Math.round(mean)} words on average; say one thing at a time`,
    shown: agent
      .filter(({ tokens, question }) => tokens.length >= 5 && tokens.length <= 14 && !question)
      .slice(0, 1),
    missed: longest.slice(0, 1),
  };
}

function recaps(call: SalesCall): Signal {
  const found = agentSays(call, RECAPS);
  const repeating = found.length > 0 ? new Set() : takingUp(call, 4, 2);
  const readBack = call.agent.filter((sentence) => !sentence.question && repeating.has(sentence));
  return {
    name: 'recap',
    value: found.length > 0 ? 1 : readBack.length > 0 ? READ_BACK_VALUE : 0,
    weight: 0.2,
    strength:
      found.length > 0
        ? 'You checked that you both understood the same'
        : 'You gave the details back in the customer’s own words',
    weakness: 'You never checked that you both understood the same; sum up before you move on',
    shown: [...found, ...readBack],
    missed: call.longest.slice(0, 2),
  };
}

function understanding(call: SalesCall): Signal {
  const lost = call.customer.filter(({ norm }) => CONFUSED.test(norm));
  const [first] = lost;
  return {
    name: 'understood',
    value: ramp(lost.length, 2, 0),
    weight: 0.1,
    strength: 'The customer never had to ask what you meant',
    weakness: 'The customer lost the thread',
    shown: call.longest.slice(1, 2),
    missed: first === undefined ? [] : [first, answerTo(call, first)],
  };
}
