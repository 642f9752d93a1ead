import type { Coaching } from '../../src/analysis/sections/coaching.ts';
import type { Sales } from '../../src/analysis/sections/sales.ts';
import type { Summary } from '../../src/analysis/sections/summary.ts';
import type { Analysis } from '../../src/domain/analysis.ts';
import type { Transcript } from '../../src/domain/transcript.ts';
import type { CanonicalDocument } from './client.ts';
import { bar, clock, count, duration, hang, type Page, section, wrap } from './layout.ts';
import { renderSentiment } from './render-sentiment.ts';
import { renderWhoSpoke } from './render-who-spoke.ts';
import { nameSpeakers, namesWidth, speakerName, type SpeakerNames } from './speakers.ts';

/** The whole report for a person, as lines of at most `page.width` characters. */
export function renderReport(document: CanonicalDocument, label: string, page: Page): string[] {
  const { analysis, transcript, report } = document;
  const names = nameSpeakers(transcript);
  const inner = { ...page, width: page.width - 2 };
  const facts = [label, clock(transcript.durationMs), count(names.size, 'speaker')];
  return [
    page.paint('dim', '─'.repeat(page.width)),
    ...wrap(report.summary.title ?? 'Call', page.width).map((line) => page.paint('bold', line)),
    ...wrap(facts.join(' · '), page.width).map((line) => page.paint('dim', line)),
    ...section('Summary', renderSummary(report.summary, inner), page),
    ...section('Who spoke', renderWhoSpoke(report.conversation, names, inner), page),
    ...section('Sentiment', renderSentiment(report.sentiment, transcript, names, inner), page),
    ...section('Sales scores', renderSales(report.sales, inner), page),
    ...section('Coaching', renderCoaching(report.coaching, inner), page),
    ...section('Transcript', renderTranscript(transcript, names, inner), page),
    ...section('Timings', wrap(renderTimings(analysis), inner.width), page),
  ];
}

/** The brief, who met whom with what outcome, and the key points. */
export function renderSummary(summary: Summary, { width, paint }: Page): string[] {
  const { brief, keyPoints, outcome, agentName, prospectName, companyName } = summary;
  const facts = [
    `outcome ${outcome.replace('_', '-')}`,
    ...(agentName === null ? [] : [`agent ${agentName}`]),
    ...(prospectName === null ? [] : [`customer ${prospectName}`]),
    ...(companyName === null ? [] : [`company ${companyName}`]),
  ];
  return [
    ...(brief === null ? [] : [...wrap(brief, width), '']),
    ...keyPoints.flatMap(({ text }) => hang('• ', text, width)),
    ...(keyPoints.length === 0 ? [] : ['']),
    ...wrap(facts.join(' · '), width).map((line) => paint('dim', line)),
  ];
}

/** What to keep doing and what to change, the most rewarding first. */
export function renderCoaching({ doubleDown, recommendations }: Coaching, { width, paint }: Page): string[] {
  return [
    ...(doubleDown === null ? [] : hang('Keep    ', doubleDown.text, width)),
    ...recommendations.flatMap(({ text, priority }) => {
      const [first = '', ...rest] = hang(`${priority.padEnd(6)}  `, text, width);
      return [paint(priority === 'high' ? 'yellow' : 'dim', first.slice(0, 6)) + first.slice(6), ...rest];
    }),
  ];
}

const BAR_WIDTH = 24;
const STRONG = 75;
const WEAK = 50;

/** The overall score and each pillar as a bar, with what was good and what to change under each pillar. */
export function renderSales({ overall, pillars }: Sales, page: Page): string[] {
  if (overall === null || pillars === null) return [];
  const named = Object.entries(pillars);
  const nameWidth = Math.max('overall'.length, ...named.map(([name]) => name.length));
  return [
    page.paint('bold', scoreLine('overall', overall, nameWidth, page)),
    ...named.flatMap(([name, { score, positive, negative }]) => [
      '',
      ...(score === null ? [] : [scoreLine(name, score, nameWidth, page)]),
      ...(positive === null ? [] : hang('  + ', positive.text, page.width)),
      ...(negative === null ? [] : hang('  - ', negative.text, page.width)),
    ]),
  ];
}

function scoreLine(name: string, score: number, nameWidth: number, { paint }: Page): string {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const colour = score >= STRONG ? 'green' : score >= WEAK ? 'yellow' : 'red';
  return `${title.padEnd(nameWidth)}  ${paint(colour, bar(score / 100, BAR_WIDTH))} ${String(score).padStart(3)}`;
}

/** How long each part took, and how many times faster than the call itself the whole was; empty where nothing was measured. */
export function renderTimings({ timings, createdAt, completedAt, durationMs }: Analysis): string {
  const parts: string[] = [];
  if (timings.transcriptionMs !== null) parts.push(`transcription ${duration(timings.transcriptionMs)}`);
  if (timings.analysisMs !== null) parts.push(`analysis ${duration(timings.analysisMs)}`);
  const totalMs = completedAt === null ? null : completedAt - createdAt;
  if (totalMs !== null) parts.push(`total ${duration(totalMs)}`);
  if (totalMs !== null && totalMs > 0 && durationMs !== null) {
    parts.push(`${(durationMs / totalMs).toFixed(1)} times real time`);
  }
  return parts.join(' · ');
}

/** Each utterance after its time and speaker, wrapped beside them. */
export function renderTranscript(
  { utterances }: Transcript,
  names: SpeakerNames,
  { width, paint }: Page,
): string[] {
  const nameWidth = namesWidth(names);
  return utterances.flatMap(({ startMs, speaker, role, text }) => {
    const time = clock(startMs);
    const name = speakerName(names, speaker).padEnd(nameWidth);
    const [first = '', ...rest] = hang(`${time}  ${name}  `, text, width);
    const colour = role === 'agent' ? 'cyan' : 'magenta';
    const label = `${paint('dim', time)}  ${paint(colour, name)}  `;
    return [label + first.slice(time.length + name.length + 4), ...rest];
  });
}
