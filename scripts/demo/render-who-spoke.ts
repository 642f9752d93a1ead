import type { Report } from '../../src/analysis/report.ts';
import { bar, clock, count, duration, type Page, wrap } from './layout.ts';
import { namesWidth, speakerName, type SpeakerNames } from './speakers.ts';

type Conversation = Report['conversation'];

const WIDEST_BAR = 24;
/** What stands beside name and bar: share, time, words and pace. */
const FACTS_WIDTH = 42;

/** One bar per speaker with the share of talk time, then the measured facts of the conversation. */
export function renderWhoSpoke(
  conversation: Conversation,
  names: SpeakerNames,
  { width, paint }: Page,
): string[] {
  const nameWidth = namesWidth(names);
  const barWidth = Math.max(4, Math.min(width - nameWidth - FACTS_WIDTH, WIDEST_BAR));
  const bars = conversation.speakers.map((side) => {
    const share = `${side.talkRatio.toFixed(0)} %`.padStart(5);
    const facts = `${clock(side.talkMs)}  ${count(side.wordCount, 'word')}, ${side.wordsPerMinute} a minute`;
    const name = speakerName(names, side.speaker).padEnd(nameWidth);
    return `${name}  ${paint('cyan', bar(side.talkRatio / 100, barWidth))} ${share}  ${paint('dim', facts)}`;
  });
  return bars.length === 0
    ? ['Nobody speaks in this recording.']
    : [...bars, '', ...facts(conversation, names).flatMap((line) => wrap(line, width))];
}

function facts(conversation: Conversation, names: SpeakerNames): string[] {
  const { questionCount, fillerWordCount, interruptionCount, hold, deadAir, longestMonologue } = conversation;
  const lines = [
    [count(questionCount, 'question'), withWords(count(fillerWordCount, 'filler word'), conversation)],
    [
      count(interruptionCount, 'interruption'),
      `silence ${conversation.silenceRatio.toFixed(0)} %`,
      hold.count === 0 ? 'no hold' : `hold ${duration(hold.totalMs)}`,
      deadAir.count === 0 ? 'no dead air' : `dead air ${duration(deadAir.totalMs)}`,
    ],
  ];
  if (longestMonologue) {
    const who = speakerName(names, longestMonologue.speaker);
    lines.push([`longest monologue ${duration(longestMonologue.durationMs)} (${who})`]);
  }
  return lines.map((parts) => parts.join(' · '));
}

function withWords(label: string, { fillerWords }: Conversation): string {
  const most = fillerWords.slice(0, 4).map(({ word, count: times }) => `${word} ${times}`);
  return most.length === 0 ? label : `${label} (${most.join(', ')})`;
}
