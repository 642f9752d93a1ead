import { describe, expect, it } from 'vitest';
import { Options, Submission, toSubmission } from '../../../src/domain/submission.ts';

describe('an accepted submission', () => {
  it('stays readable where the limits of requests have become stricter since', () => {
    const options = { language: 'en', playbook_content: 'x'.repeat(1_000_000) };
    expect(Options.safeParse(options).success).toBe(false);
    const stored = toSubmission({ options }, { kind: 'transcript' });
    expect(Submission.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });
});
