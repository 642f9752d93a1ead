import { describe, expect, it } from 'vitest';
import { SubmissionRequest } from '../../../src/domain/submission.ts';
import { toFault } from '../../../src/domain/errors.ts';

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
