import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  renderReport,
  renderSales,
  renderTimings,
  renderTranscript,
} from '../../../scripts/demo/render-report.ts';
import { renderSentiment } from '../../../scripts/demo/render-sentiment.ts';
import { renderWhoSpoke } from '../../../scripts/demo/render-who-spoke.ts';
import { nameSpeakers } from '../../../scripts/demo/speakers.ts';
import { analyse } from '../../../src/analysis/analyse.ts';
import type { Sales } from '../../../src/analysis/sections/sales.ts';
import type { Sentiment } from '../../../src/analysis/sections/sentiment.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import { Transcript, type Utterance } from '../../../src/domain/transcript.ts';
import { anAnalysis } from '../../support/analyses.ts';

const plain = (width: number) => ({ width, paint: (_: string, text: string) => text });

const utterance = (index: number, who: Partial<Utterance>, text: string): Utterance => ({
  index,
  speaker: 'speaker_0',
  role: 'unknown',
  channel: null,
  startMs: index * 4000,
  endMs: index * 4000 + 3000,
  text,
  confidence: null,
  words: [],
  ...who,
});

function transcriptOf(utterances: Utterance[]): Transcript {
  const durationMs = utterances.length * 4000;
  return { language: 'en', durationMs, engine: 'test', wordTimes: 'none', utterances };
}

async function sampleCall(): Promise<Transcript> {
  const file = new URL('../../../examples/sales-call/sales-call.truth.json', import.meta.url);
  const truth: { segments: { role: string; start_ms: number; end_ms: number; text: string }[] } = JSON.parse(
    await readFile(file, 'utf8'),
  );
  const utterances = truth.segments.map(({ role, start_ms: startMs, end_ms: endMs, text }, i) =>
    utterance(i, { speaker: role, role: role === 'agent' ? 'agent' : 'customer', startMs, endMs }, text),
  );
  return Transcript.parse(transcriptOf(utterances));
}

const reportOn = (transcript: Transcript) =>
  analyse(transcript, { recordedAt: null, config: AnalysisConfig.parse({}) });

const analysis = anAnalysis({
  status: 'completed',
  durationMs: 90_000,
  timings: { transcriptionMs: 2400, analysisMs: 60 },
  createdAt: 1000,
  startedAt: 1100,
  completedAt: 4000,
});

describe('the printed report', () => {
  it.each([60, 80, 100])('of the sample call fits %i columns and is complete', async (width) => {
    const transcript = await sampleCall();
    const document = { analysis, transcript, report: reportOn(transcript) };
    const lines = renderReport(document, 'examples/sales-call/sales-call.wav', plain(width));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    const words = lines.join(' ').replaceAll(/\s+/g, ' ');
    for (const heading of [
      'Summary',
      'Who spoke',
      'Sentiment',
      'Sales scores',
      'Coaching',
      'Transcript',
      'Timings',
    ]) {
      expect(lines).toContain(heading);
    }
    for (const turn of transcript.utterances)
      expect(words).toContain(turn.text.split(' ').slice(-2).join(' '));
  });

  it('of a silent recording says so', () => {
    const transcript = transcriptOf([]);
    const lines = renderReport({ analysis, transcript, report: reportOn(transcript) }, 'x.wav', plain(80));
    expect(lines.join('\n')).toContain('Nobody speaks in this recording.');
    expect(lines).not.toContain('Transcript');
  });
});

describe('speakers', () => {
  it('are named by their role where it is theirs alone, else with their label', () => {
    const names = nameSpeakers(
      transcriptOf([
        utterance(0, { speaker: 'channel_0', role: 'agent' }, 'Hello.'),
        utterance(1, { speaker: 'speaker_1', role: 'customer' }, 'Hi.'),
        utterance(2, { speaker: 'speaker_2', role: 'customer' }, 'Hi too.'),
        utterance(3, { speaker: 'speaker_3' }, 'Hm.'),
      ]),
    );
    expect([...names.values()]).toEqual([
      'Agent',
      'Customer (Speaker 1)',
      'Customer (Speaker 2)',
      'Speaker 3',
    ]);
  });

  it('each have a bar as long as their share of the talk time', () => {
    const transcript = transcriptOf([
      utterance(0, { speaker: 'a', role: 'agent', endMs: 3000 }, 'One two three.'),
      utterance(1, { speaker: 'b', role: 'customer', startMs: 3000, endMs: 4000 }, 'Four.'),
    ]);
    const lines = renderWhoSpoke(reportOn(transcript).conversation, nameSpeakers(transcript), plain(80));
    expect(lines[0]).toBe(`Agent     ${'█'.repeat(18)}${'░'.repeat(6)}  75 %  00:03  3 words, 60 a minute`);
    expect(lines[1]).toBe(`Customer  ${'█'.repeat(6)}${'░'.repeat(18)}  25 %  00:01  1 word, 60 a minute`);
  });
});

describe('the printed transcript', () => {
  it('names time and speaker, and wraps the text beside them', () => {
    const transcript = transcriptOf([
      utterance(0, { speaker: 'a', role: 'agent', startMs: 61_000 }, 'one two three four five six'),
    ]);
    expect(renderTranscript(transcript, nameSpeakers(transcript), plain(32))).toEqual([
      '01:01  Agent  one two three four',
      '              five six',
    ]);
  });
});

describe('the printed scores', () => {
  it('have a bar each, overall first, with what was good and what to change', () => {
    const feedback = (text: string) => ({ text, evidence: [] });
    const pillar = (score: number) => ({
      score,
      positive: feedback(`good at ${score}`),
      negative: feedback(`change at ${score}`),
      verdicts: [],
    });
    const sales: Sales = {
      engine: 'offline',
      overall: 50,
      pillars: {
        clarity: pillar(100),
        influence: pillar(0),
        objection: pillar(25),
        discovery: pillar(75),
        delivery: pillar(50),
        close: pillar(50),
      },
    };
    const lines = renderSales(sales, plain(80));
    expect(lines.slice(0, 5)).toEqual([
      `Overall    ${'█'.repeat(12)}${'░'.repeat(12)}  50`,
      '',
      `Clarity    ${'█'.repeat(24)} 100`,
      '  + good at 100',
      '  - change at 100',
    ]);
    expect(lines).toContain(`Influence  ${'░'.repeat(24)}   0`);
  });

  it('are left out where there was nobody to score', () => {
    expect(renderSales({ engine: 'offline', overall: null, pillars: null }, plain(80))).toEqual([]);
  });
});

describe('the printed sentiment', () => {
  it('puts each score on a line from -1 to 1 and times the key moments', () => {
    const transcript = transcriptOf([
      utterance(0, { speaker: 'a', role: 'agent', startMs: 65_000 }, 'Wonderful.'),
    ]);
    const score = 1;
    const evidence = [{ utterance: 0, startMs: 65_000, endMs: 66_000, quote: 'Wonderful.' }];
    const sentiment: Sentiment = {
      engine: 'offline',
      overall: -0.5,
      label: 'negative',
      trend: 'declining',
      utterances: [],
      speakers: [{ speaker: 'a', role: 'agent', score, label: 'positive' }],
      keyMoments: [{ type: 'positive_peak', utterance: 0, score, description: 'Agent is pleased', evidence }],
    };
    expect(renderSentiment(sentiment, transcript, nameSpeakers(transcript), plain(80))).toEqual([
      'Whole call  ────●───┼──────── -0.50  negative, declining',
      'Agent       ────────┼───────● +1.00  positive',
      '01:05  Agent is pleased “Wonderful.”',
    ]);
  });
});

describe('the printed timings', () => {
  it('count from submission to completion', () => {
    expect(renderTimings(analysis)).toBe(
      'transcription 2.4 s · analysis 60 ms · total 3.0 s · 30.0 times real time',
    );
  });

  it('leave out what was not measured', () => {
    const timings = { transcriptionMs: null, analysisMs: null };
    expect(renderTimings({ ...analysis, timings, completedAt: null })).toBe('');
  });
});
