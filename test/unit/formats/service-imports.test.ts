import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../src/domain/transcript.ts';
import { decodeText, looksLikeText } from '../../../src/formats/imports/encoding.ts';
import { readTranscript } from '../../../src/formats/imports/read-transcript.ts';
import { CONVERSATIONS } from './conversation-samples.ts';
import { SERVICES } from './service-samples.ts';
import { TEXTS } from './text-samples.ts';

const SAMPLES = Object.entries({ ...SERVICES, ...CONVERSATIONS });

const TOLERANCE_MS = 60;

describe('a transcript of another service', () => {
  it.each(SAMPLES)('%s: speakers, texts and times are right, and nothing was guessed', (_name, sample) => {
    const { roles = false, times, words: withWords = false } = sample;
    const transcript = readTranscript(sample.content, undefined);
    const [first, second] = transcript.utterances;
    expect(transcript.utterances.map(({ text }) => text)).toEqual([
      'Thank you for calling.',
      'My invoice is wrong.',
    ]);
    expect(first?.speaker).not.toBe(second?.speaker);
    expect(transcript.utterances.map(({ role }) => role)).toEqual(
      roles ? ['agent', 'customer'] : ['unknown', 'unknown'],
    );
    expect(transcript.language).toMatch(/^en/u);
    expect(transcript.wordTimes).toBe(withWords ? 'measured' : 'none');
    if (withWords)
      expect(first?.words.map(({ text }) => text.replace(/\.$/u, ''))).toEqual([
        'Thank',
        'you',
        'for',
        'calling',
      ]);
    if (times === 'none') return;
    const starts = times === 'whole seconds' ? [0, 2000] : [0, 2500];
    transcript.utterances.forEach(({ startMs }, at) =>
      expect(Math.abs(startMs - (starts[at] ?? 0))).toBeLessThan(TOLERANCE_MS),
    );
    if (times) return;
    [2000, 4500].forEach((end, at) =>
      expect(Math.abs((transcript.utterances[at]?.endMs ?? 0) - end)).toBeLessThan(TOLERANCE_MS),
    );
    expect(transcript.repairs?.map(({ what }) => what) ?? []).toEqual(
      _name.startsWith('WhisperX') ? ['speakers_divided'] : [],
    );
  });

  it.each(SAMPLES)('%s: any one value may be missing or wrong', (_name, { content }) => {
    for (const broken of brokenOnce(content)) {
      const { utterances } = readOrRefuse(broken);
      for (const { startMs, endMs, text, speaker } of utterances) {
        expect(endMs).toBeGreaterThanOrEqual(startMs);
        expect(startMs).toBeGreaterThanOrEqual(0);
        expect(text.trim()).not.toBe('');
        expect(speaker).not.toBe('');
      }
    }
  });
});

/** A refusal by name is right as well; any other error is not. */
function readOrRefuse(content: unknown): Pick<Transcript, 'utterances'> {
  try {
    return readTranscript(content, undefined);
  } catch (error) {
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(?:invalid_transcript|transcript_unrecognised)$/u),
    });
    return { utterances: [] };
  }
}

/** The value with each of its parts in turn replaced by `null`, text, and a number that cannot be. */
function* brokenOnce(value: unknown): Generator {
  if (typeof value === 'string') {
    for (let at = 0; at < value.length; at += 7) yield value.slice(0, at) + value.slice(at + 5);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const other of [null, 'x', -1e9, {}, [], ...brokenOnce(part)])
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
  }
}

describe('a transcript in a text file', () => {
  it.each(Object.entries(TEXTS))(
    'with %s: no name and no time stays in the text',
    (_name, { text, starts }) => {
      const { utterances, repairs = [] } = readTranscript(text, undefined);
      expect(utterances.map((one) => one.text)).toEqual(['Thank you for calling.', 'My invoice is wrong.']);
      expect(new Set(utterances.map(({ speaker }) => speaker)).size).toBe(2);
      for (const { speaker } of utterances) expect(speaker).not.toMatch(/\d:\d|[[\]:：*]/u);
      if (starts) expect(utterances.map(({ startMs }) => startMs / 1000)).toEqual(starts);
      else expect(repairs).toContainEqual({ what: 'time_missing', count: 2 });
    },
  );

  it.each([
    ['a clause before a colon', 'Let me explain.', 'Here is the thing: it must be cheap.'],
    ['a time of day', 'Your appointment is', 'tomorrow at 10:30 in the morning.'],
    ['an address of the web', 'Please look at', 'https://service.example/help for more.'],
    ['a remark in brackets', '[music]', '[inaudible] the contract.'],
  ])('takes %s for what is said, not for a speaker', (_name, first, second) => {
    const cue = (at: number, text: string) => `${at}\n00:00:0${at},000 --> 00:00:0${at + 1},000\n${text}\n`;
    const { utterances } = readTranscript(
      [cue(1, first), cue(2, second), cue(3, 'Thanks.')].join('\n'),
      undefined,
    );
    expect(utterances.map(({ speaker }) => speaker)).toEqual(['speaker_0']);
    expect(utterances[0]?.text).toContain(second);
  });

  it('of rolling captions says each line once', () => {
    const cues = ['one two', 'one two\nthree four', 'three four\nfive six', 'five six\nseven'].map(
      (text, at) => `00:00:0${at}.000 --> 00:00:0${at + 1}.000\n${text}`,
    );
    const transcript = readTranscript(`WEBVTT\n\n${cues.join('\n\n')}`, undefined);
    expect(transcript.utterances.map(({ text }) => text).join(' ')).toBe('one two three four five six seven');
    expect(transcript.repairs).toContainEqual({ what: 'text_repeated', count: 3 });
  });
});

describe('what is repaired is named', () => {
  const turn = { speaker: 'a', start: 0, end: 2, text: 'Thank you for calling.' };
  it.each([
    ['time_missing', [turn, { ...turn, start: null, end: null }]],
    ['time_negative', [turn, { ...turn, start: -3 }]],
    ['end_before_start', [turn, { ...turn, start: 5, end: 3 }]],
    ['speaker_missing', [turn, { ...turn, speaker: null }]],
    ['confidence_invalid', [turn, { ...turn, confidence: 87 }]],
    ['characters_lost', [turn, { ...turn, text: 'Thank \uD83D you' }]],
    ['time_of_day', [{ ...turn, start: '10:02:13', end: null }]],
  ])('%s', (what, turns) => {
    expect(readTranscript({ turns }, undefined).repairs).toContainEqual({ what, count: 1 });
  });
});

describe('bytes of a transcript', () => {
  const text = '1\n00:00:00,000 --> 00:00:04,000\nAgent: Grüße, é.\n';
  const utf16 = (order: 'le' | 'be', mark: boolean) => {
    const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
    return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
  };
  it.each([
    ['UTF-8', new TextEncoder().encode(text)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${text}`)],
    ['UTF-16', utf16('le', true)],
    ['UTF-16, big end first', utf16('be', true)],
    ['UTF-16 without a mark', utf16('le', false)],
    ['Windows-1252', new Uint8Array(Buffer.from(text, 'latin1'))],
  ])('in %s are the text', (_name, bytes) => {
    expect(looksLikeText(bytes)).toBe(true);
    expect(decodeText(bytes).replace(/^\uFEFF/u, '')).toBe(text);
  });

  it('in another encoding are refused, not turned into other characters', () => {
    const cyrillic = Uint8Array.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xcf, 0xf0, 0xe8]);
    expect(() => decodeText(cyrillic)).toThrow(expect.objectContaining({ code: 'invalid_transcript' }));
  });

  it('of a recording are no text', () => {
    expect(looksLikeText(new TextEncoder().encode('RIFF\u0010\u0000\u0000\u0000WAVEfmt '))).toBe(false);
    expect(looksLikeText(new Uint8Array(0))).toBe(false);
  });
});
