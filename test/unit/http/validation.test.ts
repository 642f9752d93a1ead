import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SubmissionRequest } from '../../../src/domain/submission.ts';
import { shown, toFault } from '../../../src/domain/errors.ts';
import { faultOfIssues } from '../../../src/formats/api-v1-analysis/format.ts';

function faultOf(body: unknown) {
  const parsed = SubmissionRequest.safeParse(body, { reportInput: true });
  if (parsed.success) throw new Error('valid');
  const { code, message, details } = toFault(parsed.error);
  return { code, message, field: details['field'] };
}

describe('a validation fault', () => {
  it.each([
    [{ transcript: { utterances: [] }, colour: 1 }, 'Unknown field "colour".'],
    [
      { transcript: { utterances: [{ speaker: 'a', start: 0, end: 1, text: '', mood: 1 }] } },
      'Unknown field "transcript.utterances[0].mood".',
    ],
    [{ transcript: {} }, 'Field "transcript.utterances" is required.'],
    [
      { transcript: { utterances: [] }, options: { language: 'english!' } },
      'Field "options.language": must be "auto" or a BCP 47 language tag such as "en" or "en-GB".',
    ],
  ])('names the field as the caller wrote it: %j', (body, message) => {
    expect(faultOf(body).message).toBe(message);
  });
});

describe('a name that the caller made up', () => {
  it('is shown to 64 characters, whole ones', () => {
    expect(shown('a'.repeat(64))).toBe('a'.repeat(64));
    expect(shown('a'.repeat(65))).toBe(`${'a'.repeat(63)}…`);
    expect(shown('📞'.repeat(64))).toBe('📞'.repeat(64));
    expect(shown('📞'.repeat(65))).toBe(`${'📞'.repeat(63)}…`);
  });

  it('is shown so in an error of any form of transcript, and where a list of errors names places', () => {
    const name = 'n'.repeat(500);
    const field = faultOf({ transcript: { utterances: [] }, options: { [name]: 1 } }).field;
    expect(field).toBe(`options.${'n'.repeat(63)}…`);
    const parsed = z.record(z.string(), z.int()).safeParse({ [name]: 'x' });
    const fault = parsed.error && faultOfIssues(parsed.error, 'body');
    expect(JSON.stringify(fault?.details)).not.toContain('n'.repeat(64));
  });
});
