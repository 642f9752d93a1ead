import { type CaptionsFileFormat, parseText, type VTTCue } from 'media-captions';
import { describe, expect, it } from 'vitest';
import type { Transcript, Utterance } from '../../../src/domain/transcript.ts';
import { readTranscript } from '../../../src/formats/imports/read-transcript.ts';
import { renderSrt, renderVtt, toCues } from '../../../src/formats/exports/subtitles.ts';
import {
  renderCsv,
  renderJson,
  renderPlainText,
  TranscriptWire,
} from '../../../src/formats/exports/transcript-files.ts';
import { salesCall } from '../../support/transcripts.ts';

const sales = readTranscript(salesCall, undefined);

function transcriptOf(...utterances: Partial<Utterance>[]): Transcript {
  return {
    ...sales,
    utterances: utterances.map((utterance, index) => ({
      index,
      speaker: 'agent',
      role: 'unknown',
      channel: null,
      startMs: index * 10_000,
      endMs: index * 10_000 + 5_000,
      text: 'Hello.',
      confidence: null,
      words: [],
      ...utterance,
    })),
  };
}

async function parsed(text: string, type: CaptionsFileFormat): Promise<VTTCue[]> {
  const { cues, errors } = await parseText(text, { type, strict: true, errors: true });
  expect(errors).toEqual([]);
  return cues;
}

const longText = Array.from({ length: 60 }, (_, at) => `word${at}${at % 9 === 8 ? '.' : ''}`).join(' ');
const long = transcriptOf({ text: longText, endMs: 30_000 });

describe('cues', () => {
  it('are short enough to be read, and together say exactly what was said', () => {
    const cues = toCues(long);
    expect(cues.map(({ text }) => text).join(' ')).toBe(longText);
    for (const { text, startMs, endMs } of cues) {
      expect(text.length).toBeLessThanOrEqual(84);
      expect(endMs - startMs).toBeLessThanOrEqual(7_000);
      expect(text.length).toBeGreaterThan(30);
    }
    expect(cues.slice(1).map(({ startMs }) => startMs)).toEqual(cues.slice(0, -1).map(({ endMs }) => endMs));
    expect([cues[0]?.startMs, cues.at(-1)?.endMs]).toEqual([0, 30_000]);
  });

  it('end where a sentence ends rather than in the middle of the next', () => {
    expect(toCues(long).filter(({ text }) => text.endsWith('.')).length).toBeGreaterThan(4);
  });

  it('start when their first word was spoken, where word times are known', () => {
    const words = longText.split(' ').map((text, at) => ({
      text,
      startMs: at < 30 ? at * 100 : 20_000 + at * 100,
      endMs: at < 30 ? at * 100 + 90 : 20_090 + at * 100,
      confidence: null,
    }));
    const cues = toCues(transcriptOf({ text: longText, endMs: 27_000, words }));
    for (const { startMs, text } of cues) {
      expect(words.find((word) => text.startsWith(`${word.text} `))?.startMs).toBe(startMs);
    }
  });

  it.each([
    ['srt', renderSrt],
    ['vtt', renderVtt],
  ] as const)('have two lines at most, the name of the speaker included: %s', async (type, render) => {
    for (const { text } of await parsed(render(long), type)) {
      expect(text.split('\n').length).toBeLessThanOrEqual(2);
      expect(text.length).toBeGreaterThan(30);
    }
  });

  it('show more than a word at a time also under a very long name', () => {
    const named = transcriptOf({ speaker: 'x'.repeat(200), text: longText, endMs: 30_000 });
    expect(toCues(named, (speaker) => speaker).length).toBeLessThan(10);
  });

  it('are split for speech that is long but slow', () => {
    const cues = toCues(transcriptOf({ text: 'one two three four five six', endMs: 20_000 }));
    for (const { startMs, endMs } of cues) expect(endMs - startMs).toBeLessThanOrEqual(7_000);
    expect(cues.map(({ text }) => text).join(' ')).toBe('one two three four five six');
  });

  it('divide text without spaces, never inside a character', () => {
    const text = '👩‍👩‍👧‍👦'.repeat(90);
    const cues = toCues(transcriptOf({ text }));
    expect(cues.map((cue) => cue.text).join('')).toBe(text);
    for (const cue of cues) expect(cue.text.startsWith('👩‍👩‍👧‍👦')).toBe(true);
    expect(cues.length).toBeGreaterThan(1);
  });

  it('are ordered by start where speakers talk at the same time', () => {
    const starts = toCues(
      transcriptOf({ text: longText, endMs: 30_000 }, { speaker: 'customer', startMs: 4_000 }),
    ).map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });
});

describe('SRT', () => {
  it('is read back with the times, speakers and words of the call', async () => {
    const cues = await parsed(renderSrt(sales), 'srt');
    expect(cues[0]).toMatchObject({ startTime: 0 });
    expect(cues.at(-1)).toMatchObject({ endTime: 35 });
    const read = cues.map(({ text }) => text.replaceAll('\n', ' ').replace(/^(agent|customer): /, ''));
    expect(read.join(' ')).toBe(sales.utterances.map(({ text }) => text).join(' '));
    for (const { text } of cues) expect(text).toMatch(/^(agent|customer): /);
  });

  it('writes hours, and a comma before milliseconds', () => {
    const late = transcriptOf({ startMs: 36_610_007, endMs: 36_612_000 });
    expect(renderSrt(late)).toBe('1\n10:10:10,007 --> 10:10:12,000\nagent: Hello.\n');
  });

  it('cannot be broken by what was said', async () => {
    const cues = await parsed(
      renderSrt(transcriptOf({ text: 'a\n\n2\n00:00:01,000 --> 00:00:02,000\n<b>b</b>' })),
      'srt',
    );
    expect(cues.length).toBe(1);
    expect(cues[0]?.text.replaceAll('\n', ' ')).toBe('agent: a 2 00:00:01,000 --› 00:00:02,000 ‹b›b‹/b›');
  });
});

describe('WebVTT', () => {
  it('is read back with the times, voices and words of the call', async () => {
    const cues = await parsed(renderVtt(sales), 'vtt');
    expect(cues.at(-1)).toMatchObject({ endTime: 35 });
    const read = cues.map(({ text }) => /^<v ([^>]+)>([^<]*)<\/v>$/.exec(text.replaceAll('\n', ' ')));
    expect(read.map((match) => match?.[2]).join(' ')).toBe(
      sales.utterances.map(({ text }) => text).join(' '),
    );
    expect(new Set(read.map((match) => match?.[1]))).toEqual(new Set(['agent', 'customer']));
  });

  it('escapes markup in words and names', () => {
    const odd = transcriptOf({ speaker: 'R&D > \n all', text: '1 < 2 & 3 --> 4' });
    expect(renderVtt(odd)).toBe(
      'WEBVTT\n\n1\n00:00:00.000 --> 00:00:05.000\n<v R&amp;D &gt; all>1 &lt; 2 &amp; 3 --&gt; 4</v>\n',
    );
  });

  it('ends every cue after it starts, as the format demands, also an utterance without length', async () => {
    const cues = await parsed(renderVtt(transcriptOf({ startMs: 1_000, endMs: 1_000 })), 'vtt');
    expect(cues).toMatchObject([{ startTime: 1, endTime: 1.001 }]);
  });

  it('is valid for a call in which nobody speaks', async () => {
    expect(await parsed(renderVtt(transcriptOf()), 'vtt')).toEqual([]);
  });
});

describe('CSV', () => {
  it('quotes by RFC 4180', () => {
    const csv = renderCsv(
      transcriptOf({ text: 'He said "no",\nthen yes', role: 'customer', confidence: 0.5 }),
    );
    expect(csv).toBe(
      'index,start_seconds,end_seconds,label,speaker,role,channel,confidence,text\r\n' +
        '0,0,5,customer,agent,customer,,0.5,"He said ""no"",\nthen yes"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])('keeps %j from being computed', (text) => {
    expect(renderCsv(transcriptOf({ text })).split('\r\n')[1]).toBe(`0,0,5,agent,agent,unknown,,,'${text}`);
  });
});

describe('plain text', () => {
  it('is one line per utterance', () => {
    expect(renderPlainText(transcriptOf({ text: 'Hi\nthere' }, { role: 'customer' }))).toBe(
      'agent: Hi there\ncustomer: Hello.\n',
    );
  });
});

describe('JSON', () => {
  it('fits its published schema, with times in seconds', () => {
    const id = '0199aa00-0000-7000-8000-000000000001';
    const wire = TranscriptWire.parse(renderJson(id, sales));
    expect(wire.utterances[1]).toMatchObject({ start: 4.6, end: 9, label: 'customer' });
  });
});
