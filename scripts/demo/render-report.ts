import type { CanonicalDocument } from './client.ts';
import { clock, count, type Page, section, wrap } from './layout.ts';
import { renderCoaching } from './render-coaching.ts';
import { renderSales } from './render-sales.ts';
import { renderSentiment } from './render-sentiment.ts';
import { renderSummary } from './render-summary.ts';
import { renderTimings } from './render-timings.ts';
import { renderTranscript } from './render-transcript.ts';
import { renderWhoSpoke } from './render-who-spoke.ts';
import { nameSpeakers } from './speakers.ts';

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
