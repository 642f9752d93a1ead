import type { Sentiment } from '../../src/analysis/sections/sentiment.ts';
import type { Transcript } from '../../src/domain/transcript.ts';
import { clock, hang, type Page } from './layout.ts';
import { namesWidth, speakerName, type SpeakerNames } from './speakers.ts';

const SCALE_WIDTH = 17;

/** The tone of the call and of each speaker on a scale from -1 to 1, then the moments where it peaks or turns. */
export function renderSentiment(
  { overall, label, trend, speakers, keyMoments }: Sentiment,
  { utterances }: Transcript,
  names: SpeakerNames,
  { width, paint }: Page,
): string[] {
  if (overall === null) return [];
  const nameWidth = Math.max(namesWidth(names), 'Whole call'.length);
  const rows = [
    { name: 'Whole call', score: overall, words: [label, trend].filter((word) => word !== null).join(', ') },
    ...speakers.map(({ speaker, score, label }) => ({
      name: speakerName(names, speaker),
      score,
      words: label,
    })),
  ];
  const startOf = new Map(utterances.map(({ index, startMs }) => [index, startMs]));
  return [
    ...rows.map(({ name, score, words }) => {
      return `${name.padEnd(nameWidth)}  ${paint('cyan', scale(score))} ${signed(score)}  ${paint('dim', words)}`;
    }),
    ...keyMoments.flatMap(({ utterance, description, evidence }) => {
      const quote = evidence[0] ? ` “${evidence[0].quote}”` : '';
      return hang(`${clock(startOf.get(utterance) ?? 0)}  `, description + quote, width);
    }),
  ];
}

/** A line from -1 to 1 with a mark at `score` and another at zero. */
function scale(score: number): string {
  const last = SCALE_WIDTH - 1;
  const cells: string[] = Array.from({ length: SCALE_WIDTH }, (_, i) => (i === last / 2 ? '┼' : '─'));
  cells[Math.round(((score + 1) / 2) * last)] = '●';
  return cells.join('');
}

function signed(score: number): string {
  return `${score < 0 ? '-' : '+'}${Math.abs(score).toFixed(2)}`;
}
