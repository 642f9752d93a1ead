import { describe, expect, it } from 'vitest';
import { parseNova3 } from '../../../../src/adapters/ai/nova-3.ts';
import { keytermsWithin } from '../../../../src/adapters/ai/speech-dialect.ts';
import { parseWhisper } from '../../../../src/adapters/ai/whisper.ts';
import { mergedKeyterms } from '../../../../src/domain/configuration.ts';
import { parseValid } from '../../../../src/domain/errors.ts';
import { SubmissionRequest } from '../../../../src/domain/submission.ts';
import { whisperResult } from '../../../support/workers-ai-answers.ts';

const RECORDING = {
  format: 'wav' as const,
  codec: 'pcm',
  contentType: 'audio/wav',
  sizeBytes: 1000,
  durationMs: 5000,
  channels: 1,
  sampleRateHz: 8000,
};
const submitted = (options: unknown) =>
  parseValid(SubmissionRequest, { recording_url: 'https://files.example.com/a.mp3', options }).options;

describe('options of a submission', () => {
  it('take terms, trimmed, and "auto" or a tag as the language', () => {
    expect(submitted({ keyterms: [' Zendra ', 'Dr. Okonkwo'], language: 'auto' })).toEqual({
      keyterms: ['Zendra', 'Dr. Okonkwo'],
      language: 'auto',
    });
    expect(submitted({ language: 'pt-BR' })).toEqual({ language: 'pt-BR' });
  });

  it.each([
    ['a term of 51 characters', { keyterms: ['x'.repeat(51)] }, /options\.keyterms\[0\].*50/],
    ['101 terms', { keyterms: Array.from({ length: 101 }, (_, at) => `t${at}`) }, /options\.keyterms.*100/],
    ['a term of nothing', { keyterms: [' '] }, /options\.keyterms\[0\]/],
    ['a term with a line break', { keyterms: ['a\nb'] }, /options\.keyterms\[0\].*control/],
    ['another word for "auto"', { language: 'detect' }, /options\.language.*"auto" or a BCP 47/],
  ])('with %s are refused, naming the field and its limit', (_name, options, reason) => {
    expect(() => submitted(options)).toThrow(reason);
  });
});

describe('terms', () => {
  it('of the call come before those of the account, each once, at most 100', () => {
    expect(mergedKeyterms(['Zendra', 'Ivo'], ['ZENDRA', 'Northwind'])).toEqual([
      'Zendra',
      'Ivo',
      'Northwind',
    ]);
    const many = Array.from({ length: 100 }, (_, at) => `term ${at}`);
    const merged = mergedKeyterms(['Ivo'], many);
    expect([merged.length, merged[0], merged.at(-1)]).toEqual([100, 'Ivo', 'term 98']);
  });

  it('are sent in their order, as many as surely fit', () => {
    expect(keytermsWithin(['abcd', 'efgh', 'ij'], 6)).toEqual(['abcd', 'efgh']);
    expect(keytermsWithin(['abcd', 'efgh', 'ij'], 8)).toEqual(['abcd', 'efgh', 'ij']);
    expect(keytermsWithin(['日本語'], 5)).toEqual([]);
  });
});

describe('a call of which nobody named the language', () => {
  it('is in the language the model heard', () => {
    expect(parseWhisper(whisperResult([], 'de'), RECORDING, null).language).toBe('de');
    const answer = { results: { channels: [{ detected_language: 'fr' }], utterances: [] } };
    expect(parseNova3(answer, RECORDING, null).language).toBe('fr');
  });

  it('is undetermined where the model does not say', () => {
    expect(parseNova3({ results: { channels: [], utterances: [] } }, RECORDING, null).language).toBe('und');
    expect(parseWhisper({ text: '', segments: [] }, RECORDING, null).language).toBe('und');
  });
});
